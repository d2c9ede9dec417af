import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';

export interface Alignment {
  /** Frames from the program's first sample to its arrival in the capture; good to about half a millisecond. */
  readonly latencyFrames: number;
  /** Correlation of the two envelopes, 0 … 1; below about 0.5 the program is not in the capture. */
  readonly correlation: number;
}

const ENVELOPE_RATE_HZ = 4000;

/** Blocks averaged once more, 8 ms: the ripple of |sin| within a cycle must not be what the correlation locks on. */
const SMOOTHED_BLOCKS = 32;

/** Mean magnitude of each block of `blockFrames`, smoothed. */
function envelope(samples: Float64Array, blockFrames: number): Float64Array {
  const blocks = Math.floor(samples.length / blockFrames);
  const out = new Float64Array(blocks);
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let index = block * blockFrames, end = index + blockFrames; index < end; index++)
      sum += Math.abs(samples[index]);
    out[block] = sum / blockFrames;
  }
  return smooth(out);
}

/** Running mean of the last `SMOOTHED_BLOCKS`; the same delay for both signals, so it cancels. */
function smooth(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (values[index - SMOOTHED_BLOCKS] ?? 0);
    return sum / SMOOTHED_BLOCKS;
  });
}

/** Σ played[n]·recorded[n + lag] for every lag ≥ 0, by the Fourier transform. */
function correlate(played: Float64Array, recorded: Float64Array): Float64Array {
  const size = nextPowerOfTwo(played.length + recorded.length);
  const a = realFft(played, size);
  const cross = realFft(recorded, size);
  for (let index = 0; index < cross.length; index += 2) {
    const re = cross[index] * a[index] + cross[index + 1] * a[index + 1];
    const im = cross[index + 1] * a[index] - cross[index] * a[index + 1];
    cross[index] = re;
    cross[index + 1] = im;
  }
  return inverseRealFft(cross);
}

/**
 * How late a program arrives in a capture, from Pearson's correlation of their envelopes over the program's length: works for tones, staircases and sweeps,
 * whatever the gain, polarity and noise. Coarse on purpose: no figure depends on it beyond choosing the stretch that is analysed.
 * @param capture at least as long as the program; latencies up to the difference are looked for
 */
export function alignByEnvelope(program: Float64Array, capture: Float64Array, sampleRateHz: number): Alignment {
  const blockFrames = Math.max(1, Math.round(sampleRateHz / ENVELOPE_RATE_HZ));
  const played = envelope(program, blockFrames);
  const recorded = envelope(capture, blockFrames);
  const n = played.length;
  const mean = played.reduce((sum, value) => sum + value, 0) / Math.max(n, 1);
  const centred = played.map((value) => value - mean);
  const spread = centred.reduce((sum, value) => sum + value * value, 0);
  const products = correlate(centred, recorded);
  // Running sums give the mean and spread of the recorded stretch at every lag
  let sum = 0;
  let squares = 0;
  let best = { lag: 0, correlation: 0 };
  for (let end = 0; end < recorded.length; end++) {
    sum += recorded[end];
    squares += recorded[end] ** 2;
    const lag = end - n + 1;
    if (lag < 0) continue;
    const variance = squares - (sum * sum) / n;
    const correlation = variance > 0 && spread > 0 ? products[lag] / Math.sqrt(variance * spread) : 0;
    if (correlation > best.correlation) best = { lag, correlation };
    sum -= recorded[lag];
    squares -= recorded[lag] ** 2;
  }
  return { latencyFrames: best.lag * blockFrames, correlation: best.correlation };
}
