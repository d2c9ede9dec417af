import { describe, expect, it } from 'vitest';
import { compareWithGolden } from '../../core/statistics/compareWithGolden.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

const reading = (value: number) => ({
  value,
  uncertainty: Math.hypot(0.04, 0.003),
  uncertaintyParts: [
    { source: 'calibration', value: 0.04 },
    { source: 'repeatability', value: 0.003 },
  ] as const,
});

describe('compareWithGolden', () => {
  it('is the difference over its uncertainty', () => {
    const { difference, en, agrees } = compareWithGolden(reading(8), reading(8.02), false);
    const bound = { within: 1e-12, unit: 'ratio', because: 'rounding of doubles' };
    expectClose(difference, 0.02, bound);
    expectClose(en!, 0.02 / Math.hypot(0.04, 0.003, 0.04, 0.003), bound);
    expect(agrees).toBe(true);
  });

  it('on the same bench its calibration drops out', () => {
    const { uncertainty, agrees } = compareWithGolden(reading(8), reading(8.02), true);
    expectClose(uncertainty, Math.hypot(0.003, 0.003), {
      within: 1e-12,
      unit: 'ratio',
      because: 'rounding of doubles',
    });
    expect(agrees).toBe(false);
  });

  it('has no number where both are exact', () => {
    const exact = { value: 3, uncertainty: 0, uncertaintyParts: [] };
    expect(compareWithGolden(exact, exact, true)).toEqual({ difference: 0, uncertainty: 0, en: null, agrees: true });
  });

  it('calls the same unit the same in 95.45 % of 4000 comparisons', () => {
    const random = createRandom(41);
    const drawn = () => ({ value: 5 + 0.01 * random.gaussian(), uncertainty: 0.02, uncertaintyParts: [] });
    let agreed = 0;
    for (let turn = 0; turn < 4000; turn++) if (compareWithGolden(drawn(), drawn(), false).agrees) agreed++;
    expectClose(agreed / 4000, 0.9545, {
      within: 0.0132,
      unit: 'ratio',
      because: 'four standard errors of 4000 trials',
    });
  });
});
