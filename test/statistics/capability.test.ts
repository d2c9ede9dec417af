import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { capability } from '../../core/statistics/capability.ts';
import { expectClose } from '../expectClose.ts';

const ROUNDING = { within: 1e-9, unit: 'ratio', because: 'rounding of doubles' };
// Mean 10, squares 10, s = √(10/4)
const VALUES = [8, 9, 10, 11, 12];

describe('capability', () => {
  it('is the distance to the nearer limit over three standard deviations', () => {
    const s = Math.sqrt(2.5);
    const found = capability(VALUES, { lower: 4, upper: 20 })!;
    expectClose(found.ppk.value, 6 / (3 * s), ROUNDING);
    expectClose(found.pp!, 16 / (6 * s), ROUNDING);
    // All neighbours differ by 1: within is √π/2
    expectClose(found.standardDeviationWithin, Math.sqrt(Math.PI) / 2, ROUNDING);
    expectClose(found.cpk.value, 6 / (3 * (Math.sqrt(Math.PI) / 2)), ROUNDING);
    // Bissell (1990): 1.959964 √(1/45 + 1.264911²/8)
    const reach = 1.959963984540054 * Math.sqrt(1 / 45 + (6 / (3 * s)) ** 2 / 8);
    expectClose(found.ppk.interval.upper - found.ppk.value, reach, ROUNDING);
    expectClose(found.ppk.value - found.ppk.interval.lower, reach, ROUNDING);
  });

  it('with one limit is the distance from that one, and has no Pp', () => {
    const both = capability(VALUES, { lower: 4, upper: 1e9 })!;
    const one = capability(VALUES, { lower: 4, upper: null })!;
    expect(one.ppk).toEqual(both.ppk);
    expect(one.pp).toBeNull();
    expectClose(capability(VALUES, { lower: null, upper: 13 })!.ppk.value, 3 / (3 * Math.sqrt(2.5)), ROUNDING);
  });

  it('is below zero where the mean is outside', () => {
    expect(capability(VALUES, { lower: null, upper: 9 })!.ppk.value).toBeLessThan(0);
  });

  it('says nothing without limits, with two values or without spread', () => {
    expect(capability(VALUES, { lower: null, upper: null })).toBeNull();
    expect(capability([1, 2], { lower: 0, upper: 3 })).toBeNull();
    expect(capability([2, 2, 2], { lower: 0, upper: 3 })).toBeNull();
  });

  it('Cpk leaves out a drift that Ppk sees', () => {
    const random = createRandom(3);
    const drifting = Array.from({ length: 200 }, (_, index) => index / 50 + 0.1 * random.gaussian());
    const { cpk, ppk } = capability(drifting, { lower: -5, upper: 9 })!;
    expect(cpk.value).toBeGreaterThan(5 * ppk.value);
  });

  it.each([
    ['two limits', { lower: -4, upper: 4 }],
    ['one limit', { lower: null, upper: 4 }],
  ] as const)('intervals cover 4/3 in 95 % of 3000 samples of 50, with %s', (_, limits) => {
    const random = createRandom(17);
    let [ppk, cpk] = [0, 0];
    for (let turn = 0; turn < 3000; turn++) {
      const found = capability(
        Array.from({ length: 50 }, () => random.gaussian()),
        limits,
      )!;
      if (found.ppk.interval.lower <= 4 / 3 && 4 / 3 <= found.ppk.interval.upper) ppk++;
      if (found.cpk.interval.lower <= 4 / 3 && 4 / 3 <= found.cpk.interval.upper) cpk++;
    }
    const bound = {
      within: 0.025,
      unit: 'ratio',
      because: 'four standard errors of 3000 trials are 0.016, and the interval is an approximation for large n',
    };
    expectClose(ppk / 3000, 0.95, bound);
    expectClose(cpk / 3000, 0.95, bound);
  });
});
