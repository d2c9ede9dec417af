import type { RunView } from '../state/runView.ts';

/** Before a run the person goes on; from its start on the run does. */
export const READING_STEPS = ['card', 'claims', 'plan'] as const;
export type TourStep =
  'welcome' | (typeof READING_STEPS)[number] | 'preparing' | 'prompt' | 'measuring' | 'failed' | 'done';

/** Steps as they are counted for the person: the reading ones, the run, its result. */
export const STEP_COUNT = READING_STEPS.length + 2;

/** Where in the tour a run is, by what it does now. */
export function stepOfRun({ phase, prompt }: Pick<RunView, 'phase' | 'prompt'>): TourStep {
  if (phase === 'finished') return 'done';
  if (phase === 'failed') return 'failed';
  if (phase === 'none') return 'preparing';
  return prompt === null ? 'measuring' : 'prompt';
}

/** The place of a step, from 1; null for what is not counted. */
export function placeOf(step: TourStep): number | null {
  const reading = READING_STEPS.findIndex((each) => each === step);
  if (reading >= 0) return reading + 1;
  if (step === 'welcome' || step === 'failed') return null;
  return step === 'done' ? STEP_COUNT : STEP_COUNT - 1;
}
