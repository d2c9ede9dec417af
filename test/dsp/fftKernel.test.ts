import { describe, expect, it } from 'vitest';
import { realFft, realFftPlan, windowedPower } from '../../core/dsp/fft.ts';
import { createFallbackPlan } from '../../core/dsp/fftFallback.ts';
import { createKernelPlan, SMALLEST_KERNEL_SIZE } from '../../core/dsp/fftKernel.ts';
import type { RealFftPlan } from '../../core/dsp/fftPlan.ts';
import { cosine } from '../../core/dsp/kernel/tables.ts';
import { blackmanHarris7 } from '../../core/dsp/window.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { whiteNoise } from '../synthetic.ts';

const exponents = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Uniform, not Gaussian: four million values in little time. */
function uniform(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.uniform() - 0.5);
}

/** rms of the difference over rms of the second. */
function relativeRms(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let sum = 0;
  for (let index = 0; index < b.length; index++) {
    difference += (a[index] - b[index]) ** 2;
    sum += b[index] ** 2;
  }
  return Math.sqrt(difference / sum);
}

function kernelPlan(size: number): RealFftPlan {
  const plan = createKernelPlan(size);
  if (plan === null) throw new Error('this platform has no WebAssembly with vectors: the kernel cannot be tested here');
  return plan;
}

const rounding = {
  within: 6e-16,
  unit: 'of rms 1',
  because: 'both round: 0.5e-16 times the root of 2·22 passes, twice',
};

/** The fewest of each odd factor, some that take all passes over the whole, and the first that take two phases. */
const ODD_SIZES = [96, 192, 160, 320, 224, 448].concat([3, 5, 7].flatMap((odd) => [odd * 2 ** 11, odd * 2 ** 18]));

describe('the kernel against fft.js', () => {
  it.each(
    exponents(5, 22)
      .map((exponent) => 2 ** exponent)
      .concat(ODD_SIZES),
  )('[FFT-1] forward, inverse and power agree at %i points', (size) => {
    const kernel = kernelPlan(size);
    const oracle = createFallbackPlan(size);
    const samples = uniform(size, size);
    kernel.samples.set(samples);
    oracle.samples.set(samples);
    kernel.forward();
    oracle.forward();
    expectClose(relativeRms(kernel.bins, oracle.bins), 0, rounding);
    // Bins of no transform: both have to drop the same imaginary parts
    const bins = uniform(size + 2, size + 100);
    kernel.bins.set(bins);
    oracle.bins.set(bins);
    kernel.inverse();
    oracle.inverse();
    expectClose(relativeRms(kernel.samples, oracle.samples), 0, rounding);
    kernel.samples.set(samples);
    oracle.samples.set(samples);
    kernel.forwardPower(0.3);
    oracle.forwardPower(0.3);
    expectClose(relativeRms(kernel.power, oracle.power), 0, {
      ...rounding,
      within: 1.2e-15,
      because: 'squares double it',
    });
  });

  it('[FFT-1] smaller sizes go through fft.js, and the door gives the same above and below', () => {
    const oracle = createFallbackPlan(16);
    const samples = uniform(16, 9);
    oracle.samples.set(samples);
    oracle.forward();
    expect(realFft(samples, 16)).toEqual(oracle.bins);
    expect(SMALLEST_KERNEL_SIZE).toBe(32);
    expect(createKernelPlan(16)).toBeNull();
    expect(createKernelPlan(48)).toBeNull();
  });
});

