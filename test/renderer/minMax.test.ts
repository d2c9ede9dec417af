import { describe, expect, it } from 'vitest';
import { firstAtLeast, nearestIndex, thinTrace } from '../../renderer/charts/minMax.ts';

const range = (count: number, of: (index: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => of(index));

const pairs = (points: Float64Array): [number, number][] =>
  Array.from({ length: points.length / 2 }, (_, index) => [points[2 * index], points[2 * index + 1]]);

describe('thinning a trace to what a drawing can show', () => {
  it('finds places by bisection, also beyond both ends', () => {
    const x = Float64Array.of(1, 2, 2, 5);
    expect([0, 1, 2, 3, 9].map((value) => firstAtLeast(x, value))).toEqual([0, 0, 1, 3, 4]);
    expect([0, 1.4, 1.6, 3, 4, 9].map((value) => nearestIndex(x, value))).toEqual([0, 0, 1, 2, 3, 3]);
    expect(nearestIndex(new Float64Array(0), 1)).toBe(-1);
  });

  it('gives a short trace back as it is', () => {
    const x = range(10, (index) => index);
    const y = range(10, (index) => index * index);
    expect(pairs(thinTrace(x, y, { scale: 'linear', from: 0, to: 9 }, 100))).toEqual(
      Array.from(x, (value, index) => [value, y[index]]),
    );
  });

  it.each(['linear', 'log'] as const)('keeps every peak of half a million points on a %s axis, in order', (scale) => {
    const count = 500_000;
    const x = range(count, (index) => 20 + (index * 20_000) / count);
    const y = range(count, (index) => Math.sin(index / 50));
    const peaks = [3, 1000, 77_777, 250_001, 499_990];
    for (const at of peaks) y[at] = 100 + at;
    const thinned = pairs(thinTrace(x, y, { scale, from: 20, to: 20_020 }, 800));
    expect(thinned.length).toBeLessThanOrEqual(2 * 800 + 2);
    const values = new Set(thinned.map(([, value]) => value));
    for (const at of peaks) expect(values.has(100 + at), `peak at ${at}`).toBe(true);
    expect(thinned.every(([at], index) => index === 0 || at >= thinned[index - 1][0])).toBe(true);
  });

  it('keeps one point beyond each end of a stretch, so that lines leave the frame where they should', () => {
    const x = range(10_000, (index) => index);
    const points = pairs(thinTrace(x, x, { scale: 'linear', from: 2000.5, to: 7000.5 }, 100));
    expect(points[0][0]).toBe(2000);
    expect(points.at(-1)![0]).toBe(7001);
  });

  it('keeps a gap as a gap', () => {
    const x = range(10_000, (index) => index);
    const y = range(10_000, (index) => (index >= 4000 && index < 6000 ? Number.NaN : 1));
    const points = pairs(thinTrace(x, y, { scale: 'linear', from: 0, to: 9999 }, 100));
    const inGap = points.filter(([at]) => at >= 4100 && at < 5900);
    expect(inGap.length).toBeGreaterThan(0);
    expect(inGap.every(([, value]) => Number.isNaN(value))).toBe(true);
    expect(points.filter(([at]) => at < 3900).every(([, value]) => value === 1)).toBe(true);
  });
});
