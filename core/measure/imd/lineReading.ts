import { binPower, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { selectRank } from '../../dsp/selectRank.ts';

/** A line's amplitude with the noise of its cell taken off. */
export interface LineReading {
  /** Rms; where `isBound`, what it cannot be above (k = 2). */
  readonly rms: number;
  /** k = 2, from the noise. */
  readonly uncertaintyRms: number;
  /** True: not told from the noise. */
  readonly isBound: boolean;
  /** What was read less the expected noise, whatever its sign: lines' powers add without bias. */
  readonly netMeanSquare: number;
  /** Expected mean square of the noise in the reading. */
  readonly noiseMeanSquare: number;
}

/** A line's power must stand so far over the noise of its cell to be told from it: chance does so once in 150 readings. */
const DETECTION_POWER = 5;

/**
 * What a mean square read in step with a line says of it.
 * @param noiseMeanSquare expected of the noise that is in the reading; half of it is in step with the line
 */
export function lineReading(meanSquare: number, noiseMeanSquare: number): LineReading {
  const netMeanSquare = meanSquare - noiseMeanSquare;
  const fromNoise = Math.sqrt(2 * noiseMeanSquare);
  const isBound = meanSquare === 0 || meanSquare < DETECTION_POWER * noiseMeanSquare;
  const rms = isBound ? Math.sqrt(meanSquare) + fromNoise : Math.sqrt(netMeanSquare);
  return { rms, uncertaintyRms: isBound ? rms : fromNoise, isBound, netMeanSquare, noiseMeanSquare };
}

/** Noise is looked for from one half width beside a line outward, until so many bins are found on either side, or so many half widths are passed. */
const ENOUGH_BINS = 48;
const FARTHEST_WIDTHS = 12;

/**
 * Mean square of the noise in a line that is read in step over the whole record: from the median of the bins beside it, so that hum there does not count.
 * @param linesHz every line that is known, itself among them; their bins are passed over
 */
export function noiseBeside(spectrum: LineSpectrum, frequencyHz: number, linesHz: readonly number[]): number {
  const { binWidthHz, binCount, window, recordSeconds } = spectrum;
  const width = window.halfWidthHz;
  const near = linesHz.filter((lineHz) => Math.abs(lineHz - frequencyHz) < (FARTHEST_WIDTHS + 1) * width);
  const reach = Math.floor((FARTHEST_WIDTHS * width) / binWidthHz);
  const centre = Math.round(frequencyHz / binWidthHz);
  const powers = new Float64Array(2 * ENOUGH_BINS);
  let count = 0;
  for (const side of [-1, 1]) {
    let found = 0;
    for (let offset = 1; offset <= reach && found < ENOUGH_BINS; offset++) {
      const bin = centre + side * offset;
      const binHz = bin * binWidthHz;
      if (bin >= binCount || binHz <= width || near.some((lineHz) => Math.abs(lineHz - binHz) <= width)) continue;
      powers[count++] = binPower(spectrum, bin);
      found++;
    }
  }
  if (count === 0) return 0;
  const beside = powers.subarray(0, count);
  const upper = selectRank(beside, count >> 1);
  const median = (selectRank(beside, (count - 1) >> 1) + upper) / 2;
  // A bin of noise is a chi-square of two degrees: its median is ln 2 of its mean. A line in step takes in statisticsLoss bins of 1/T
  return ((median / Math.LN2 / binWidthHz) * window.statisticsLoss) / recordSeconds;
}
