import FFT from 'fft.js';
import { oddFactor } from './fftLength.ts';
import { createPartsPlan } from './fftParts.ts';
import type { RealFftPlan } from './fftPlan.ts';

const BYTES_PER_NUMBER = 8;

/** A plan in plain JavaScript: the readable check of the kernel, and what runs where the kernel cannot. */
export function createFallbackPlan(size: number): RealFftPlan {
  const parts = oddFactor(size);
  // fft.js knows powers of two
  return parts === 1 ? createPowerOfTwoPlan(size) : createPartsPlan(parts, createPowerOfTwoPlan(size / parts));
}

function createPowerOfTwoPlan(size: number): RealFftPlan {
  const fft = new FFT(size);
  const samples = new Float64Array(size);
  const full = new Float64Array(2 * size);
  const scratch = new Float64Array(2 * size);
  const bins = full.subarray(0, size + 2);
  const power = new Float64Array(size / 2 + 1);
  return {
    size,
    bytes: BYTES_PER_NUMBER * (2.5 * size + full.length + scratch.length),
    samples,
    bins,
    power,
    forward: () => fft.realTransform(full, samples),
    forwardPower: (amplitudeScale) => {
      fft.realTransform(full, samples);
      for (let bin = 0; bin < power.length; bin++) {
        const re = amplitudeScale * bins[2 * bin];
        const im = amplitudeScale * bins[2 * bin + 1];
        power[bin] = re * re + im * im;
      }
    },
    inverse: () => {
      fft.completeSpectrum(full);
      fft.inverseTransform(scratch, full);
      for (let index = 0; index < size; index++) samples[index] = scratch[2 * index];
    },
  };
}
