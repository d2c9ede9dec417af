import { studentQuantile } from './distributions.ts';
import { CONFIDENCE, exactSum, moments, type Interval } from './summarize.ts';

/** A straight line through values over time. */
export interface Drift {
  /** In the values' unit per day. */
  readonly slopePerDay: number;
  readonly slopePerDayInterval: Interval;
  readonly spanDays: number;
  /** The interval of the slope leaves out zero. */
  readonly isSignificant: boolean;
}

const MILLISECONDS_PER_DAY = 86_400_000;
const FEWEST_VALUES = 3;

/**
 * Least-squares slope over time with Student's interval (NIST/SEMATECH handbook 4.4.3.1, 4.1.4.1).
 * @param points time in milliseconds since any moment, in any order
 * @returns null with fewer than three values, or where all have the same time
 */
export function driftOf(
  points: readonly { readonly timeMs: number; readonly value: number }[],
  confidence = CONFIDENCE,
): Drift | null {
  const n = points.length;
  if (n < FEWEST_VALUES) return null;
  const first = points.reduce((least, { timeMs }) => Math.min(least, timeMs), Infinity);
  const days = points.map(({ timeMs }) => (timeMs - first) / MILLISECONDS_PER_DAY);
  const values = points.map(({ value }) => value);
  const time = moments(days);
  if (time.squares === 0) return null;
  const level = moments(values);
  const products = exactSum(days.map((day, index) => (day - time.mean) * (values[index] - level.mean)));
  const slopePerDay = products / time.squares;
  const residual = exactSum(
    days.map((day, index) => (values[index] - level.mean - slopePerDay * (day - time.mean)) ** 2),
  );
  const reach = studentQuantile((1 + confidence) / 2, n - 2) * Math.sqrt(residual / (n - 2) / time.squares);
  return {
    slopePerDay,
    slopePerDayInterval: { lower: slopePerDay - reach, upper: slopePerDay + reach },
    spanDays: days.reduce((most, day) => Math.max(most, day), 0),
    isSignificant: Math.abs(slopePerDay) > reach,
  };
}
