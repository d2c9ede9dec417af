import type { TransferPoint } from '../../dsp/transferFunction.ts';

export interface PhaseDifference {
  /** Continuous along the grid, within ±π at its first point. */
  readonly phasesRadians: readonly number[];
  /** k = 2, from the noise of both. */
  readonly uncertaintiesRadians: readonly number[];
}

/**
 * Phase of one channel less that of another, at the same instants: both came on one clock, so neither latency nor rate matters.
 * @param delaySeconds by how much more delay was taken out of `points` than of `other`
 */
export function phaseDifference(
  points: readonly TransferPoint[],
  other: readonly TransferPoint[],
  delaySeconds: number,
): PhaseDifference {
  let last = 0;
  return {
    phasesRadians: points.map(({ frequencyHz, re, im }, index) => {
      const against = other[index];
      const difference =
        Math.atan2(im * against.re - re * against.im, re * against.re + im * against.im) -
        2 * Math.PI * frequencyHz * delaySeconds;
      last = difference + 2 * Math.PI * Math.round((last - difference) / (2 * Math.PI));
      return last;
    }),
    uncertaintiesRadians: points.map(
      ({ relativeStandardUncertainty }, index) =>
        2 * Math.hypot(relativeStandardUncertainty, other[index].relativeStandardUncertainty),
    ),
  };
}
