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
  /** Interleaved re, im of Σ w·x·e^(−2πi kn/size), turned where there are `backTurns`; bin k lies at k·binWidthHz. */
  readonly bins: Float64Array;
  /**
   * What turns each bin back to the record's own phase, interleaved: half-band filters before the transform delay what they let through, and change nothing else of
   * it. Null where there were none.
   */
  readonly backTurns: Float64Array | null;
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

/** Weights a record of which one sample in `step` stands in `target`, from its first on; behind its end there are zeros. */
function weigh(target: Float64Array, { length, rise, thinRise }: TaperedRectangle, step: number): void {
  const last = length - 1;
  const lastIndex = Math.floor(last / step);
  const rising = step === 1 ? rise : thinRise(step, 0);
  const falling = step === 1 ? rise : thinRise(step, last % step);
  for (let index = 0; index < rising.length; index++) target[index] *= rising[index];
  // The middle sample of one that is tapered throughout has its weight already
  for (let index = Math.max(lastIndex - falling.length + 1, rising.length); index <= lastIndex; index++)
    target[index] *= falling[lastIndex - index];
  target.fill(0, lastIndex + 1);
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
  const record = samples.subarray(start, start + length);
  if (filters.length === 0) plan.samples.set(record);
  else fillHalved(plan.samples, filters, record);
  // Weighted after the filters: the window then stands over what they let through, and a line keeps its exact shape
  weigh(plan.samples, window, 2 ** filters.length);
  plan.forward();
  return {
    bins: plan.bins.slice(0, 2 * binCount),
    backTurns: filters.length === 0 ? null : halvingCorrection(filters, size, binCount),
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
