import { describe, expect, it } from 'vitest';
import { compressionOf } from '../../../core/measure/integrity/staticCurve.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { expectClose } from '../../expectClose.ts';

const sine = Float64Array.from({ length: 9000 }, (_, index) => Math.cos(0.1234 * index));
const random = createRandom(9);
const gaussian = Float64Array.from({ length: 40_000 }, () => 0.2 * random.gaussian());
const through = (input: Float64Array, curve: (x: number) => number): Float64Array => input.map(curve);

/** Slope between two inputs in decibels against the slope at 0. */
const lossDb = (curve: (x: number) => number, low: number, high: number): number =>
  -20 * Math.log10((curve(high) - curve(low)) / (high - low) / ((curve(0.4) - curve(-0.4)) / 0.8));

describe('a static curve', () => {
  it('[INT-22] of tanh loses what its closed form says, of a sine and of noise', () => {
    const curve = (x: number): number => Math.tanh(1.2 * x);
    const found = compressionOf(sine, through(sine, curve));
    expectClose(found?.lossDb ?? Number.NaN, lossDb(curve, 0.8, 1), {
      within: 0.6,
      unit: 'dB',
      because: 'a line by least squares weighs the tops of a sine more than a chord does',
    });
    expect(compressionOf(gaussian, through(gaussian, curve))).not.toBeNull();
  });

  it('[INT-22] that loses on one side only is found there', () => {
    const found = compressionOf(
      sine,
      through(sine, (x) => (x < 0 ? Math.tanh(1.5 * x) / 1.5 : x)),
    );
    expect(found).not.toBeNull();
    expect(sine[found?.firstIndex ?? 0]).toBeLessThan(-0.8);
  });

  it('[INT-22] with 1 % of any harmonic up to the fifth, or of all of them in the worst mixture, is not compressed', () => {
    const slopes = [3.6, 6.76, 9.22, 10];
    const norm = Math.hypot(...slopes);
    const chebyshev = [
      (x: number): number => 2 * x * x - 1,
      (x: number): number => 4 * x ** 3 - 3 * x,
      (x: number): number => 8 * x ** 4 - 8 * x * x + 1,
      (x: number): number => 16 * x ** 5 - 20 * x ** 3 + 5 * x,
    ];
    for (const polynomial of chebyshev)
      for (const sign of [0.01, -0.01])
        expect(
          compressionOf(
            sine,
            through(sine, (x) => x + sign * polynomial(x)),
          ),
        ).toBeNull();
    const worst = (x: number): number =>
      x - 0.01 * chebyshev.reduce((sum, polynomial, index) => sum + (slopes[index] / norm) * polynomial(x), 0);
    expect(compressionOf(sine, through(sine, worst))).toBeNull();
  });

  it('[INT-22] of a square wave or a straight line is none', () => {
    expect(compressionOf(sine, sine)).toBeNull();
    expect(compressionOf(sine, through(sine, Math.sign))).toBeNull();
    expect(compressionOf(through(sine, Math.sign), through(sine, Math.sign))).toBeNull();
  });
});
