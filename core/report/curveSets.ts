import type { StepKind } from '../planner/plan.ts';
import type { Curve } from '../result/figure.ts';
import type { Verification } from '../result/verification.ts';

/** Curves that were measured together: one of each channel. */
export interface CurveSet {
  readonly curves: readonly Curve[];
  /** `, gain 6 dB`: what tells it from the other sets; empty where it is the only one. */
  readonly where: string;
}

/**
 * Parts the curves of one kind by the step they come from: a unit with several gains or sockets has a set for each. A curve does not name its step; sets
 * and steps stand in one order, so where as many steps gave figures as there are sets, each set is its step's.
 */
export function curveSets(verification: Verification, curves: readonly Curve[], kind: StepKind): CurveSet[] {
  const sets: Curve[][] = [];
  for (const curve of curves) {
    const last = sets.at(-1);
    if (last === undefined || last.some(({ channel }) => channel === curve.channel)) sets.push([curve]);
    else last.push(curve);
  }
  if (sets.length < 2) return sets.map((set) => ({ curves: set, where: '' }));
  const load = sets[0][0].loadOhms;
  const steps = verification.steps.filter(
    ({ step, figures }) => step.kind === kind && figures.length > 0 && (load === null || step.wiring.loadOhms === load),
  );
  return sets.map((set, index) => {
    const { gain, output } = (steps.length === sets.length ? steps[index].step.wiring : null) ?? {
      gain: null,
      output: null,
    };
    const told = [...(gain === null ? [] : [`gain ${gain}`]), ...(output === null ? [] : [output])];
    return { curves: set, where: `, ${told.length === 0 ? `${index + 1} of ${sets.length}` : told.join(', ')}` };
  });
}
