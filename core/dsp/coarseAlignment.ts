import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';

export interface CoarseAlignment {
  /** Capture frame of the reference's first frame, to about half a millisecond; negative where the capture begins later than the reference. */
  readonly latencyFrames: number;
  /** Correlation of what was compared, 0 … 1, over the whole of both; near 0 where the reference is not in the capture. */
  readonly correlation: number;
}

const FEATURE_RATE_HZ = 6000;
/** A peak this much above every other one, further than `RIVAL_SECONDS` away, is the place beyond doubt. */
const CLEAR_LEAD = 1.2;
const RIVAL_SECONDS = 0.004;

/** Blocks averaged once more, 8 ms: the ripple of |sin| within a cycle must not be what an envelope is aligned by. */
const SMOOTHED_BLOCKS = 48;

/** Running mean, in place; the same delay for both signals, so it cancels. */
function smooth(values: Float64Array): void {
  const before = Float64Array.from(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += before[index] - (before[index - SMOOTHED_BLOCKS] ?? 0);
    values[index] = sum / SMOOTHED_BLOCKS;
  }
}

// Two sums each: an addition need not wait for the one just before

function sumOf(samples: Float64Array, start: number, count: number): number {
  const odd = count % 2;
  let sum = odd * samples[start];
  let other = 0;
  for (let index = start + odd; index < start + count; index += 2) {
    sum += samples[index];
    other += samples[index + 1];
  }
  return sum + other;
}

function sumOfMagnitudes(samples: Float64Array, start: number, count: number): number {
  const odd = count % 2;
  let sum = odd * Math.abs(samples[start]);
  let other = 0;
  for (let index = start + odd; index < start + count; index += 2) {
    sum += Math.abs(samples[index]);
    other += Math.abs(samples[index + 1]);
  }
  return sum + other;
}

/** Means of blocks, of the samples themselves or of their magnitudes, with `margin` blocks of silence around them; centred. */
function blockMeans(samples: Float64Array, blockFrames: number, magnitudes: boolean, margin: number): Float64Array {
  const blocks = Math.floor(samples.length / blockFrames);
  const out = new Float64Array(blocks + 2 * margin);
  let total = 0;
  for (let block = 0; block < blocks; block++) {
    const start = block * blockFrames;
    const sum = magnitudes ? sumOfMagnitudes(samples, start, blockFrames) : sumOf(samples, start, blockFrames);
    out[margin + block] = sum / blockFrames;
  }
  if (magnitudes) smooth(out);
  for (const value of out) total += value;
  const mean = total / Math.max(out.length, 1);
  for (let block = 0; block < out.length; block++) out[block] -= mean;
  return out;
}

interface KeptMeans {
  readonly blockFrames: number;
  readonly means: Float64Array;
}

/** What is played is compared with one capture after the other: its waveform's means are kept for as long as it is. */
const kept = new WeakMap<Float64Array, KeptMeans>();

function referenceMeans(reference: Float64Array, blockFrames: number): Float64Array {
  const known = kept.get(reference);
  if (known?.blockFrames === blockFrames) return known.means;
  const means = blockMeans(reference, blockFrames, false, 0);
  kept.set(reference, { blockFrames, means });
  return means;
}

const energyOf = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
};

interface Peak {
  readonly lag: number;
  readonly correlation: number;
  readonly isClear: boolean;
}

/** The lag, of either sign, at which two sequences agree best, whatever the polarity where `signed` is false. */
function correlationPeak(reference: Float64Array, capture: Float64Array, rivalBlocks: number, signed: boolean): Peak {
  const scale = Math.sqrt(energyOf(reference) * energyOf(capture));
  if (!(scale > 0)) return { lag: 0, correlation: 0, isClear: false };
  const size = nextPowerOfTwo(reference.length + capture.length);
  const a = realFft(reference, size);
  const b = realFft(capture, size);
  for (let index = 0; index < b.length; index += 2) {
    const re = b[index] * a[index] + b[index + 1] * a[index + 1];
    const im = b[index + 1] * a[index] - b[index] * a[index + 1];
    b[index] = re;
    b[index + 1] = im;
  }
  const products = inverseRealFft(b);
  let best = 0;
  for (let index = 0; index < size; index++) {
    if (!signed && products[index] < 0) products[index] = -products[index];
    if (products[index] > products[best]) best = index;
  }
  let rival = 0;
  for (let index = 0; index < size; index++) {
    const distance = Math.abs(index - best);
    if (Math.min(distance, size - distance) > rivalBlocks && products[index] > rival) rival = products[index];
  }
  return {
    lag: best < capture.length ? best : best - size,
    correlation: Math.min(1, products[best] / scale),
    isClear: products[best] > CLEAR_LEAD * rival,
  };
}

/**
 * Where a reference lies in a capture, for any kind of signal and either sign of the latency: by the waveform's own slow part where one place stands
 * out (noise, music, sweeps), else by the envelope (tones, tone bursts, anything without a slow part). A clock that is 100 ppm off blurs the
 * waveform's peak over 10 s but not the envelope's.
 * @param reference not changed afterwards
 */
export function alignCoarsely(reference: Float64Array, capture: Float64Array, sampleRateHz: number): CoarseAlignment {
  const blockFrames = Math.max(1, Math.round(sampleRateHz / FEATURE_RATE_HZ));
  const rivalBlocks = Math.ceil((RIVAL_SECONDS * sampleRateHz) / blockFrames);
  // Where a tone begins and ends is all its envelope tells
  const margin = Math.ceil((0.1 * reference.length) / blockFrames);
  const peakOf = (magnitudes: boolean): Peak =>
    correlationPeak(
      magnitudes ? blockMeans(reference, blockFrames, true, margin) : referenceMeans(reference, blockFrames),
      blockMeans(capture, blockFrames, magnitudes, magnitudes ? margin : 0),
      rivalBlocks,
      magnitudes,
    );
  const waveform = peakOf(false);
  const chosen = waveform.isClear ? waveform : peakOf(true);
  return { latencyFrames: chosen.lag * blockFrames, correlation: chosen.correlation };
}
