import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { driftOf } from '../../core/statistics/drift.ts';
import { histogram } from '../../core/statistics/histogram.ts';
import { expectClose } from '../expectClose.ts';

const DAY_MS = 86_400_000;

describe('histogram', () => {
  it('takes the width of Freedman and Diaconis', () => {
    // 0 … 999: the quartiles are 499.5 apart, so the width is 2 · 499.5/10 = 99.9 and the bins are ten
    const found = histogram(Array.from({ length: 1000 }, (_, index) => index))!;
    expect(found.rule).toBe('freedman-diaconis');
    expect(found.counts).toEqual(new Array(10).fill(100));
    expect(found.edges).toHaveLength(11);
    expect([found.edges[0], found.edges[10]]).toEqual([0, 999]);
  });

  it('counts every value once, wherever it lies', () => {
    const random = createRandom(2);
    const values = Array.from({ length: 777 }, () => random.gaussian() ** 3);
    const { counts, edges } = histogram(values)!;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(777);
    expect(counts.length).toBeLessThanOrEqual(100);
    expect(counts[3]).toBe(values.filter((value) => value >= edges[3] && value < edges[4]).length);
  });

  it('falls back where half of the values are the same, and where all are', () => {
    expect(histogram([...new Array<number>(12).fill(5), 1, 2, 8, 9])!.rule).toBe('sturges');
    expect(histogram([4, 4])).toEqual({ rule: 'single-value', edges: [4, 4], counts: [2] });
    expect(histogram([])).toBeNull();
  });
});

describe('driftOf', () => {
  // SciPy 1.17.1: linregress, slope and stderr · t.ppf(0.975, 4)
  it('agrees with SciPy', () => {
    const found = driftOf([1, 1.2, 0.9, 1.5, 1.7, 1.6].map((value, day) => ({ timeMs: day * DAY_MS, value })))!;
    const bound = { within: 1e-12, unit: 'ratio', because: 'rounding of doubles' };
    expectClose(found.slopePerDay, 0.14571428571428574, bound);
    expectClose(found.slopePerDayInterval.upper - found.slopePerDay, 0.1395193382132238, bound);
    expect([found.spanDays, found.isSignificant]).toEqual([5, true]);
  });

  it('does not heed the order, nor a clock that was set back between', () => {
    const points = [3, 1, 2, 0].map((day) => ({ timeMs: day * DAY_MS, value: 2 * day + (day % 2) }));
    expect(driftOf(points)).toEqual(driftOf(points.toReversed()));
  });

  it('says nothing of two values or of one moment', () => {
    expect(driftOf([1, 2].map((timeMs) => ({ timeMs, value: 1 })))).toBeNull();
    expect(driftOf([1, 2, 3].map((value) => ({ timeMs: 7, value })))).toBeNull();
  });

  it('finds a drift where there is none in 5 % of 2000 samples', () => {
    const random = createRandom(23);
    let found = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const points = Array.from({ length: 20 }, (_, day) => ({ timeMs: day * DAY_MS, value: random.gaussian() }));
      if (driftOf(points)!.isSignificant) found++;
    }
    expectClose(found / 2000, 0.05, {
      within: 0.0195,
      unit: 'ratio',
      because: 'four standard errors of 2000 trials',
    });
  });
});
