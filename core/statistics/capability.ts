import { normalQuantile } from './distributions.ts';
import { CONFIDENCE, exactSum, moments, type Interval } from './summarize.ts';

/** Limits of a figure, in its unit; null: none on that side. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** An index of capability with its confidence interval. */
export interface CapabilityIndex {
  readonly value: number;
  readonly interval: Interval;
}

export interface Capability {
  /** From the spread of all values: what the customer got. */
  readonly ppk: CapabilityIndex;
  /** From the spread between neighbours in time: what the process could do without drift. */
  readonly cpk: CapabilityIndex;
  /** Width of the limits over six standard deviations of all values; null with one limit only. */
  readonly pp: number | null;
  readonly standardDeviationWithin: number;
}

/** Mean of |x₁ − x₂| of two normal values, in standard deviations: 2/√π. */
const MEAN_RANGE_OF_TWO = 2 / Math.sqrt(Math.PI);
/** Degrees of freedom of the average moving range, as a share of those of s: 0.605 (Cryer and Ryan 1990). */
const MOVING_RANGE_EFFICIENCY = 0.605;
const FEWEST_VALUES = 3;

/**
 * Cpk and Ppk (ISO 22514-2; NIST/SEMATECH handbook 6.1.6). The distance of the mean from the nearer limit over three standard deviations; with one limit it
 * is the distance from that one. Intervals after Bissell (1990): ± z √(1/(9n) + C²/(2ν)). For values that are about normal.
 * @param values in the order they were measured
 * @returns null with fewer than three values, no spread, or no limit
 */
export function capability(values: readonly number[], limits: Limits, confidence = CONFIDENCE): Capability | null {
  const n = values.length;
  const { lower, upper } = limits;
  if (n < FEWEST_VALUES || (lower === null && upper === null)) return null;
  const { mean, squares } = moments(values);
  const overall = Math.sqrt(squares / (n - 1));
  const ranges = values.slice(1).map((value, index) => Math.abs(value - values[index]));
  const within = exactSum(ranges) / ranges.length / MEAN_RANGE_OF_TWO;
  if (overall === 0 || within === 0) return null;
  const room = Math.min(upper === null ? Infinity : upper - mean, lower === null ? Infinity : mean - lower);
  const z = normalQuantile((1 + confidence) / 2);
  const index = (deviation: number, degreesOfFreedom: number): CapabilityIndex => {
    const value = room / (3 * deviation);
    const reach = z * Math.sqrt(1 / (9 * n) + value ** 2 / (2 * degreesOfFreedom));
    return { value, interval: { lower: value - reach, upper: value + reach } };
  };
  return {
    ppk: index(overall, n - 1),
    cpk: index(within, MOVING_RANGE_EFFICIENCY * (n - 1)),
    pp: lower === null || upper === null ? null : (upper - lower) / (6 * overall),
    standardDeviationWithin: within,
  };
}
