import type { TransferPoint } from '../../dsp/transferFunction.ts';

/** Phase and group delay on a grid. */
export interface PhaseCurve {
  /** Continuous along the grid, within ±π at the reference frequency. */
  readonly phasesRadians: readonly number[];
  /** −dφ/dω between the neighbours of each point. */
  readonly groupDelaysSeconds: readonly number[];
  /** k = 2, from noise. */
  readonly phaseUncertaintiesRadians: readonly number[];
}

/** Phase of a transfer function, continuous from point to point: neighbours must be less than half a turn apart. */
export function phaseCurve(points: readonly TransferPoint[], referenceHz: number): PhaseCurve {
  const phases: number[] = [];
  for (const { re, im } of points) {
    const phase = Math.atan2(im, re);
    const last = phases.at(-1) ?? phase;
    phases.push(phase + 2 * Math.PI * Math.round((last - phase) / (2 * Math.PI)));
  }
  const at = points.findIndex((point) => point.frequencyHz === referenceHz);
  const turns = at < 0 ? 0 : 2 * Math.PI * Math.round(phases[at] / (2 * Math.PI));
  const last = points.length - 1;
  return {
    phasesRadians: phases.map((phase) => phase - turns),
    groupDelaysSeconds: points.map((_, index) => {
      const below = Math.max(0, index - 1);
      const above = Math.min(last, index + 1);
      const omega = 2 * Math.PI * (points[above].frequencyHz - points[below].frequencyHz);
      return omega === 0 ? 0 : -(phases[above] - phases[below]) / omega;
    }),
    phaseUncertaintiesRadians: points.map(({ relativeStandardUncertainty }) => 2 * relativeStandardUncertainty),
  };
}
