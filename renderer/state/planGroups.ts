import type { PlanStep, VerificationPlan, Wiring } from '../../core/planner/plan.ts';
import { wiringText } from '../../core/report/conditionText.ts';

/** Steps that follow each other on the same wiring. */
export interface StepGroup {
  readonly wiring: Wiring;
  readonly text: string;
  readonly steps: readonly { readonly step: PlanStep; readonly index: number }[];
}

const WIRING_KEYS = ['path', 'drive', 'input', 'output', 'gain', 'loadOhms', 'seriesOhms'] as const;

export const sameWiring = (a: Wiring, b: Wiring): boolean => WIRING_KEYS.every((key) => a[key] === b[key]);

/** The steps of a plan in order, grouped by what must be connected. */
export function stepGroups({ steps }: VerificationPlan): readonly StepGroup[] {
  const groups: { wiring: Wiring; text: string; steps: { step: PlanStep; index: number }[] }[] = [];
  steps.forEach((step, index) => {
    const last = groups.at(-1);
    if (last !== undefined && sameWiring(last.wiring, step.wiring)) last.steps.push({ step, index });
    else groups.push({ wiring: step.wiring, text: wiringText(step.wiring), steps: [{ step, index }] });
  });
  return groups;
}

/** Seconds of audio in a group. */
export const groupSeconds = ({ steps }: StepGroup): number => steps.reduce((sum, { step }) => sum + step.seconds, 0);
