import { inverseRealFft, nextPowerOfTwo, realFft } from '../dsp/fft.ts';
import { exponentialSweep } from '../signal/sweep.ts';

/** Level of the marker re the stimulus' peak: −12 dB. */
export const MARKER_DROP = 0.25;
const MARKER = { lowHz: 200, highHz: 18_000, seconds: 0.06 };
/** A peak of the correlation this far above its own rms is the marker: noise reaches 6 once in a million lags. */
const LEAST_LEAD = 8;

/** A short sweep by which a capture is brought in time with what was played. */
export function markerFor(sampleRateHz: number, voltsRms: number): Float64Array {
  return exponentialSweep({ sampleRateHz, ...MARKER, voltsRms });
}

/**
 * How late a marker that was played first arrives, in whole frames: the peak of its correlation with all channels together, whatever their sign.
 * @param playedFrames of the take; what was recorded beyond them is the longest latency there can be
 * @returns null where it is not found
 */
export function findMarker(
  marker: Float64Array,
  channels: readonly Float64Array[],
  playedFrames: number,
): number | null {
  const lags = channels[0].length - playedFrames + 1;
  const size = nextPowerOfTwo(2 * marker.length + lags);
  const reference = realFft(marker, size);
  const squares = new Float64Array(lags);
  for (const samples of channels) {
    const product = realFft(samples.subarray(0, marker.length + lags), size);
    for (let index = 0; index < product.length; index += 2) {
      const [re, im] = [product[index], product[index + 1]];
      product[index] = re * reference[index] + im * reference[index + 1];
      product[index + 1] = im * reference[index] - re * reference[index + 1];
    }
    const correlation = inverseRealFft(product);
    for (let lag = 0; lag < lags; lag++) squares[lag] += correlation[lag] ** 2;
  }
  let best = 0;
  let sum = 0;
  for (let lag = 0; lag < lags; lag++) {
    sum += squares[lag];
    if (squares[lag] > squares[best]) best = lag;
  }
  return squares[best] > (LEAST_LEAD ** 2 * sum) / lags ? best : null;
}
