import { bandName } from '../../measure/checkBand.ts';
import { analyzeNoise } from '../../measure/noise/analyze.ts';
import { NOISE_FIGURES } from '../../measure/noise/noiseFigures.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { buildProgram } from '../../signal/program.ts';
import { required, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { gainBound } from '../levels.ts';
import { playTake, steadyPart } from '../playTake.ts';

/** Noise at the DUT's output with nothing playing, and the signal-to-noise ratio re the reference level. */
export function* runNoise(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig, rules, knowledge } = context;
  const bandHz = step.settings.bandHz ?? rules.bandHz;
  const program = buildProgram(rig.sampleRateHz, [{ kind: 'silence', id: 'idle', seconds: 1.5 }]);
  const take = yield* playTake(context, step, 'silence', program, gainBound(context, step.wiring));
  const { start, length } = steadyPart(take, 'idle');
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const { weighted } = analyzeNoise(take.channels[index], start, length, rig.sampleRateHz, bandHz);
    const own = required(knowledge.baseline, 'the baseline')[index].noiseVoltsRms;
    const limited = own > weighted.unweighted.rms / Math.sqrt(10);
    for (const { id, weighting, name } of NOISE_FIGURES) {
      const { rms: voltsRms, relativeUncertainty } = weighted[weighting];
      const common = {
        channel,
        definitionId: `noise.${name}.${bandName(bandHz)}`,
        conditions: { bandHz, outputVoltsRms: rules.outputVoltsRms, loadOhms: null },
        flags: limited ? ['baseline-limited'] : [],
      };
      const relative = Math.hypot(relativeUncertainty, rig.input.relativeUncertainty);
      result.figures.push(
        makeFigure({
          ...common,
          id,
          value: voltsRms,
          unit: 'V',
          parts: [
            { source: 'repeatability', value: relativeUncertainty * voltsRms },
            { source: 'calibration', value: rig.input.relativeUncertainty * voltsRms },
          ],
        }),
      );
      if (id !== 'noise') continue;
      const snr = rules.outputVoltsRms / voltsRms;
      result.figures.push(
        makeFigure({
          ...common,
          id: 'snr',
          value: snr,
          unit: 'ratio',
          parts: [{ source: 'repeatability', value: relative * snr }],
          dbReference: '1V',
        }),
      );
    }
  }
  return result;
}
