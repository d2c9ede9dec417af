import { expect, it } from 'vitest';
import { isTakenInRecords, recordRanges } from '../../core/stream/records.ts';

it.each([
  [0, 115_200_000, 192_000],
  [12_345, 5_000_000, 48_000],
  [0, 2 ** 20 + 1, 44_100],
  [7, 30_000_007, 768_000],
])(
  '[STREAM-2] records from %i to %i at %i Hz cover all, whole, each overlapping the next by at least half a second',
  (start, end, rateHz) => {
    const ranges = recordRanges(start, end, rateHz);
    expect(ranges[0].startFrame).toBe(start);
    const last = ranges[ranges.length - 1];
    expect(last.startFrame + last.frameCount).toBe(end);
    for (const [index, { startFrame, frameCount }] of ranges.entries()) {
      expect(frameCount).toBe(ranges[0].frameCount);
      expect(frameCount / rateHz).toBeGreaterThanOrEqual(4);
      if (index > 0) {
        const { startFrame: earlier, frameCount: frames } = ranges[index - 1];
        expect(startFrame).toBeGreaterThan(earlier);
        expect(earlier + frames - startFrame).toBeGreaterThanOrEqual(rateHz / 2);
      }
    }
  },
);

it('[STREAM-1] a short capture is analysed whole', () => {
  expect(isTakenInRecords(2 ** 22, 192_000)).toBe(false);
  expect(isTakenInRecords(2 ** 22 + 1, 192_000)).toBe(true);
  expect(recordRanges(5, 1005, 48_000)).toEqual([{ startFrame: 5, frameCount: 1000 }]);
});
