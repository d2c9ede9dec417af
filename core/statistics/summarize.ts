import { chiSquareQuantile, studentQuantile } from './distributions.ts';

/** Two ends of a confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Confidence of every interval here, unless another is asked for. */
export const CONFIDENCE = 0.95;

/** What a list of values is like; in the values' unit. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation with n − 1; null with one value. */
  readonly standardDeviation: number | null;
  readonly least: number;
  readonly most: number;
  readonly median: number;
  /** By Student's t; null with one value. */
  readonly meanInterval: Interval | null;
  /** By chi-square, for normal values; null with one value. */
  readonly standardDeviationInterval: Interval | null;
}

/** Sum of terms whose rounding errors are carried along (Neumaier 1974), so that 20,000 values of 8 V keep their last digits. */
export function exactSum(values: Iterable<number>): number {
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Mean and sum of squared distances from it, in two passes. */
export function moments(values: readonly number[]): { readonly mean: number; readonly squares: number } {
  const mean = exactSum(values) / values.length;
  return { mean, squares: exactSum(values.map((value) => (value - mean) ** 2)) };
}

/**
 * Value below which the share `p` of sorted values lies, interpolated between neighbours (Hyndman and Fan 1996, type 7).
 * @param sorted ascending, at least one
 */
export function sampleQuantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const index = Math.floor(place);
  const next = sorted[Math.min(index + 1, sorted.length - 1)];
  return sorted[index] + (place - index) * (next - sorted[index]);
}

/** n, mean, s and their intervals (NIST/SEMATECH handbook 1.3.5.2 and 1.3.5.8). Null for no values. */
export function summarize(values: readonly number[], confidence = CONFIDENCE): Summary | null {
  const n = values.length;
  if (n === 0) return null;
  const { mean, squares } = moments(values);
  const sorted = [...values].sort((a, b) => a - b);
  const standardDeviation = n < 2 ? null : Math.sqrt(squares / (n - 1));
  return {
    n,
    mean,
    standardDeviation,
    least: sorted[0],
    most: sorted[n - 1],
    median: sampleQuantile(sorted, 0.5),
    meanInterval: standardDeviation === null ? null : meanInterval(mean, standardDeviation, n, confidence),
    standardDeviationInterval:
      standardDeviation === null ? null : deviationInterval(standardDeviation, n - 1, confidence),
  };
}

function meanInterval(mean: number, deviation: number, n: number, confidence: number): Interval {
  const reach = (studentQuantile((1 + confidence) / 2, n - 1) * deviation) / Math.sqrt(n);
  return { lower: mean - reach, upper: mean + reach };
}

/** Interval of a standard deviation that was found with so many degrees of freedom. */
export function deviationInterval(deviation: number, degreesOfFreedom: number, confidence: number): Interval {
  const scaled = (p: number): number =>
    deviation * Math.sqrt(degreesOfFreedom / chiSquareQuantile(p, degreesOfFreedom));
  return { lower: scaled((1 + confidence) / 2), upper: scaled((1 - confidence) / 2) };
}
