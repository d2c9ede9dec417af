import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { combineUncertainty, coverageFactor, repeatability } from '../../core/uncertainty/combine.ts';
import { expectClose } from '../expectClose.ts';

describe('uncertainty', () => {
  it('combines independent parts by root sum of squares', () => {
    expect(combineUncertainty([])).toBe(0);
    expectClose(
      combineUncertainty([
        { source: 'calibration', value: 0.3 },
        { source: 'repeatability', value: 0.4 },
      ]),
      0.5,
      { within: 1e-15, unit: 'V', because: '3-4-5' },
    );
  });

  it.each([
    [1, 13.97],
    [5, 2.65],
    [15, 2.18],
    [20, 2.13],
    [30, 2.09],
    [50, 2.05],
    [100, 2.025],
  ])('uses the 95.45 %% factor of GUM table G.2 for %i degrees of freedom: %d', (degreesOfFreedom, factor) => {
    expectClose(coverageFactor(degreesOfFreedom), factor, {
      within: 0.01,
      unit: '1',
      because: 'the table is rounded to 0.01, and above 20 it is a fit',
    });
  });

  it('falls steadily towards 2', () => {
    for (let degrees = 1; degrees < 200; degrees++) {
      expect(coverageFactor(degrees + 1)).toBeLessThan(coverageFactor(degrees) + 1e-12);
      expect(coverageFactor(degrees)).toBeGreaterThan(2);
    }
  });

  it('covers the truth with the mean of few readings as often as it says', () => {
    const random = createRandom(11);
    const trials = 4000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const spread = repeatability(Array.from({ length: 4 }, () => 5 + random.gaussian()));
      if (spread !== null && Math.abs(spread.mean - 5) <= spread.expanded) covered++;
    }
    expectClose(covered / trials, 0.9545, {
      within: 0.01,
      unit: '1',
      because: 'three standard deviations of a share of 4000 trials are 0.0099',
    });
  });

  it('says nothing about a single reading', () => {
    expect(repeatability([1])).toBeNull();
  });
});
