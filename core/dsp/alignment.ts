import { inverseRealFft, nextPowerOfTwo, realFft } from './fft.ts';

export interface Alignment {
  /** Frames from the program's first sample to its arrival in the capture; good to about half a millisecond. */
  readonly latencyFrames: number;
  /** Correlation of the two envelopes, 0 … 1; below about 0.5 the program is not in the capture. */
  readonly correlation: number;
}

const ENVELOPE_RATE_HZ = 4000;

/** Mean magnitude of each block of `blockFrames`, its own mean taken off. */
function envelope(samples: Float64Array, blockFrames: number): Float64Array {
  const blocks = Math.floor(samples.length / blockFrames);
  const out = new Float64Array(blocks);
  let total = 0;
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let index = block * blockFrames, end = index + blockFrames; index < end; index++) sum += Math.abs(samples[index]);
    out[block] = sum / blockFrames;
    total += out[block];
  }
  const mean = total / Math.max(blocks, 1);
  for (let block = 0; block < blocks; block++) out[block] -= mean;
  return out;
}

/**
 * How late a program arrives in a capture, from the correlation of their envelopes: works for tones, staircases and sweeps, whatever the gain
 * and polarity. Coarse on purpose: no figure depends on it beyond choosing the stretch that is analysed.
 */
export function alignByEnvelope(program: Float64Array, capture: Float64Array, sampleRateHz: number): Alignment {
  const blockFrames = Math.max(1, Math.round(sampleRateHz / ENVELOPE_RATE_HZ));
  const played = envelope(program, blockFrames);
  const recorded = envelope(capture, blockFrames);
  const size = nextPowerOfTwo(played.length + recorded.length);
  const playedSpectrum = realFft(played, size);
  const cross = realFft(recorded, size);
  for (let index = 0; index < cross.length; index += 2) {
    const re = cross[index] * playedSpectrum[index] + cross[index + 1] * playedSpectrum[index + 1];
    const im = cross[index + 1] * playedSpectrum[index] - cross[index] * playedSpectrum[index + 1];
    cross[index] = re;
    cross[index + 1] = im;
  }
  const correlation = inverseRealFft(cross);
  let best = 0;
  for (let lag = 1; lag < recorded.length; lag++) if (correlation[lag] > correlation[best]) best = lag;
  const energy = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  const norm = Math.sqrt(energy(played) * energy(recorded));
  return { latencyFrames: best * blockFrames, correlation: norm > 0 ? correlation[best] / norm : 0 };
}
