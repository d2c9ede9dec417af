import { realFftPlan } from './fft.ts';
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

/** Every `stride`th sample from `from` on, as many as fit between two places of the target. */
function copyStrided(
  target: Float64Array,
  at: number,
  end: number,
  samples: Float64Array,
  from: number,
  stride: number,
): void {
  let source = from;
  for (let index = at; index < end; index++) {
    target[index] = samples[source];
    source += stride;
  }
}

/** The same times weights, which may run backwards. */
function multiplyStrided(
  target: Float64Array,
  at: number,
  end: number,
  samples: Float64Array,
  from: number,
  stride: number,
  weights: Float64Array,
  weightFrom: number,
  weightStride: number,
): void {
  let source = from;
  let weight = weightFrom;
  for (let index = at; index < end; index++) {
    target[index] = weights[weight] * samples[source];
    source += stride;
    weight += weightStride;
  }
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
  const fallFrame = Math.max(length - rise.length, rise.length);
  const riseEnd = Math.ceil((rise.length - part) / parts);
  const flatEnd = Math.ceil((fallFrame - part) / parts);
  const end = Math.ceil((length - part) / parts);
  const from = start + part;
  multiplyStrided(target, 0, riseEnd, samples, from, parts, rise, part, parts);
  copyStrided(target, riseEnd, flatEnd, samples, from + riseEnd * parts, parts);
  const fallFrom = part + flatEnd * parts;
  multiplyStrided(target, flatEnd, end, samples, start + fallFrom, parts, rise, length - 1 - fallFrom, -parts);
  target.fill(0, end);
}

/** e^(−2πi k/size) for the bins of the transform made last; records of one length follow each other. */
let twiddles = { size: 0, values: new Float64Array(0) };

function twiddlesFor(size: number, binCount: number): Float64Array {
  if (twiddles.size !== size || twiddles.values.length < 2 * binCount) {
    const values = new Float64Array(2 * binCount);
    for (let bin = 0; bin < binCount; bin++) {
      const angle = (-2 * Math.PI * bin) / size;
      values[2 * bin] = Math.cos(angle);
      values[2 * bin + 1] = Math.sin(angle);
    }
    twiddles = { size, values };
  }
  return twiddles.values;
}

/** bins·e^(−2πi k/size) + the part's own bins: Horner's rule over the parts of a decimation in time, last part first. */
function turnAndAdd(bins: Float64Array, partBins: Float64Array, partSize: number, turns: Float64Array): void {
  const half = partSize / 2;
  const binCount = bins.length / 2;
  for (let runStart = 0; runStart < binCount;) {
    // The part's own spectrum repeats, and mirrors about its half
    const folded = runStart % partSize;
    const mirrored = folded >= half;
    const runEnd = Math.min(runStart + (mirrored ? partSize : half) - folded, binCount);
    const stride = mirrored ? -2 : 2;
    const sign = mirrored ? -1 : 1;
    let source = 2 * (mirrored ? partSize - folded : folded);
    for (let at = 2 * runStart; at < 2 * runEnd; at += 2) {
      const re = bins[at];
      const im = bins[at + 1];
      const cos = turns[at];
      const sin = turns[at + 1];
      bins[at] = re * cos - im * sin + partBins[source];
      bins[at + 1] = re * sin + im * cos + sign * partBins[source + 1];
      source += stride;
    }
    runStart = runEnd;
  }
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
  const { parts, partSize } = transformShape(length);
  const size = parts * partSize;
  const binWidthHz = sampleRateHz / size;
  const binCount = Math.min(Math.ceil(highestHz / binWidthHz), size / 2) + 1;
  const plan = realFftPlan(partSize);
  const bins = new Float64Array(2 * binCount);
  const turns = parts === 1 ? null : twiddlesFor(size, binCount);
  for (let part = parts - 1; part >= 0; part--) {
    weightedPart(samples, start, window, part, parts, plan.samples);
    plan.forward();
    if (turns === null) bins.set(plan.bins.subarray(0, bins.length));
    else turnAndAdd(bins, plan.bins, partSize, turns);
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
