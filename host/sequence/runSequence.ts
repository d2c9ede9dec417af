import { AmpbenchError } from '../../core/errors.ts';
import type { Sequence, SequenceStep } from '../../core/sequence/sequence.ts';
import {
  measurementFindings,
  outcomeOf,
  outcomeOfSteps,
  stepTitle,
  verificationFindings,
  type Findings,
  type SequenceResult,
  type StepResult,
} from '../../core/sequence/stepResult.ts';
import type { SequenceBench, SequenceClock } from './sequenceBench.ts';

/** How a sequence goes, for whoever watches. */
export type SequenceEvent =
  | { readonly type: 'step-begins'; readonly index: number; readonly count: number; readonly title: string }
  | { readonly type: 'step-ended'; readonly step: StepResult };

const NOTHING: Findings & { readonly runFolder: string | null } = { figures: [], checks: [], runFolder: null };

async function carryOut(step: SequenceStep, bench: SequenceBench): Promise<typeof NOTHING> {
  switch (step.kind) {
    case 'verify': {
      const { verification, plan, folder } = await bench.verify(step);
      return { ...verificationFindings(verification, plan, step.limits), runFolder: folder };
    }
    case 'measure': {
      const { measurement, folder } = await bench.measure(step);
      return { ...measurementFindings(measurement, step.limits), runFolder: folder };
    }
    case 'prompt':
      await bench.ask(step);
      return NOTHING;
    case 'command':
      await bench.command(step);
      return NOTHING;
  }
}

/**
 * Carries a sequence out on one unit. A limit that is not kept does not end it; an error or a stop does: the output is faded, and what was measured until then
 * is in the result and in its runs.
 * @param serial of the unit, as `unitSerial` keeps it; null: none
 */
export async function runSequence(
  sequence: Sequence,
  bench: SequenceBench,
  serial: string | null,
  clock: SequenceClock,
  observe: (event: SequenceEvent) => void,
): Promise<SequenceResult> {
  const startedAt = new Date(clock.nowMs()).toISOString();
  const begin = clock.elapsedSeconds();
  const steps: StepResult[] = [];
  let isOver = false;
  for (const [index, step] of sequence.steps.entries()) {
    const title = stepTitle(step);
    const { id, kind, loop } = step;
    const head = { id, kind, title, loop };
    if (isOver) {
      steps.push({ ...head, ...NOTHING, outcome: 'not-run', seconds: 0, error: null });
      continue;
    }
    observe({ type: 'step-begins', index, count: sequence.steps.length, title });
    const stepBegin = clock.elapsedSeconds();
    let result: StepResult;
    try {
      const found = await carryOut(step, bench);
      const outcome = outcomeOf(found.checks.map(({ verdict }) => verdict));
      result = { ...head, ...found, outcome, seconds: clock.elapsedSeconds() - stepBegin, error: null };
    } catch (error) {
      if (!(error instanceof AmpbenchError) || error.kind === 'bug') throw error;
      isOver = true;
      const seconds = clock.elapsedSeconds() - stepBegin;
      result = { ...head, ...NOTHING, outcome: 'error', seconds, error: error.toRecord() };
    } finally {
      // Whatever ended the step, nothing may go on playing behind it
      await bench.mute();
    }
    steps.push(result);
    observe({ type: 'step-ended', step: result });
  }
  return {
    kind: 'sequence',
    schemaVersion: 1,
    name: sequence.name,
    serial,
    rigId: bench.rigId,
    simulated: bench.simulated,
    startedAt,
    seconds: clock.elapsedSeconds() - begin,
    variables: sequence.variables,
    outcome: outcomeOfSteps(steps),
    steps,
  };
}
