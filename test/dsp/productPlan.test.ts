import { describe, expect, it } from 'vitest';
import { inverseRealFft, realFft } from '../../core/dsp/fft.ts';
import { productPlan } from '../../core/dsp/productPlan.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

function uniform(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.uniform() - 0.5);
}

function relativeRms(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let sum = 0;
  for (let index = 0; index < b.length; index++) {
    difference += (a[index] - b[index]) ** 2;
    sum += b[index] ** 2;
  }
  return Math.sqrt(difference / sum);
}

const rounding = { within: 1e-15, unit: 'of rms 1', because: 'both round, there and back' };

describe('productPlan', () => {
  it.each([2 ** 20, 2 ** 21, 3 * 2 ** 19, 5 * 2 ** 18, 7 * 2 ** 18])(
    '[FFT-9] is forward transform, product and inverse transform of %i points',
    (size) => {
      const plan = productPlan(size)!;
      const samples = uniform(size, size);
      const spectrum = realFft(samples, size);
      plan.samples.set(samples);
      plan.transform();
      expectClose(relativeRms(plan.bins, spectrum), 0, rounding);

      const factors = uniform(size, 1);
      factors[1] = 0;
      plan.samples.set(factors);
      plan.takeFactors();
      plan.samples.set(samples);
      plan.bins.fill(0);
      const keptFrom = size / 2 - 3000;
      plan.multiply(700, keptFrom);
      const { bins, every } = plan.stripes;
      const kept = [0, 699, keptFrom, size / 2 - 1, size / 2, bins * every, bins * every + bins - 1];
      for (const bin of kept.flatMap((each) => [2 * each, 2 * each + 1]))
        expectClose(plan.bins[bin], spectrum[bin], { within: 1e-12, unit: '1', because: 'rounding of a sum near 500' });

      const product = spectrum.slice();
      for (let at = 0; at < size; at += 2) {
        product[at] = spectrum[at] * factors[at] - spectrum[at + 1] * factors[at + 1];
        product[at + 1] = spectrum[at] * factors[at + 1] + spectrum[at + 1] * factors[at];
      }
      product.fill(0, size);
      // DC, one of the first row's own bins, one of the first column's and one far up
      for (const [bin, re, im] of [
        [0, 100, 0],
        [bins, 30, 40],
        [3, -50, 60],
        [size / 8 + 5, 70, -80],
      ]) {
        plan.add(bin, re, im);
        product[2 * bin] += re;
        product[2 * bin + 1] += im;
      }
      plan.finish();
      expectClose(relativeRms(plan.samples, inverseRealFft(product)), 0, rounding);
    },
  );

  it('[FFT-9] is not made for short records, and made once for a size', () => {
    expect(productPlan(2 ** 19)).toBeNull();
    expect(productPlan(2 ** 20)).toBe(productPlan(2 ** 20));
  });
});
