import { inverseRealFft, nextPowerOfTwo, realFft } from '../../core/dsp/fft.ts';

/**
 * A longer record through an ideal filter, and `length` samples of it from `start`: its ends, where the filter sees nothing beyond, are left out.
 * @param gainAt amplitude factor by frequency
 */
export function idealFilter(
  longRecord: Float64Array,
  sampleRateHz: number,
  start: number,
  length: number,
  gainAt: (frequencyHz: number) => number,
): Float64Array {
  const size = nextPowerOfTwo(longRecord.length);
  const bins = realFft(longRecord, size);
  for (let bin = 0; bin <= size / 2; bin++) {
    const gain = gainAt((bin * sampleRateHz) / size);
    bins[2 * bin] *= gain;
    bins[2 * bin + 1] *= gain;
  }
  return inverseRealFft(bins).slice(start, start + length);
}

/** Mean square of exactly this stretch of a longer record in a band: what an ideal meter with an ideal filter reads. */
export function realisedBandPower(
  longRecord: Float64Array,
  sampleRateHz: number,
  start: number,
  length: number,
  [lowHz, highHz]: readonly [number, number],
): number {
  const inBand = idealFilter(longRecord, sampleRateHz, start, length, (hz) => (hz >= lowHz && hz <= highHz ? 1 : 0));
  return inBand.reduce((sum, value) => sum + value * value, 0) / length;
}
