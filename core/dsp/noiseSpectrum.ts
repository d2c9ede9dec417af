import { binPower, type LineSpectrum } from './lineSpectrum.ts';
import { selectRank } from './selectRank.ts';

/** A power spectrum with the noise that lies under its lines, so that the power in a band comes with how far chance may have moved it. */
export interface NoiseSpectrum {
  /** Mean square in each bin; sums over a band are the mean square of what lies in it. */
  readonly power: Float64Array;
  /** Expected mean square of the noise alone in each bin: from the median of its neighbourhood, which no line moves. */
  readonly floor: Float64Array;
  readonly binWidthHz: number;
  readonly recordSeconds: number;
  /** Variance of a sum of bins / sum of their own variances: zero-padding and window make neighbours alike. */
  readonly varianceFactor: number;
}

/** A mean square with its variance (one standard uncertainty squared). */
export interface BandPower {
  readonly meanSquare: number;
  readonly variance: number;
}

/** Bins of 1/T that share one median. */
const BLOCK_BINS = 64;
/** A bin so many times over the floor is a line: noise alone gets there once in 160,000 bins. */
const LINE_RATIO = 12;

/** Mean of an exponentially distributed power / its median. */
const MEAN_PER_MEDIAN = 1 / Math.LN2;

/** Leaves them in another order. */
const medianOf = (values: Float64Array): number => selectRank(values, values.length >> 1);

export function noiseSpectrum(spectrum: LineSpectrum): NoiseSpectrum {
  const { binCount, binWidthHz, recordSeconds, window, size } = spectrum;
  const power = new Float64Array(binCount);
  for (let bin = 0; bin < binCount; bin++) power[bin] = binPower(spectrum, bin);
  power[0] /= 2;
  const blockBins = Math.max(Math.round((BLOCK_BINS * size) / window.length), 8);
  const medians: number[] = [];
  for (let start = 0; start < binCount; start += blockBins) {
    // A last block that is short is read together with its forerunner's end
    const end = Math.min(start + blockBins, binCount);
    medians.push(medianOf(power.slice(Math.max(Math.min(start, binCount - blockBins), 0), end)));
  }
  const floor = new Float64Array(binCount);
  for (let block = 0; block < medians.length; block++) {
    // A strong line's skirt may fill a whole block, but not most of five
    const around = Float64Array.from(medians.slice(Math.max(block - 2, 0), block + 3));
    floor.fill(medianOf(around) * MEAN_PER_MEDIAN, block * blockBins, (block + 1) * blockBins);
  }
  return { power, floor, binWidthHz, recordSeconds, varianceFactor: (size / window.length) * window.statisticsLoss };
}

/** The same spectrum with the noise of the neighbourhood in place of what lies from `lowHz` to `highHz`: a tone taken out. */
export function withoutLine(spectrum: NoiseSpectrum, lowHz: number, highHz: number): NoiseSpectrum {
  const { floor, binWidthHz } = spectrum;
  const first = Math.max(Math.floor(lowHz / binWidthHz), 0);
  const last = Math.min(Math.ceil(highHz / binWidthHz), spectrum.power.length - 1);
  const power = spectrum.power.slice();
  // The line may have lifted the medians of the blocks it lies in: the nearest that are free of it say what the noise is
  const reach = Math.ceil((last - first) / 2);
  const besides = [...power.subarray(Math.max(first - reach, 1), first), ...power.subarray(last + 1, last + 1 + reach)];
  const mean = besides.length > 0 ? besides.reduce((sum, value) => sum + value, 0) / besides.length : floor[first];
  power.fill(mean, first, last + 1);
  const smooth = floor.slice();
  for (let bin = first; bin <= last; bin++) smooth[bin] = Math.min(smooth[bin], mean);
  return { ...spectrum, power, floor: smooth };
}

/**
 * Mean square between two frequencies, each edge bin shared in proportion. Its variance is what chance does to Gaussian noise (the floor's square in each bin, twice
 * power times floor in a line's), and for a line of few periods in the record a part of 1/(2 f T) of it, because where in its period the record begins then
 * counts.
 * @param weights power factor of each bin; none: 1
 */
export function bandPowerOf(spectrum: NoiseSpectrum, lowHz: number, highHz: number, weights?: Float64Array): BandPower {
  const { power, floor, binWidthHz, recordSeconds, varianceFactor } = spectrum;
  // Bin k stands for (k − ½)…(k + ½) bin widths
  const low = Math.max(lowHz / binWidthHz + 0.5, 0);
  const high = Math.min(highHz / binWidthHz + 0.5, power.length);
  let meanSquare = 0;
  let chance = 0;
  let broken = 0;
  for (let bin = Math.floor(low); bin < high; bin++) {
    const weight = (weights === undefined ? 1 : weights[bin]) * (Math.min(bin + 1, high) - Math.max(bin, low));
    const weighted = weight * power[bin];
    meanSquare += weighted;
    if (power[bin] > LINE_RATIO * floor[bin]) {
      chance += 2 * weighted * weight * floor[bin];
      broken += weighted / Math.max(2 * bin * binWidthHz * recordSeconds, 1);
    } else {
      chance += (weight * floor[bin]) ** 2;
    }
  }
  return { meanSquare, variance: varianceFactor * chance + broken * broken };
}
