import { nextPowerOfTwo, realFftPlan } from '../../dsp/fft.ts';

const MOST_FRAMES = 2 ** 19;

const OCTAVES = 20;

/** Power in bands of a part of an octave, from half the sample rate down: the same bands for records of any length. */
export function bandPowers(samples: Float64Array, bandsPerOctave = 6): Float64Array {
  const record = samples.subarray(0, MOST_FRAMES);
  const size = nextPowerOfTwo(record.length);
  const plan = realFftPlan(size);
  // An offset would leak into the low bands
  let sum = 0;
  for (let index = 0; index < record.length; index++) sum += record[index];
  const mean = sum / record.length;
  for (let index = 0; index < record.length; index++) plan.samples[index] = record[index] - mean;
  plan.samples.fill(0, record.length);
  plan.forwardPower(1);
  const bands = new Float64Array(bandsPerOctave * OCTAVES);
  for (let band = 0; band < bands.length; band++) {
    const first = Math.ceil(edgeOf(band + 1, bandsPerOctave, size));
    const last = Math.min(Math.ceil(edgeOf(band, bandsPerOctave, size)), size / 2);
    for (let bin = Math.max(first, 1); bin < last; bin++) bands[band] += plan.power[bin];
  }
  return bands;
}

/** Upper edge of a band, in bins. */
const edgeOf = (band: number, bandsPerOctave: number, size: number): number =>
  (size / 2) * 2 ** (-band / bandsPerOctave);

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
