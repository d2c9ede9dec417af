import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';

const MOST_FRAMES = 2 ** 19;

/** Power in bands of a sixth of an octave. */
export function bandPowers(samples: Float64Array): Float64Array {
  const record = samples.subarray(0, MOST_FRAMES);
  const size = nextPowerOfTwo(record.length);
  const spectrum = realFft(record, size);
  const bands = new Float64Array(6 * Math.ceil(Math.log2(size)));
  for (let bin = 1; bin < size / 2; bin++)
    bands[Math.floor(6 * Math.log2(bin))] += spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
  return bands;
}

/** Cosine of the angle between two patterns of power, 0 … 1. */
export function likeness(a: Float64Array, b: Float64Array): number {
  let product = 0;
  let aa = 0;
  let bb = 0;
  for (let index = 0; index < a.length; index++) {
    product += a[index] * b[index];
    aa += a[index] ** 2;
    bb += b[index] ** 2;
  }
  return aa > 0 && bb > 0 ? product / Math.sqrt(aa * bb) : 0;
}
