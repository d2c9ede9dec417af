import { betaQuantile, normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval } from './summarize.ts';

/** A share of units that passed, with both usual intervals. */
export interface Yield {
  readonly passed: number;
  readonly total: number;
  readonly ratio: number;
  /** Clopper and Pearson (1934): never covers less than the confidence. */
  readonly exactInterval: Interval;
  /** Wilson (1927): covers the confidence on average, and is shorter. */
  readonly wilsonInterval: Interval;
}

/**
 * A yield and its intervals.
 * @param passed whole, from 0 to `total`
 * @returns null for no units
 */
export function yieldOf(passed: number, total: number, confidence = CONFIDENCE): Yield | null {
  if (total === 0) return null;
  const tail = (1 - confidence) / 2;
  const failed = total - passed;
  const z = normalQuantile(1 - tail);
  const ratio = passed / total;
  const middle = (ratio + z ** 2 / (2 * total)) / (1 + z ** 2 / total);
  const reach = (z / (1 + z ** 2 / total)) * Math.sqrt((ratio * (1 - ratio)) / total + z ** 2 / (4 * total ** 2));
  return {
    passed,
    total,
    ratio,
    exactInterval: {
      lower: passed === 0 ? 0 : betaQuantile(tail, passed, failed + 1),
      upper: failed === 0 ? 1 : betaQuantile(1 - tail, passed + 1, failed),
    },
    wilsonInterval: {
      lower: passed === 0 ? 0 : middle - reach,
      upper: failed === 0 ? 1 : middle + reach,
    },
  };
}

/** One finished test of a unit. */
export interface Attempt {
  readonly serial: string;
  readonly passed: boolean;
}

/**
 * First-pass yield (units whose first test passed) and final yield (units whose last test passed): a unit counts once however often it was tested.
 * @param attempts in the order they were made
 */
export function unitYields(
  attempts: Iterable<Attempt>,
  confidence = CONFIDENCE,
): { readonly firstPass: Yield | null; readonly final: Yield | null } {
  const [first, last] = [new Map<string, boolean>(), new Map<string, boolean>()];
  for (const { serial, passed } of attempts) {
    if (!first.has(serial)) first.set(serial, passed);
    last.set(serial, passed);
  }
  const passedIn = (outcomes: ReadonlyMap<string, boolean>): Yield | null =>
    yieldOf([...outcomes.values()].filter(Boolean).length, outcomes.size, confidence);
  return { firstPass: passedIn(first), final: passedIn(last) };
}
