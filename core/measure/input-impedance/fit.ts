import type { ImpedancePoint } from '../output-impedance/fit.ts';

export interface ParallelFit {
  readonly resistanceOhms: number;
  readonly capacitanceFarad: number;
  /** k = 2, from the points' own uncertainty or their scatter about the fit, whichever is more. */
  readonly resistanceUncertaintyOhms: number;
  readonly capacitanceUncertaintyFarad: number;
}

/**
 * R parallel to C through complex impedances: weighted least squares of Y = 1/R + jωC. Null where the conductance comes out at zero or below: the input is
 * beyond what the series resistor can tell.
 * @param points at least three
 */
export function fitParallel(points: readonly ImpedancePoint[]): ParallelFit | null {
  let weightSum = 0;
  let conductance = 0;
  let omegaSquares = 0;
  let susceptance = 0;
  const admittances = points.map(({ frequencyHz, impedance, uncertaintyOhms }) => {
    const square = impedance.re ** 2 + impedance.im ** 2;
    // dY = dZ/Z²
    const weight = (square / Math.max(uncertaintyOhms, 1e-9)) ** 2;
    return { omega: 2 * Math.PI * frequencyHz, re: impedance.re / square, im: -impedance.im / square, weight };
  });
  for (const { omega, re, im, weight } of admittances) {
    weightSum += weight;
    conductance += weight * re;
    omegaSquares += weight * omega * omega;
    susceptance += weight * omega * im;
  }
  conductance /= weightSum;
  const capacitanceFarad = susceptance / omegaSquares;
  if (!(conductance > 0)) return null;
  let realSquares = 0;
  let imaginarySquares = 0;
  for (const { omega, re, im, weight } of admittances) {
    realSquares += weight * (re - conductance) ** 2;
    imaginarySquares += weight * (im - omega * capacitanceFarad) ** 2;
  }
  // Weights are 1/U², U being two standard deviations; scatter beyond that raises it
  const scatter = (squares: number): number => Math.max(1, (4 * squares) / Math.max(1, points.length - 1));
  return {
    resistanceOhms: 1 / conductance,
    capacitanceFarad,
    resistanceUncertaintyOhms: Math.sqrt(scatter(realSquares) / weightSum) / conductance ** 2,
    capacitanceUncertaintyFarad: Math.sqrt(scatter(imaginarySquares) / omegaSquares),
  };
}
