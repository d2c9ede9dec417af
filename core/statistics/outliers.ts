import { studentQuantile } from './distributions.ts';
import { moments } from './summarize.ts';

/** One step of the test: the value that lies furthest out, of those still there. */
export interface OutlierStep {
  /** Place of the value in the list that was given. */
  readonly index: number;
  /** Its distance from the mean of what is left, in standard deviations of what is left. */
  readonly statistic: number;
  /** What the statistic must be above for this and all earlier ones to be outliers. */
  readonly critical: number;
}

/** Below this the critical values are not accurate (Rosner 1983). */
const FEWEST_VALUES = 15;
/** Outliers looked for: a tenth of the values, and no more than this. */
const MOST_LOOKED_FOR = 50;
const SIGNIFICANCE = 0.05;

/**
 * The steps of the generalized extreme Studentized deviate test (Rosner 1983; NIST/SEMATECH handbook 1.3.5.17.3). For values that are about normal.
 * @param lookFor how many outliers there may be at most, below the number of values less one
 */
export function extremeDeviates(
  values: readonly number[],
  lookFor: number,
  significance = SIGNIFICANCE,
): OutlierStep[] {
  const left = values.map((value, index) => ({ value, index }));
  const steps: OutlierStep[] = [];
  for (let step = 0; step < lookFor && left.length > 2; step++) {
    const { mean, squares } = moments(left.map(({ value }) => value));
    const deviation = Math.sqrt(squares / (left.length - 1));
    if (deviation === 0) break;
    let furthest = 0;
    for (let at = 1; at < left.length; at++)
      if (Math.abs(left[at].value - mean) > Math.abs(left[furthest].value - mean)) furthest = at;
    const remaining = left.length;
    const t = studentQuantile(1 - significance / (2 * remaining), remaining - 2);
    steps.push({
      index: left[furthest].index,
      statistic: Math.abs(left[furthest].value - mean) / deviation,
      critical: ((remaining - 1) * t) / Math.sqrt((remaining - 2 + t ** 2) * remaining),
    });
    left.splice(furthest, 1);
  }
  return steps;
}

/**
 * Places of the values that are outliers, furthest out first.
 * @returns null with fewer than 15 values: the test is then not accurate
 */
export function outliersOf(values: readonly number[]): number[] | null {
  if (values.length < FEWEST_VALUES) return null;
  const steps = extremeDeviates(values, Math.min(Math.ceil(values.length / 10), MOST_LOOKED_FOR));
  const last = steps.findLastIndex(({ statistic, critical }) => statistic > critical);
  return steps.slice(0, last + 1).map(({ index }) => index);
}
