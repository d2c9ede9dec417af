import { describe, expect, it } from 'vitest';
import { curveDifference, type ComparedColumn } from '../../core/report/compareCurves.ts';
import { figureDifference } from '../../core/report/compareFigures.ts';
import type { Figure, UncertaintyPart } from '../../core/result/figure.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import { expectClose } from '../expectClose.ts';

const ROUNDING = { within: 1e-12, unit: 'of the unit', because: 'a few operations on doubles near 1' };

function levelOf(value: number, parts: readonly UncertaintyPart[], change: Partial<Figure> = {}): Figure {
  const figure = makeFigure({
    id: 'level',
    channel: 'left',
    value,
    unit: 'V',
    parts,
    definitionId: 'level.rms',
    conditions: {},
  });
  return { ...figure, ...change };
}

describe('the difference of two figures', () => {
  it('adds what is independent by squares', () => {
    const difference = figureDifference(
      levelOf(1.2, [{ source: 'repeatability', value: 0.03 }]),
      levelOf(1, [{ source: 'repeatability', value: 0.04 }]),
      true,
    );
    expectClose(difference.value!, 0.2, ROUNDING);
    expectClose(difference.uncertainty!, 0.05, ROUNDING);
    expect(difference.isSignificant).toBe(true);
    expect(difference.text).toBe('+200 ± 50\u00a0mV');
  });

  it('lets a calibration that both share cancel: 1 % of both is 1 % of their difference', () => {
    const calibrated = (value: number) => levelOf(value, [{ source: 'calibration', value: 0.01 * value }]);
    expectClose(figureDifference(calibrated(1.2), calibrated(1), true).uncertainty!, 0.002, ROUNDING);
    expectClose(
      figureDifference(calibrated(1.2), calibrated(1), false).uncertainty!,
      Math.hypot(0.012, 0.01),
      ROUNDING,
    );
  });

  it('tells gains and distortions apart in decibels, where the shared part cancels whole', () => {
    const gain = (value: number) =>
      levelOf(value, [{ source: 'calibration', value: 0.003 * value }], { unit: 'ratio', db: 20 * Math.log10(value) });
    const difference = figureDifference(gain(2), gain(1), true);
    expectClose(difference.value!, 20 * Math.log10(2), ROUNDING);
    expectClose(difference.uncertainty!, 0, ROUNDING);
    expect(difference.unit).toBe('dB');
  });

  it('keeps what a baseline adds in full', () => {
    const parts: UncertaintyPart[] = [
      { source: 'baseline', value: 0.02 },
      { source: 'repeatability', value: 0.01 },
    ];
    expectClose(
      figureDifference(levelOf(2, parts), levelOf(1, parts), true).uncertainty!,
      Math.hypot(0.03, 0.03),
      ROUNDING,
    );
  });

  it('has no sign where it rounds to nothing', () => {
    const noisy = (value: number) => levelOf(value, [{ source: 'repeatability', value: 0.1 }]);
    expect(figureDifference(noisy(1.0001), noisy(1), true).text).toMatch(/^0/u);
  });

  it('has none of bounds, of what is absent, and of other definitions', () => {
    const figure = levelOf(1, []);
    const none = { value: null, uncertainty: null, isSignificant: null };
    expect(figureDifference(figure, { ...figure, text: '< 1.0 V' }, true)).toMatchObject({ ...none, text: 'a bound' });
    expect(figureDifference(figure, { ...figure, value: null }, true)).toMatchObject({ ...none, text: '' });
    expect(figureDifference(figure, { ...figure, definitionId: 'level.peak' }, true)).toMatchObject({
      ...none,
      text: 'other definition: level.peak',
    });
  });
});

describe('the difference of two curves', () => {
  const column = (x: readonly number[], y: readonly number[], uncertainty: readonly number[] | null = null) =>
    ({ x, y, uncertainty }) satisfies ComparedColumn;

  it('is read between the points of the other on the logarithm of frequency, and only where both are', () => {
    const perDecade = column([10, 100, 1000], [1, 2, 3]);
    const { x, y } = curveDifference(
      column([5, 31.622776601683793, 1000, 2000], [0, 0, 0, 0]),
      perDecade,
      'plain',
      true,
    );
    expect(x).toEqual([31.622776601683793, 1000]);
    expectClose(y[0], -1.5, ROUNDING);
    expectClose(y[1], -3, ROUNDING);
    expectClose(curveDifference(column([55], [0]), perDecade, 'plain', false).y[0], -1.5, ROUNDING);
  });

  it('tells amplitudes in decibels with the uncertainty of their quotient', () => {
    const { y, uncertainty } = curveDifference(
      column([1, 2], [2, 0], [0.006, 0.006]),
      column([1, 2], [1, 1], [0.004, 0.004]),
      'decibels',
      false,
    );
    expectClose(y[0], 20 * Math.log10(2), ROUNDING);
    expectClose(uncertainty![0], 20 * Math.log10(1.005), ROUNDING);
    expect(y[1]).toBeNaN();
  });

  it('takes angles the short way round', () => {
    const { y } = curveDifference(column([1], [3.1]), column([1], [-3.1]), 'angle', false);
    expectClose(y[0], 6.2 - 2 * Math.PI, ROUNDING);
  });

  it('has no uncertainty where one of them has none', () => {
    expect(curveDifference(column([1], [1], [0.1]), column([1], [1]), 'plain', false).uncertainty).toBeNull();
  });

  it('is nothing where one of them is empty, and of a single point what stands there', () => {
    expect(curveDifference(column([1], [1]), column([], []), 'plain', false).x).toEqual([]);
    expect(curveDifference(column([1], [5]), column([1], [2]), 'plain', false).y).toEqual([3]);
  });
});
