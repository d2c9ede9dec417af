import { realFftPlan } from './fft.ts';
import { taperedRectangle, type TaperedRectangle } from './taperedRectangle.ts';

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

const INTERLEAVES = [1, 3, 5, 7] as const;

/** Records of at most this many interleaved parts of a power of two: the least zero-padding. */
function transformShape(length: number): { parts: number; partSize: number } {
  let best = { parts: 1, partSize: 4 };
  let bestSize = Infinity;
  for (const parts of INTERLEAVES) {
    let partSize = 4;
    while (parts * partSize < length) partSize *= 2;
    if (parts * partSize < bestSize) {
      bestSize = parts * partSize;
      best = { parts, partSize };
    }
  }
  return best;
}

/** Sample `parts`·j + part of the weighted record at j. */
function weightedPart(
  samples: Float64Array,
  start: number,
  window: TaperedRectangle,
  part: number,
  parts: number,
  target: Float64Array,
): void {
  const { length, rise } = window;
  const flatEnd = Math.max(length - rise.length, rise.length);
  let at = 0;
  let index = part;
  for (; index < rise.length; index += parts) target[at++] = rise[index] * samples[start + index];
  for (; index < flatEnd; index += parts) target[at++] = samples[start + index];
  for (; index < length; index += parts) target[at++] = rise[length - 1 - index] * samples[start + index];
  target.fill(0, at);
}

/** How many bins before the rotating twiddle is set afresh: rounding stays below 1e-14. */
const TWIDDLE_RUN = 64;

/**
 * @param samples `length` of them from `start`
 * @param halfWidthHz where a line's skirt must have ended; at least 7.2 divided by the record's seconds
 * @param highestHz bins above it are left out; at most half the sample rate
 * @throws AmpbenchError `data/record-too-short`
 */
export function lineSpectrum(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  halfWidthHz: number,
  highestHz: number,
): LineSpectrum {
  const window = taperedRectangle(length, sampleRateHz, halfWidthHz);
  const { parts, partSize } = transformShape(length);
  const size = parts * partSize;
  const binWidthHz = sampleRateHz / size;
  const binCount = Math.min(Math.ceil(highestHz / binWidthHz), size / 2) + 1;
  const plan = realFftPlan(partSize);
  const bins = new Float64Array(2 * binCount);
  for (let part = 0; part < parts; part++) {
    weightedPart(samples, start, window, part, parts, plan.samples);
    plan.forward();
    addPart(bins, plan.bins, part, partSize, size);
  }
  return {
    bins,
    binCount,
    binWidthHz,
    size,
    sampleRateHz,
    recordSeconds: length / sampleRateHz,
    window,
    powerScale: 2 / (size * window.energy),
  };
}

/** Adds one interleaved part's transform, turned by the samples it starts later; decimation in time. */
function addPart(bins: Float64Array, partBins: Float64Array, part: number, partSize: number, size: number): void {
  const half = partSize / 2;
  const step = (-2 * Math.PI * part) / size;
  const stepCos = Math.cos(step);
  const stepSin = Math.sin(step);
  const binCount = bins.length / 2;
  let cos = 1;
  let sin = 0;
  for (let bin = 0; bin < binCount; bin++) {
    if (bin % TWIDDLE_RUN === 0) {
      cos = Math.cos(step * bin);
      sin = Math.sin(step * bin);
    }
    // The part's own spectrum repeats, and mirrors about its half
    const folded = bin % partSize;
    const mirrored = folded > half;
    const source = 2 * (mirrored ? partSize - folded : folded);
    const re = partBins[source];
    const im = mirrored ? -partBins[source + 1] : partBins[source + 1];
    bins[2 * bin] += re * cos - im * sin;
    bins[2 * bin + 1] += re * sin + im * cos;
    const turned = cos * stepCos - sin * stepSin;
    sin = sin * stepCos + cos * stepSin;
    cos = turned;
  }
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