describe('the kernel by itself', () => {
  it.each([...exponents(16, 21).map((exponent) => 2 ** exponent), 3 * 2 ** 18, 5 * 2 ** 18, 7 * 2 ** 17])(
    '[FFT-2] a coherent tone of %i points leaves nothing above −315 dBc',
    (size) => {
      const plan = kernelPlan(size);
      for (const bin of [3, 2723, Math.floor(size / 8) + 1, size / 2 - 5]) {
        // The phase by whole steps of the circle: a rounded argument of the sine would stand beside the tone itself
        for (let index = 0; index < size; index++) plan.samples[index] = cosine(bin * index, size);
        plan.forwardPower(1);
        const carrier = plan.power[bin];
        let worst = 0;
        for (let at = 0; at <= size / 2; at++) if (at !== bin) worst = Math.max(worst, plan.power[at]);
        expect(10 * Math.log10(worst / carrier), `bin ${bin}`).toBeLessThanOrEqual(-315);
      }
    },
  );

  it.each([32, 64, 4096, 2 ** 17, 3 * 2 ** 17, 2 ** 20])(
    '[FFT-3] keeps the energy of %i samples, and gives them back',
    (size) => {
      const plan = kernelPlan(size);
      const samples = uniform(size, 3);
      plan.samples.set(samples);
      plan.forward();
      let bins = 0;
      for (let at = 0; at < size + 2; at++) bins += plan.bins[at] ** 2 * (at < 2 || at >= size ? 1 : 2);
      const energy = samples.reduce((sum, value) => sum + value * value, 0);
      expectClose(bins / size / energy, 1, {
        within: 1e-12,
        unit: 'of the energy',
        because: 'two sums of up to a million squares, added one after the other, round to some 1e-14 each',
      });
      plan.inverse();
      expectClose(relativeRms(plan.samples, samples), 0, {
        ...rounding,
        within: 1e-15,
        because: 'two transforms round',
      });
    },
  );

  it.each([32, 64, 224, 1024, 2 ** 15])('[FFT-4] power is the bins squared, of %i samples', (size) => {
    const plan = kernelPlan(size);
    const samples = uniform(size, 4);
    plan.samples.set(samples);
    plan.forward();
    const bins = plan.bins.slice();
    plan.samples.set(samples);
    plan.forwardPower(0.25);
    const expected = Float64Array.from(plan.power, (_, bin) => (bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2) / 16);
    expectClose(relativeRms(plan.power, expected), 0, {
      ...rounding,
      because: 'a factor ¼ is exact, the squares round',
    });
  });

  it('[FFT-4] windowed power is that of the windowed stretch without its mean, filled up with zeros', () => {
    const samples = whiteNoise(2000, 1, 5).map((value) => value + 3);
    const window = blackmanHarris7(1500);
    const weighted = Float64Array.from(window, (weight, index) => weight * (samples[200 + index] - 3));
    const bins = realFft(weighted, 2048);
    const power = new Float64Array(1025);
    // What an earlier, longer stretch left behind must not shine through
    windowedPower(samples, 0, blackmanHarris7(2000), 0, 1, power);
    expect(windowedPower(samples, 200, window, 3, 2, power)).toBe(power);
    const expected = Float64Array.from(power, (_, bin) => 4 * (bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2));
    expectClose(relativeRms(power, expected), 0, rounding);
  });
});

describe('plans', () => {
  it('[FFT-6] are kept, and calls with a target return it', () => {
    const plan = realFftPlan(4096);
    const target = new Float64Array(4098);
    expect(realFft(whiteNoise(4096, 1, 6), 4096, target)).toBe(target);
    expect(realFftPlan(4096)).toBe(plan);
    expect(realFftPlan(4096).samples.buffer).toBe(plan.samples.buffer);
  });

  it('[FFT-6] are let go, the least lately used first, when together they hold more than 256 MiB', () => {
    const half = realFftPlan(2 ** 21);
    const whole = realFftPlan(2 ** 22);
    expect(whole.bytes).toBeLessThan(100 * 2 ** 20);
    expect(realFftPlan(2 ** 21)).toBe(half);
    expect(realFftPlan(2 ** 23).bytes).toBeLessThan(200 * 2 ** 20);
    expect(realFftPlan(2 ** 21)).toBe(half);
    expect(realFftPlan(2 ** 22)).not.toBe(whole);
  });
});
