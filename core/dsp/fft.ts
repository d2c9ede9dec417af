import FFT from 'fft.js';
import { AmpbenchError } from '../errors.ts';

/** The one door to the Fourier transform; lengths are powers of two. */
const plans = new Map<number, FFT>();

function planFor(length: number): FFT {
  let plan = plans.get(length);
  if (plan === undefined) {
    if (length < 4 || (length & (length - 1)) !== 0) {
      throw new AmpbenchError(
        'bug',
        'fft-length',
        `length is ${length} but must be a power of two of at least 4 in fft`,
        {
          length,
        },
      );
    }
    plan = new FFT(length);
    plans.set(length, plan);
  }
  return plan;
}

/** The smallest power of two that is at least `length`, and at least 4. */
export function nextPowerOfTwo(length: number): number {
  let size = 4;
  while (size < length) size *= 2;
  return size;
}

/**
 * Forward transform of real samples, unscaled: X[k] = Σ x[n] e^(−2πi kn/N).
 * @param samples any length up to `size`; zero-padded
 * @param size power of two
 * @returns interleaved re, im of bins 0 … size/2, length size + 2
 */
export function realFft(samples: Float64Array, size: number): Float64Array {
  const plan = planFor(size);
  let input = samples;
  if (samples.length !== size) {
    input = new Float64Array(size);
    input.set(samples);
  }
  const full = new Float64Array(2 * size);
  plan.realTransform(full, input);
  return full.slice(0, size + 2);
}

/**
 * Inverse of `realFft`, scaled by 1/N.
 * @param spectrum interleaved bins 0 … N/2, length N + 2
 */
export function inverseRealFft(spectrum: Float64Array): Float64Array {
  const size = spectrum.length - 2;
  const plan = planFor(size);
  const full = new Float64Array(2 * size);
  full.set(spectrum);
  plan.completeSpectrum(full);
  const out = new Float64Array(2 * size);
  plan.inverseTransform(out, full);
  const samples = new Float64Array(size);
  for (let index = 0; index < size; index++) samples[index] = out[2 * index];
  return samples;
}
