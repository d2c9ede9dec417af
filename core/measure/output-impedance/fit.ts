import type { Complex } from '../impedance/pairRatio.ts';

/** An impedance at one frequency. */
export interface ImpedancePoint {
  readonly frequencyHz: number;
  readonly impedance: Complex;
  /** k = 2 of either part, ohms, independent from point to point. */
  readonly uncertaintyOhms: number;
}

export interface SeriesFit {
  readonly resistanceOhms: number;
  readonly inductanceHenry: number;
  /** Null where no capacitor is seen. */
  readonly capacitanceFarad: number | null;
  /** k = 2, from the points' own uncertainty or their scatter about the fit, whichever is more. */
  readonly resistanceUncertaintyOhms: number;
  readonly inductanceUncertaintyHenry: number;
  readonly capacitanceUncertaintyFarad: number | null;
}

/** A capacitor counts as seen when its reactance at the lowest frequency is this many times its uncertainty. */
const SEEN = 3;

/**
 * Weighted least squares of R + jωL + 1/(jωC) through complex points: the real parts give R, the imaginary parts L and C. Without a visible capacitor,
 * R + jωL.
 * @param points at least four, of different frequencies
 * @param leastReactanceOhms reactances at the lowest frequency below this are taken for a systematic error of the points
 */
export function fitSeries(points: readonly ImpedancePoint[], leastReactanceOhms: number): SeriesFit {
  const weights = points.map(({ uncertaintyOhms }) => 1 / Math.max(uncertaintyOhms, 1e-12) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const resistanceOhms = points.reduce((sum, { impedance }, index) => sum + weights[index] * impedance.re, 0) / total;
  const realScatter = scatter(
    points.map(({ impedance }, index) => weights[index] * (impedance.re - resistanceOhms) ** 2),
    1,
  );
  const omegas = points.map(({ frequencyHz }) => 2 * Math.PI * frequencyHz);
  const lowest = Math.min(...omegas);
  // Imaginary part: L·ω − S/ω, S = 1/C
  let ll = 0;
  let ls = 0;
  let ss = 0;
  let yl = 0;
  let ys = 0;
  for (const [index, { impedance }] of points.entries()) {
    const omega = omegas[index];
    ll += weights[index] * omega * omega;
    ls -= weights[index];
    ss += weights[index] / (omega * omega);
    yl += weights[index] * omega * impedance.im;
    ys -= (weights[index] * impedance.im) / omega;
  }
  const determinant = ll * ss - ls * ls;
  const both = { inductance: (yl * ss - ys * ls) / determinant, elastance: (ys * ll - yl * ls) / determinant };
  const residual = (inductance: number, elastance: number): number =>
    scatter(
      points.map(
        ({ impedance }, index) =>
          weights[index] * (impedance.im - omegas[index] * inductance + elastance / omegas[index]) ** 2,
      ),
      2,
    );
  const bothScatter = residual(both.inductance, both.elastance);
  const elastanceUncertainty = Math.sqrt((bothScatter * ll) / determinant);
  const isSeen =
    both.elastance > SEEN * elastanceUncertainty && both.elastance / lowest > Math.max(leastReactanceOhms, 0);
  const inductanceHenry = isSeen ? both.inductance : yl / ll;
  const inductanceVariance = isSeen ? (bothScatter * ss) / determinant : residual(inductanceHenry, 0) / ll;
  return {
    resistanceOhms,
    inductanceHenry,
    capacitanceFarad: isSeen ? 1 / both.elastance : null,
    resistanceUncertaintyOhms: Math.sqrt(realScatter / total),
    inductanceUncertaintyHenry: Math.sqrt(inductanceVariance),
    capacitanceUncertaintyFarad: isSeen ? elastanceUncertainty / both.elastance ** 2 : null,
  };
}

/** Mean weighted square of what is left, at least 1: the points' own k = 2 is the least there is. */
function scatter(weightedSquares: readonly number[], parameters: number): number {
  const sum = weightedSquares.reduce((total, value) => total + value, 0);
  // Weights are 1/U² with U = 2 standard deviations; the result scales U² again
  return Math.max(1, (4 * sum) / Math.max(1, weightedSquares.length - parameters));
}
