import type { ClockEstimate } from '../measure/analysis.ts';

/** A smooth curve of delay against time, known at evenly spaced knots with straight lines between, and how well. */
export interface DelayCurve {
  readonly startSeconds: number;
  readonly knotSeconds: number;
  readonly delaysSeconds: Float64Array;
  /** Covariance of the knots' delays, seconds², knots × knots. */
  readonly covariance: Float64Array;
}

/** Variance of the difference of two knots. */
function differenceVariance({ covariance, delaysSeconds }: DelayCurve, from: number, to: number): number {
  const count = delaysSeconds.length;
  const variance = covariance[from * count + from] + covariance[to * count + to] - 2 * covariance[from * count + to];
  return Math.max(variance, 0);
}

/** Standard uncertainty of the mean rate. */
export const rateStandard = (curve: DelayCurve): number =>
  Math.sqrt(differenceVariance(curve, 0, curve.delaysSeconds.length - 1)) /
  (curve.knotSeconds * (curve.delaysSeconds.length - 1));

/** Mean rate from the curve's ends; wander from the slopes between its knots, less what noise alone makes of the largest. */
export function clockOf(curve: DelayCurve): ClockEstimate {
  const { delaysSeconds, knotSeconds } = curve;
  const last = delaysSeconds.length - 1;
  const slope = (delaysSeconds[last] - delaysSeconds[0]) / (knotSeconds * last);
  let wander = 0;
  for (let knot = 0; knot < last; knot++) {
    const deviation = (delaysSeconds[knot + 1] - delaysSeconds[knot]) / knotSeconds - slope;
    const noise = 2 * (Math.sqrt(differenceVariance(curve, knot, knot + 1)) / knotSeconds);
    wander = Math.max(wander, Math.sqrt(Math.max(deviation ** 2 - noise ** 2, 0)));
  }
  return {
    ppm: 1e6 * (1 / (1 + slope) - 1),
    uncertaintyPpm: 2e6 * rateStandard(curve),
    wanderPpm: 1e6 * wander,
  };
}
