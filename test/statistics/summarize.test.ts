import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { summarize } from '../../core/statistics/summarize.ts';
import { expectClose } from '../expectClose.ts';

const within = (share: number) => ({ within: share, unit: 'ratio', because: 'rounding of doubles' });

describe('summarize', () => {
  it('gives the textbook values', () => {
    const found = summarize([2, 4, 4, 4, 5, 5, 7, 9])!;
    expect([found.n, found.mean, found.median, found.least, found.most]).toEqual([8, 5, 4.5, 2, 9]);
    expectClose(found.standardDeviation!, Math.sqrt(32 / 7), within(1e-12));
    // t(0.975, 7) = 2.364624, chi²(0.975, 7) = 16.0128, chi²(0.025, 7) = 1.68987
    expectClose(found.meanInterval!.upper - 5, (2.3646242515 * Math.sqrt(32 / 7)) / Math.sqrt(8), within(1e-9));
    expectClose(found.standardDeviationInterval!.lower, Math.sqrt(32 / 16.0127643), within(1e-7));
    expectClose(found.standardDeviationInterval!.upper, Math.sqrt(32 / 1.68986918), within(1e-7));
  });

  it('has no spread with one value, and nothing to say of none', () => {
    expect(summarize([])).toBeNull();
    expect(summarize([3])).toEqual({
      n: 1,
      mean: 3,
      standardDeviation: null,
      least: 3,
      most: 3,
      median: 3,
      meanInterval: null,
      standardDeviationInterval: null,
    });
  });

  it('does not lose a small spread on a large mean', () => {
    const values = [0, 1, 2, 3, 4].map((step) => 1e9 + step * 1e-3);
    expectClose(summarize(values)!.standardDeviation! / Math.sqrt(2.5e-6), 1, {
      within: 1e-4,
      unit: 'ratio',
      because: '1e9 + 0.001 is itself rounded to 1.2e-7',
    });
  });

  it('moves with the values and scales with them', () => {
    const values = [1.5, 2.25, -3, 8, 4];
    const [plain, moved] = [summarize(values)!, summarize(values.map((value) => 10 - 2 * value))!];
    expectClose(moved.mean, 10 - 2 * plain.mean, within(1e-12));
    expectClose(moved.standardDeviation!, 2 * plain.standardDeviation!, within(1e-12));
  });

  it('covers the true mean and deviation in 95 % of 2000 samples', () => {
    const random = createRandom(11);
    let [means, deviations] = [0, 0];
    for (let turn = 0; turn < 2000; turn++) {
      const { meanInterval, standardDeviationInterval } = summarize(
        Array.from({ length: 12 }, () => 5 + 2 * random.gaussian()),
      )!;
      if (meanInterval!.lower <= 5 && 5 <= meanInterval!.upper) means++;
      if (standardDeviationInterval!.lower <= 2 && 2 <= standardDeviationInterval!.upper) deviations++;
    }
    const bound = {
      within: 0.0195,
      unit: 'ratio',
      because: 'four standard errors of 2000 trials, 4 √(0.95 · 0.05/2000)',
    };
    expectClose(means / 2000, 0.95, bound);
    expectClose(deviations / 2000, 0.95, bound);
  });
});
