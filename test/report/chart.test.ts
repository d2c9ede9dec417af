import { describe, expect, it } from 'vitest';
import {
  axisNumber,
  axisTicks,
  fractionAlong,
  oneTwoFive,
  roundLinearRange,
  type Axis,
} from '../../core/report/axis.ts';
import { decimateByColumn } from '../../core/report/decimate.ts';
import { placeLabel } from '../../core/report/labelPlacement.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

const frequencies: Axis = { scale: 'log', from: 10, to: 100_000, title: 'Frequency (Hz)' };

describe('axes', () => {
  it('label a log axis at 1-2-5 and draw the lines between', () => {
    const ticks = axisTicks(frequencies, 640, 26);
    const labels = ticks.flatMap(({ label }) => label ?? []);
    expect(labels).toEqual(['10', '20', '50', '100', '200', '500', '1k', '2k', '5k', '10k', '20k', '50k', '100k']);
    expect(ticks).toHaveLength(4 * 9 + 1);
  });

  it('leave labels out where they would touch, never lines', () => {
    const ticks = axisTicks({ ...frequencies, from: 1e-6, to: 1e6 }, 150, 26);
    const places = ticks
      .filter(({ label }) => label !== null)
      .map(({ at }) => fractionAlong({ ...frequencies, from: 1e-6, to: 1e6 }, at) * 150);
    places.slice(1).forEach((place, index) => {
      expect(place - places[index]).toBeGreaterThanOrEqual(26);
    });
    expect(ticks).toHaveLength(12 * 9 + 1);
  });

  it('label a linear axis in a 1-2-5 step with one number of decimals and a true minus', () => {
    const labels = axisTicks({ scale: 'linear', from: -1.5, to: 0.5, title: 'dB' }, 130, 20).flatMap(
      ({ label }) => label ?? [],
    );
    expect(labels).toEqual(['−1.5', '−1.0', '−0.5', '0.0', '0.5']);
  });

  it('place values where the eye expects them', () => {
    expectClose(fractionAlong(frequencies, 1000), 0.5, {
      within: 1e-12,
      unit: 'axis',
      because: '1 kHz is halfway between 10 Hz and 100 kHz in decades',
    });
    expect(fractionAlong(frequencies, 0)).toBeNaN();
    expect(fractionAlong(frequencies, -5)).toBeNaN();
  });

  it('write numbers short', () => {
    expect([0.002, 0.5, 10, 1000, 20_000, 1_500_000, -120, 0].map(axisNumber)).toEqual([
      '0.002',
      '0.5',
      '10',
      '1k',
      '20k',
      '1.5M',
      '−120',
      '0',
    ]);
  });

  it('round ranges outwards', () => {
    expect([0.013, 0.02, 7, 100].map((value) => oneTwoFive(value, -1))).toEqual([0.01, 0.02, 5, 100]);
    expect([0.013, 0.02, 7, 101].map((value) => oneTwoFive(value, 1))).toEqual([0.02, 0.02, 10, 200]);
    const random = createRandom(7);
    for (let round = 0; round < 500; round += 1) {
      const [left, right] = [random.gaussian() * 10 ** (6 * random.uniform() - 3), random.gaussian()].sort(
        (one, other) => one - other,
      );
      const [low, high] = roundLinearRange(left, right, 5);
      const rounding = 1e-9 * Math.max(Math.abs(left), Math.abs(right));
      expect(low).toBeLessThanOrEqual(left + rounding);
      expect(high).toBeGreaterThanOrEqual(right - rounding);
    }
  });
});

describe('decimation', () => {
  it('keeps the first, last, lowest and highest point of every pixel column, and no other', () => {
    const random = createRandom(3);
    const points = Array.from({ length: 20_000 }, (_, index) => ({ x: (index / 20_000) * 100, y: random.gaussian() }));
    const kept = decimateByColumn(points);
    expect(kept.length).toBeLessThanOrEqual(400);
    for (let column = 0; column < 100; column += 1) {
      const inColumn = (list: typeof points) => list.filter(({ x }) => Math.floor(x) === column).map(({ y }) => y);
      expect(Math.max(...inColumn(kept))).toBe(Math.max(...inColumn(points)));
      expect(Math.min(...inColumn(kept))).toBe(Math.min(...inColumn(points)));
    }
    expect(kept.map(({ x }) => x)).toEqual(kept.map(({ x }) => x).sort((left, right) => left - right));
  });

  it('changes nothing of a sparse curve', () => {
    const points = Array.from({ length: 50 }, (_, index) => ({ x: index * 3, y: index % 5 }));
    expect(decimateByColumn(points)).toEqual(points);
  });
});

describe('labels', () => {
  const frame = { left: 0, top: 0, right: 100, bottom: 100 };
  const box = (left: number, top: number) => ({ left, top, right: left + 20, bottom: top + 10 });

  it('go where nothing is drawn, inside the frame', () => {
    const trace = Array.from({ length: 50 }, (_, index) => ({ x: index, y: 15 }));
    expect(placeLabel([box(-5, 40), box(10, 10), box(10, 50), box(10, 70)], frame, trace, [box(5, 45)])).toEqual(
      box(10, 70),
    );
  });

  it('take the best-liked place when all are free', () => {
    expect(placeLabel([box(10, 10), box(10, 50)], frame, [], [])).toEqual(box(10, 10));
  });
});
