import { AmpbenchError } from '../errors.ts';
import { createFallbackPlan } from './fftFallback.ts';
import { createKernelPlan } from './fftKernel.ts';
import { oddFactor } from './fftLength.ts';
import type { RealFftPlan } from './fftPlan.ts';

export { nextPowerOfTwo, nextTransformLength } from './fftLength.ts';

/** The one door to the Fourier transform; lengths are powers of two, or 3, 5 or 7 times one. Plans are kept, each with its working memory. */

/** What kept plans may hold together: every size up to 2^22 points (64 MiB for that one), or 2^23 and some below it. The plan in use stays in any case. */
const KEPT_BYTES = 192 * 2 ** 20;

interface KeptPlan {
  readonly plan: RealFftPlan;
  usedAt: number;
}

const kept = new Map<number, KeptPlan>();
let uses = 0;

function createPlan(size: number): RealFftPlan {
  return createKernelPlan(size) ?? createFallbackPlan(size);
}

function makeRoom(bytes: number): void {
  const oldestFirst = [...kept.entries()].sort(([, a], [, b]) => a.usedAt - b.usedAt);
  let total = bytes + oldestFirst.reduce((sum, [, { plan }]) => sum + plan.bytes, 0);
  for (const [size, { plan }] of oldestFirst) {
    if (total <= KEPT_BYTES) return;
    kept.delete(size);
    total -= plan.bytes;
  }
}

/**
 * The plan for one size, for work in its views without copies. It is the same object for everyone who asks: use its views before anything else
 * transforms this size, and ask again for each use.
 * @throws AmpbenchError `bug/fft-length` unless size is 1, 3, 5 or 7 times a power of two from 4
 */
export function realFftPlan(size: number): RealFftPlan {
  let entry = kept.get(size);
  if (entry === undefined) {
    if (oddFactor(size) === 0)
      throw new AmpbenchError(
        'bug',
        'fft-length',
        `length is ${size} but must be 1, 3, 5 or 7 times a power of two from 4 in fft`,
        { length: size },
      );
    const plan = createPlan(size);
    makeRoom(plan.bytes);
    entry = { plan, usedAt: 0 };
    kept.set(size, entry);
  }
  entry.usedAt = ++uses;
  return entry.plan;
}

/**
 * Forward transform of real samples, unscaled: X[k] = Σ x[n] e^(−2πi kn/N).
 * @param samples any length up to `size`; zero-padded
 * @param size as `realFftPlan` takes it
 * @param target for the result, length size + 2; a new array where it is not given
 * @returns interleaved re, im of bins 0 … size/2
 */
export function realFft(
  samples: Float64Array,
  size: number,
  target: Float64Array = new Float64Array(size + 2),
): Float64Array {
  const plan = realFftPlan(size);
  plan.samples.set(samples);
  plan.samples.fill(0, samples.length);
  plan.forward();
  target.set(plan.bins);
  return target;
}

/**
 * Inverse of `realFft`, scaled by 1/N.
 * @param spectrum interleaved bins 0 … N/2, length N + 2
 * @param target for the result, length N; a new array where it is not given
 */
export function inverseRealFft(
  spectrum: Float64Array,
  target: Float64Array = new Float64Array(spectrum.length - 2),
): Float64Array {
  const plan = realFftPlan(spectrum.length - 2);
  plan.bins.set(spectrum);
  plan.inverse();
  target.set(plan.samples);
  return target;
}

/**
 * Fills a plan's samples with the stretch from `start`, less `mean`, times the window, and zeros behind.
 * @param window at most plan.size long
 */
export function fillWindowed(
  plan: RealFftPlan,
  samples: Float64Array,
  start: number,
  window: Float64Array,
  mean: number,
): void {
  const into = plan.samples;
  for (let index = 0; index < window.length; index++) into[index] = window[index] * (samples[start + index] - mean);
  into.fill(0, window.length);
}

/**
 * |amplitudeScale · X|² of a windowed stretch, zero-padded to the size that `target` stands for: one transform, nothing allocated, no spectrum written.
 * @param target size/2 + 1 values
 */
export function windowedPower(
  samples: Float64Array,
  start: number,
  window: Float64Array,
  mean: number,
  amplitudeScale: number,
  target: Float64Array,
): Float64Array {
  const plan = realFftPlan(2 * (target.length - 1));
  fillWindowed(plan, samples, start, window, mean);
  plan.forwardPower(amplitudeScale);
  target.set(plan.power);
  return target;
}
