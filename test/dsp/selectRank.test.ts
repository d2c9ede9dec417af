import { describe, expect, it } from 'vitest';
import { selectRank } from '../../core/dsp/selectRank.ts';
import { whiteNoise } from '../synthetic.ts';

describe('selectRank', () => {
  it.each([
    ['one value', Float64Array.of(3)],
    ['two values', Float64Array.of(3, 2)],
    ['noise', whiteNoise(97, 1, 5)],
    ['values that come often', whiteNoise(98, 1, 6).map((value) => Math.round(value) + 10)],
    ['equal values', new Float64Array(20).fill(4)],
    ['ascending values', Float64Array.from({ length: 33 }, (_, index) => index)],
    ['descending values', Float64Array.from({ length: 33 }, (_, index) => -index)],
  ])('finds every rank that sorting finds: %s', (_, values) => {
    const sorted = values.toSorted();
    for (let rank = 0; rank < values.length; rank++) {
      const given = values.slice();
      expect(selectRank(given, rank)).toBe(sorted[rank]);
      expect(given.sort()).toEqual(sorted);
    }
  });
});
