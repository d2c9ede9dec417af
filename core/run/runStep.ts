import { AmpbenchError } from '../errors.ts';
import { firstGainBound } from '../planner/limits.ts';
import type { PlanStep } from '../planner/plan.ts';
import type { RunContext, StepResult } from './context.ts';
import type { Procedure, Prompt } from './effects.ts';
import { wiringPrompt } from './prompts.ts';
import { runBaseline } from './steps/baseline.ts';
import { runGain } from './steps/gain.ts';
import { runInputImpedance } from './steps/inputImpedance.ts';
import { runMaxOutput } from './steps/maxOutput.ts';
import { runMeasurementStep } from './steps/measurement.ts';
import { runNoise } from './steps/noise.ts';
import { runOutputImpedance } from './steps/outputImpedance.ts';
import { runResponse } from './steps/response.ts';
import { runThdn } from './steps/thdn.ts';

/** How often a wiring is asked for before a load that does not show ends the run. */
const WIRING_ATTEMPTS = 2;

/**
 * Runs one step; a load that does not show is asked for once more.
 * @param wireAgain asks the prompt and says whether the wiring is now in place
 * @returns null where the person skipped the wiring then
 */
export function* runStep(
  context: RunContext,
  step: PlanStep,
  wireAgain: (prompt: Prompt) => Procedure<boolean>,
): Procedure<StepResult | null> {
  switch (step.kind) {
    case 'baseline':
      return yield* runBaseline(context, step);
    case 'gain':
      // Under a load the gain is worked out from the load's check: nothing more is played
      if (step.wiring.loadOhms !== null) return { figures: [], curves: [] };
      return yield* runGain(context, step, firstGainBound(context.card, context.rig, step.wiring));
    case 'frequency-response':
      return yield* runResponse(context, step);
    case 'noise':
      return yield* runNoise(context, step);
    case 'input-impedance':
      return yield* runInputImpedance(context, step);
    case 'thdn':
      return yield* runThdn(context, step);
    case 'max-output':
      return yield* runMaxOutput(context, step);
    case 'measurement':
      return yield* runMeasurementStep(context, step);
    case 'output-impedance':
      return yield* runWithLoadShown(context, step, wireAgain);
  }
}

function* runWithLoadShown(
  context: RunContext,
  step: PlanStep,
  wireAgain: (prompt: Prompt) => Procedure<boolean>,
): Procedure<StepResult | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* runOutputImpedance(context, step, attempt);
    } catch (error) {
      const retry = error instanceof AmpbenchError && error.code === 'load-not-changed' && attempt < WIRING_ATTEMPTS;
      if (!retry) throw error;
      const prompt = wiringPrompt(context.rig, context.card, step.wiring, null);
      const isWired = yield* wireAgain({
        ...prompt,
        id: `${prompt.id}-again`,
        text: `${error.message}. ${prompt.text}`,
      });
      if (!isWired) return null;
    }
  }
}
