import { expect } from 'vitest';

/** The first index at which two arrays differ; null where they are the same. A printed difference of long arrays takes minutes. */
export function firstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number | null {
  if (actual.length !== expected.length) return Math.min(actual.length, expected.length);
  for (let index = 0; index < actual.length; index++) if (actual[index] !== expected[index]) return index;
  return null;
}

/** Asserts that two arrays hold the same samples, and names the first that does not fit. */
export function expectSameSamples(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const at = firstDifference(actual, expected);
  expect(at, at === null ? '' : `sample ${at} is ${actual[at]} but must be ${expected[at]}`).toBeNull();
}
