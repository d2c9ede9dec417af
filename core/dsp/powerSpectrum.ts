import { nextPowerOfTwo, realFft } from './fft.ts';
import type { LineSpectrum } from './lineSpectrum.ts';
import { selectRank } from './selectRank.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from './window.ts';

/**
 * One-sided power spectrum scaled to preserve rms: the bins' sum over any band that holds whole lobes is the mean square of what lies
 * in it, for tones and noise alike.
 */
export interface PowerSpectrum {
  /** Mean square in each bin, the samples' unit squared; bin k lies at k·binWidthHz. */
  readonly power: Float64Array;
  readonly binWidthHz: number;
  /** Half width of a tone's main lobe, Hz. */
  readonly lobeHalfWidthHz: number;
  readonly recordSeconds: number;
}

/** The mean squares of a line spectrum's bins; of the lines' own skirts it keeps the half width. */
export function toPowerSpectrum({
  bins,
  binCount,
  binWidthHz,
  size,
  powerScale,
  window,
  recordSeconds,
}: LineSpectrum): PowerSpectrum {
  const power = new Float64Array(binCount);
  for (let bin = 0; bin < binCount; bin++) {
    const re = bins[2 * bin];
    const im = bins[2 * bin + 1];
    power[bin] = powerScale * (re * re + im * im);
  }
  // Zero and half the sample rate have no mirror image
  power[0] /= 2;
  if (2 * (binCount - 1) === size) power[binCount - 1] /= 2;
  return { power, binWidthHz, lobeHalfWidthHz: window.halfWidthHz, recordSeconds };
}

/**
 * Under a 7-term Blackman-Harris window: lines are narrow for the eye, but noise is read over less than half the record.
 * @param samples the record; `mean` (fitted together with the tone) is subtracted first
 */
export function powerSpectrum(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  mean: number,
): PowerSpectrum {
  const window = blackmanHarris7(length);
  const size = nextPowerOfTwo(length);
  const weighted = new Float64Array(size);
  let windowEnergy = 0;
  for (let index = 0; index < length; index++) {
    const w = window[index];
    windowEnergy += w * w;
    weighted[index] = w * (samples[start + index] - mean);
  }
  const spectrum = realFft(weighted, size);
  const power = new Float64Array(size / 2 + 1);
  // Parseval: Σ over both sides of |X|² = size · Σ (w x)²; E[(w x)²] = Σw² · mean square
  const scale = 2 / (size * windowEnergy);
  for (let bin = 0; bin < power.length; bin++) {
    const re = spectrum[2 * bin];
    const im = spectrum[2 * bin + 1];
    power[bin] = scale * (re * re + im * im);
  }
  power[0] /= 2;
  power[size / 2] /= 2;
  return {
    power,
    binWidthHz: sampleRateHz / size,
    lobeHalfWidthHz: (WINDOW_LOBE_BINS * sampleRateHz) / length,
    recordSeconds: length / sampleRateHz,
  };
}

/** Mean square between two frequencies, each edge bin shared in proportion. */
export function bandPower(spectrum: PowerSpectrum, lowHz: number, highHz: number, weight?: Float64Array): number {
  const { power, binWidthHz } = spectrum;
  // Bin k stands for (k − ½)…(k + ½) bin widths
  const low = Math.max(lowHz / binWidthHz + 0.5, 0);
  const high = Math.min(highHz / binWidthHz + 0.5, power.length);
  if (high <= low) return 0;
  const first = Math.floor(low);
  const last = Math.min(Math.floor(high), power.length - 1);
  const at = (bin: number): number => (weight === undefined ? power[bin] : power[bin] * weight[bin]);
  if (first === last) return at(first) * (high - low);
  let sum = at(first) * (first + 1 - low);
  for (let bin = first + 1; bin < last; bin++) sum += at(bin);
  return sum + at(last) * Math.min(high - last, 1);
}

/** Mean square per hertz around a tone at `frequencyHz`, from both sides beyond `excludeHz`, each `spanHz` wide. */
export function noiseDensityBeside(
  spectrum: PowerSpectrum,
  frequencyHz: number,
  excludeHz: number,
  spanHz: number,
): number {
  const nyquistHz = (spectrum.power.length - 1) * spectrum.binWidthHz;
  const highEndHz = Math.min(frequencyHz + excludeHz + spanHz, nyquistHz);
  const lowStartHz = Math.max(frequencyHz - excludeHz - spanHz, spectrum.lobeHalfWidthHz);
  const high = bandPower(spectrum, frequencyHz + excludeHz, highEndHz);
  const low = bandPower(spectrum, lowStartHz, frequencyHz - excludeHz);
  const widthHz = Math.max(highEndHz - frequencyHz - excludeHz, 0) + Math.max(frequencyHz - excludeHz - lowStartHz, 0);
  return widthHz > 0 ? (high + low) / widthHz : 0;
}

/** Median of squared magnitudes of noise (exponential) re their mean. */
const MEDIAN_OF_NOISE = Math.LN2;

/**
 * Mean square per hertz of the noise beside a line, from both sides: a half width to three away, but clear of DC and of the next line's skirt. By the median, so
 * that a line of hum or a sideband there counts for little.
 * @param spacingHz to the next line on either side
 */
export function densityBeside(
  { power, binWidthHz }: PowerSpectrum,
  frequencyHz: number,
  halfWidthHz: number,
  spacingHz: number,
): number {
  const outerHz = Math.min(3 * halfWidthHz, spacingHz - halfWidthHz);
  const stretch = (fromHz: number, toHz: number): Float64Array => {
    const first = Math.max(Math.ceil(fromHz / binWidthHz), 1);
    return power.subarray(first, Math.max(Math.min(Math.floor(toHz / binWidthHz) + 1, power.length - 1), first));
  };
  const below = stretch(Math.max(frequencyHz - outerHz, halfWidthHz), frequencyHz - halfWidthHz);
  const above = stretch(frequencyHz + halfWidthHz, frequencyHz + outerHz);
  if (below.length + above.length === 0) return 0;
  const beside = new Float64Array(below.length + above.length);
  beside.set(below);
  beside.set(above, below.length);
  return selectRank(beside, beside.length >> 1) / MEDIAN_OF_NOISE / binWidthHz;
}
