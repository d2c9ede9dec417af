import { createRandom } from '../core/signal/random.ts';

export interface SyntheticTone {
  readonly frequencyHz: number;
  /** Peak. */
  readonly amplitude: number;
  /** Phase of the cosine at frame 0; 0 when left out. */
  readonly phaseRadians?: number;
}

/** Samples of dc + Σ A cos(2πft + φ), every sample computed afresh so that the sum is as exact as float64 allows. */
export function tones(
  sampleRateHz: number,
  frames: number,
  components: readonly SyntheticTone[],
  dc = 0,
): Float64Array {
  const samples = new Float64Array(frames).fill(dc);
  for (const { frequencyHz, amplitude, phaseRadians = 0 } of components) {
    for (let frame = 0; frame < frames; frame++) {
      const cycles = (frequencyHz * frame) / sampleRateHz;
      samples[frame] += amplitude * Math.cos(2 * Math.PI * (cycles - Math.floor(cycles)) + phaseRadians);
    }
  }
  return samples;
}

/** White Gaussian noise of a given rms over the full band. */
export function whiteNoise(frames: number, rms: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: frames }, () => rms * random.gaussian());
}

export const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, index) => value + b[index]);
