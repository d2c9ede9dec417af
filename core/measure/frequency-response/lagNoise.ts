import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';
import { coverageFactor } from '../../uncertainty/combine.ts';

/** Noise of deconvolved lags: E|Σ g[t] r[t] e^(−iωt)|² is `densityAt(f)` times the time a gate g is open, in seconds. */
export interface LagNoise {
  densityAt(frequencyHz: number): number;
  /** So many times k = 2 is what 95.4 % takes there: the density is itself read from a few bins of noise (Student's t). */
  studentRatioAt(frequencyHz: number): number;
}

/** The density is read six times an octave. */
const STEPS_PER_OCTAVE = 6;
/** Of fewer bins a density is too uncertain itself. */
const LEAST_BINS = 5;

/** Of the mean power of adjacent bins: two a bin, less for Hann's window making neighbours alike (powers correlate by 4/9 and 1/36). */
const degreesOfFreedom = (bins: number): number =>
  (2 * bins) / (1 + (8 * Math.max(bins - 1, 0)) / (9 * bins) + Math.max(bins - 2, 0) / (18 * bins));

/**
 * The noise's density from lags in which no response lies. A stationary noise stays stationary through the circular division by the sweep's spectrum,
 * so what is found there holds at every lag.
 * @param from first lag, taken modulo the record's length
 * @param frames how many
 */
export function lagNoise(responses: Float64Array, from: number, frames: number, sampleRateHz: number): LagNoise {
  const size = Math.max(64, nextPowerOfTwo(frames) >> 1);
  const windowed = new Float64Array(size);
  let energy = 0;
  for (let index = 0; index < size; index++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size);
    windowed[index] = weight * responses[(from + index) % responses.length];
    energy += weight * weight;
  }
  const bins = realFft(windowed, size);
  const binHz = sampleRateHz / size;
  const edges: number[] = [1];
  while (edges[edges.length - 1] < size / 2)
    edges.push(
      Math.max(edges[edges.length - 1] + LEAST_BINS, Math.round(edges[edges.length - 1] * 2 ** (1 / STEPS_PER_OCTAVE))),
    );
  const densities = edges.slice(0, -1).map((first, step) => {
    const last = Math.min(edges[step + 1], size / 2);
    let sum = 0;
    for (let bin = first; bin < last; bin++) sum += bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2;
    // Per second of an open gate, the window's energy being energy/fs seconds
    return (sum / (last - first) / energy) * sampleRateHz;
  });
  const stepAt = (frequencyHz: number): number => {
    const bin = frequencyHz / binHz;
    let step = 0;
    while (step + 1 < densities.length && edges[step + 1] <= bin) step++;
    return step;
  };
  return {
    densityAt: (frequencyHz) => densities[stepAt(frequencyHz)],
    studentRatioAt(frequencyHz) {
      const step = stepAt(frequencyHz);
      return coverageFactor(degreesOfFreedom(edges[step + 1] - edges[step])) / 2;
    },
  };
}
