import { nextTransformLength, realFftPlan } from './fft.ts';
import { halvingsFor } from './halfBand.ts';
import { fillHalved, halvingCorrection, mostHalvings } from './halvedRecord.ts';
import { SKIRT_DB, taperedRectangle, type TaperedRectangle } from './taperedRectangle.ts';

/**
 * The transform of one record under a tapered rectangle, from 0 Hz to as high as is asked. One of them is all an analysis needs: lines, bands and narrow
 * bands in time are read off its bins. A line's skirt ends `window.halfWidthHz` beside it (−175 dB); noise keeps its realised power to the few
 * thousandths of a decibel that the tapered ends take.
 */
export interface LineSpectrum {
  /** Interleaved re, im of Σ w·x·e^(−2πi kn/size); bin k lies at k·binWidthHz. */
  readonly bins: Float64Array;
  readonly binCount: number;
  readonly binWidthHz: number;
  /** Length of the transform, zero-padded: 1, 3, 5 or 7 times a power of two. */
  readonly size: number;
  readonly sampleRateHz: number;
  readonly recordSeconds: number;
  readonly window: TaperedRectangle;
  /** Mean square that a bin stands for, by |bin|²: sums over any band that holds whole skirts are the mean square of what lies in it. */
  readonly powerScale: number;
}

/** Complex products of the first `count` numbers of two interleaved arrays. */
function productsOf(values: Float64Array, factors: Float64Array, count: number): Float64Array {
  const products = new Float64Array(count);
  for (let index = 0; index < count; index += 2) {
    const re = values[index];
    const im = values[index + 1];
    products[index] = re * factors[index] - im * factors[index + 1];
    products[index + 1] = re * factors[index + 1] + im * factors[index];
  }
  return products;
}

/** Products of samples and weights: target[i] = samples[i + sampleShift] · weights[i + weightShift]. */
function multiply(
  target: Float64Array,
  from: number,
  to: number,
  samples: Float64Array,
  sampleShift: number,
  weights: Float64Array,
  weightShift: number,
): void {
  for (let index = from; index < to; index++)
    target[index] = samples[index + sampleShift] * weights[index + weightShift];
}

/** The same with weights[weightMirror − i]. */
function multiplyMirrored(
  target: Float64Array,
  from: number,
  to: number,
  samples: Float64Array,
  sampleShift: number,
  weights: Float64Array,
  weightMirror: number,
): void {
  for (let index = from; index < to; index++)
    target[index] = samples[index + sampleShift] * weights[weightMirror - index];
}

/** Fills the target with the weighted record from frame `from` on, and zeros behind its end. */
function fillWeighted(
  target: Float64Array,
  samples: Float64Array,
  start: number,
  window: TaperedRectangle,
  from: number,
): void {
  const { length, rise } = window;
  const end = from + target.length;
  const riseEnd = Math.min(rise.length, end);
  const fallFrame = Math.max(length - rise.length, rise.length);
  const shift = start + from;
  if (from < riseEnd) multiply(target, 0, riseEnd - from, samples, shift, rise, from);
  const flat = Math.max(from, rise.length);
  const flatEnd = Math.min(fallFrame, end);
  if (flat < flatEnd) target.set(samples.subarray(start + flat, start + flatEnd), flat - from);
  const fall = Math.max(from, fallFrame);
  const fallEnd = Math.min(length, end);
  if (fall < fallEnd) multiplyMirrored(target, fall - from, fallEnd - from, samples, shift, rise, length - 1 - from);
  if (length < end) target.fill(0, Math.max(length - from, 0));
}

/**
 * @param samples `length` of them from `start`
 * @param halfWidthHz where a line's skirt must have ended; at least 7.2 divided by the record's seconds
 * @param highestHz bins above it are left out; at most half the sample rate
 * @param skirtDb less than the default tapers less of a short record
 * @throws AmpbenchError `data/record-too-short`
 */
export function lineSpectrum(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  halfWidthHz: number,
  highestHz: number,
  skirtDb = SKIRT_DB,
): LineSpectrum {
  const window = taperedRectangle(length, sampleRateHz, halfWidthHz, skirtDb);
  const size = nextTransformLength(length);
  const binWidthHz = sampleRateHz / size;
  const binCount = Math.min(Math.ceil(highestHz / binWidthHz), size / 2) + 1;
  // Where only a lower part of the band is wanted, half-band filters first leave a shorter transform to do
  const filters = halvingsFor(highestHz, sampleRateHz, mostHalvings(size));
  const plan = realFftPlan(size / 2 ** filters.length);
  const fill = (into: Float64Array, from: number): void => fillWeighted(into, samples, start, window, from);
  if (filters.length === 0) fill(plan.samples, 0);
  else fillHalved(plan.samples, filters, length, fill);
  plan.forward();
  return {
    bins:
      filters.length === 0
        ? plan.bins.slice(0, 2 * binCount)
        : productsOf(plan.bins, halvingCorrection(filters, size, binCount), 2 * binCount),
    binCount,
    binWidthHz,
    size,
    sampleRateHz,
    recordSeconds: length / sampleRateHz,
    window,
    powerScale: 2 / (size * window.energy),
  };
}

/** Mean square of bin `bin`. */
export function binPower({ bins, powerScale }: LineSpectrum, bin: number): number {
  const re = bins[2 * bin];
  const im = bins[2 * bin + 1];
  return powerScale * (re * re + im * im);
}

/**
 * Mean of the record, by least squares over the bins of its line, so that neither hum nor a broken number of cycles makes one up; and its line taken out of the
 * bins, whose skirt would else reach into the band.
 */
export function removeMean(spectrum: LineSpectrum): number {
  const { bins, binCount, binWidthHz, window, sampleRateHz } = spectrum;
  const reach = Math.min(Math.ceil(window.halfWidthHz / binWidthHz), binCount - 1);
  const middleSeconds = (window.length - 1) / 2 / sampleRateHz;
  let projected = 0;
  let energy = 0;
  for (let bin = 0; bin <= reach; bin++) {
    const value = window.transformAt(bin * binWidthHz);
    const turn = -2 * Math.PI * bin * binWidthHz * middleSeconds;
    // Bins above zero stand for their mirror images too
    const times = bin === 0 ? 1 : 2;
    projected += times * value * (bins[2 * bin] * Math.cos(turn) + bins[2 * bin + 1] * Math.sin(turn));
    energy += times * value * value;
  }
  const mean = projected / energy;
  for (let bin = 0; bin <= reach; bin++) {
    const value = mean * window.transformAt(bin * binWidthHz);
    const turn = -2 * Math.PI * bin * binWidthHz * middleSeconds;
    bins[2 * bin] -= value * Math.cos(turn);
    bins[2 * bin + 1] -= value * Math.sin(turn);
  }
  return mean;
}
