import { describe, expect, it } from 'vitest';
import { fitLocally } from '../../core/dsp/localFit.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

const BINS = 200;
const LEAD = 0.2;
const TURN = 0.37;

/** A first-order high-pass of corner 20 bins, late by TURN a bin, with a component that leads by LEAD a bin. */
function quotient(leading: number): Float64Array {
  const bins = new Float64Array(2 * BINS);
  for (let bin = 1; bin < BINS; bin++) {
    const x = bin / 20;
    const re = (x * x) / (1 + x * x) + leading * Math.cos(LEAD * bin);
    const im = x / (1 + x * x) + leading * Math.sin(LEAD * bin);
    bins[2 * bin] = re * Math.cos(-TURN * bin) - im * Math.sin(-TURN * bin);
    bins[2 * bin + 1] = re * Math.sin(-TURN * bin) + im * Math.cos(-TURN * bin);
  }
  return bins;
}

const exact = (bin: number): { re: number; im: number } => {
  const x = bin / 20;
  return { re: (x * x) / (1 + x * x), im: x / (1 + x * x) };
};

describe('fitLocally', () => {
  it('[FR-12] reads a smooth response between its bins', () => {
    for (const centre of [60.3, 100, 149.9]) {
      const fit = fitLocally(quotient(0), Math.round(centre) - 20, Math.round(centre) + 20, centre, TURN, []);
      const { re, im } = exact(centre);
      expectClose(fit.re, re, {
        within: 2e-5,
        unit: '1',
        because: 'sixth-order terms over a third of the distance to the pole',
      });
      expectClose(fit.im, im, {
        within: 2e-5,
        unit: '1',
        because: 'sixth-order terms over a third of the distance to the pole',
      });
    }
  });

  it('[FR-12] keeps a harmonic that leads out of it', () => {
    const fit = fitLocally(quotient(0.01), 70, 130, 100, TURN, [LEAD]);
    expectClose(fit.re, exact(100).re, { within: 1e-4, unit: '1', because: 'the harmonic alone is 0.01' });
    expectClose(fit.im, exact(100).im, { within: 1e-4, unit: '1', because: 'the harmonic alone is 0.01' });
    const without = fitLocally(quotient(0.01), 70, 130, 100, TURN, []);
    expect(Math.hypot(without.re - exact(100).re, without.im - exact(100).im)).toBeGreaterThan(5e-4);
  });

  it('[FR-12] states the standard uncertainty that noise gives it', () => {
    const random = createRandom(9);
    let squares = 0;
    let stated = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const noisy = quotient(0).map((value) => value + 0.01 * random.gaussian());
      const fit = fitLocally(noisy, 80, 120, 100, TURN, []);
      squares += (fit.re - exact(100).re) ** 2 + (fit.im - exact(100).im) ** 2;
      stated += fit.standardUncertainty ** 2;
    }
    expectClose(stated / (squares / 2), 1, {
      within: 0.18,
      unit: '1',
      because: 'three standard deviations of a variance from 600 values are 17 %',
    });
  });
});
