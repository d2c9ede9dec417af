import { expect } from 'vitest';

/**
 * Asserts that two numbers agree within a stated tolerance.
 * @param tolerance.within largest distance allowed, in `unit`
 * @param tolerance.because why this much and no more
 */
export function expectClose(
  actual: number,
  expected: number,
  tolerance: { readonly within: number; readonly unit: string; readonly because: string },
): void {
  const { within, unit, because } = tolerance;
  const distance = Math.abs(actual - expected);
  expect(
    distance <= within,
    `${actual} ${unit} is ${distance} ${unit} from ${expected} ${unit}; allowed is ${within} ${unit}, because ${because}`,
  ).toBe(true);
}
