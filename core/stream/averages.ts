import { coverageFactor } from '../uncertainty/combine.ts';

/** How the readings of records become one: `rms` for amplitudes and ratios of them, `reciprocal-rms` where noise stands below the line. */
export type Average = 'mean' | 'rms' | 'reciprocal-rms';

const EXPONENT: Readonly<Record<Average, 1 | 2 | -2>> = { mean: 1, rms: 2, 'reciprocal-rms': -2 };

/** Figures that are neither amplitudes nor ratios of them. */
const MEANS: ReadonlySet<string> = new Set(['frequency', 'dc', 'enob', 'phase', 'jitter']);
const RECIPROCALS: ReadonlySet<string> = new Set(['sinad', 'snr', 'dynamic-range', 'dynamic-range-a']);

export const averageOf = (figureId: string): Average =>
  MEANS.has(figureId) ? 'mean' : RECIPROCALS.has(figureId) ? 'reciprocal-rms' : 'rms';

/**
 * Readings of records as one, with the k = 2 uncertainty of their scatter: that of the mean of x^e, brought back to x by 1/|e·x^(e−1)|.
 * @param independentRecords how many records of this length the capture would fill without overlap; at most there are readings
 */
export function averaged(
  readings: readonly number[],
  average: Average,
  independentRecords: number,
): { readonly value: number; readonly expanded: number } {
  const exponent = EXPONENT[average];
  const powers = readings.map((reading) => reading ** exponent);
  const count = powers.length;
  const mean = powers.reduce((sum, power) => sum + power, 0) / count;
  const variance = powers.reduce((sum, power) => sum + (power - mean) ** 2, 0) / (count - 1);
  const value = mean === 0 ? 0 : exponent === 1 ? mean : mean ** (1 / exponent);
  const expandedPower = coverageFactor(count - 1) * Math.sqrt(variance / independentRecords);
  const slope = Math.abs(exponent * value ** (exponent - 1));
  return { value, expanded: slope === 0 ? 0 : expandedPower / slope };
}
