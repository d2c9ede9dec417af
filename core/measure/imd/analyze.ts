import { lineSpectrum } from '../../dsp/lineSpectrum.ts';
import { AmpbenchError } from '../../errors.ts';
import { checkFrequency } from '../checkFrequency.ts';
import { productHz, type ImdFigurePlan, type ImdPlan, type ProductMultiples } from './plan.ts';
import { soundingStretch, type Stretch } from './soundingStretch.ts';
import { readProduct, trackTone, type TrackedLine, type TrackedTone } from './trackedLines.ts';

export interface ProductReading {
  readonly multiples: ProductMultiples;
  readonly line: TrackedLine;
}

export interface ImdReading {
  readonly stretch: Stretch;
  /** Rms in the samples' unit. */
  readonly tones: readonly [TrackedTone, TrackedTone];
  /** Products below half the sample rate. */
  readonly products: readonly ProductReading[];
}

export interface ImdRatio {
  readonly ratio: number;
  /** k = 2, from noise. */
  readonly uncertainty: number;
  /** True: no product of it was told from the noise; `ratio` is an upper bound. */
  readonly isBound: boolean;
  /** False: a product lies beyond half the sample rate and is left out. */
  readonly isComplete: boolean;
}

/** Half width of a line in hertz where the record is long enough for it: hum 10 Hz beside a product stays out. */
const HALF_WIDTH_HZ = 5;
/** A record of T seconds can have lines of this divided by T at the least. */
const SHORTEST_LOBE_WIDTHS = 7.3;
/** Share of the distance between two lines that a half width may take. */
const WIDEST_SHARE = 0.45;
/** More of a capture adds nothing but memory. */
const LONGEST_SECONDS = 20;
/** Farther than any two audio clocks are apart. */
const CLOCK_RANGE = 1.5e-3;
/** What leakage and rounding may hold of the stronger tone: less than this is not told from nothing. */
const FLOOR_RATIO = 1e-8;
/** A tone of the stimulus holds at least this share of the power; the weaker of 4:1 holds 6 %. */
const LEAST_TONE_SHARE = 1e-3;

/** Distance between the two nearest of DC, tones and products. */
function leastSpacingHz({ tonesHz, products }: ImdPlan): number {
  const frequencies = [0, ...tonesHz, ...products.map((product) => productHz(tonesHz, product))].sort((a, b) => a - b);
  return frequencies.slice(1).reduce((least, value, index) => Math.min(least, value - frequencies[index]), Infinity);
}

/** Shortest steady stretch, seconds, in which a plan's lines can be told apart. */
export const shortestImdSeconds = (plan: ImdPlan): number =>
  SHORTEST_LOBE_WIDTHS / (WIDEST_SHARE * leastSpacingHz(plan));

/**
 * Both tones and all products of a capture of two tones (or of DIM's square and sine), each product read at its exact multiple of the tones' measured
 * frequencies and in step with their phases: neither coherence nor a shared clock is needed.
 * @returns null where the tones are not in the capture
 * @throws AmpbenchError `data/frequency-above-nyquist`, `data/record-too-short`
 * Floor: −160 dB of the stronger tone.
 */
export function analyzeImd(samples: Float64Array, sampleRateHz: number, plan: ImdPlan): ImdReading | null {
  const { tonesHz, products } = plan;
  const nyquistHz = sampleRateHz / 2;
  checkFrequency(tonesHz[1], sampleRateHz, 'the upper tone', 'intermodulation');
  const sounding = soundingStretch(samples, sampleRateHz);
  if (sounding === null) return null;
  const stretch = middleOf(sounding, Math.round(LONGEST_SECONDS * sampleRateHz));
  const seconds = stretch.length / sampleRateHz;
  const leastSeconds = shortestImdSeconds(plan);
  if (seconds < leastSeconds)
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `the tones last ${seconds.toFixed(3)} s but must last ${leastSeconds.toFixed(2)} s to tell the products of ${tonesHz.join(' and ')} Hz apart`,
      { seconds, leastSeconds },
      'Record the tones for longer.',
    );
  const halfWidthHz = Math.max(HALF_WIDTH_HZ, SHORTEST_LOBE_WIDTHS / seconds);
  const readable = products.filter((product) => productHz(tonesHz, product) + 2 * halfWidthHz < nyquistHz);
  const highestHz = Math.max(tonesHz[1], ...readable.map((product) => productHz(tonesHz, product))) * (1 + CLOCK_RANGE);
  const spectrum = lineSpectrum(
    samples,
    stretch.start,
    stretch.length,
    sampleRateHz,
    halfWidthHz,
    Math.min(highestHz + 4 * halfWidthHz, nyquistHz),
  );
  const tones = tonesHz.map((hz) => trackTone(spectrum, hz, CLOCK_RANGE * hz + 1 / seconds));
  let square = 0;
  for (let frame = stretch.start; frame < stretch.start + stretch.length; frame++) square += samples[frame] ** 2;
  const least = Math.sqrt((LEAST_TONE_SHARE * square) / stretch.length);
  if (tones.some((tone) => tone.isBound || tone.rms < least)) return null;
  const floorRms = FLOOR_RATIO * Math.max(tones[0].rms, tones[1].rms);
  return {
    stretch,
    tones: [tones[0], tones[1]],
    products: readable.map((multiples) => ({
      multiples,
      line: orFloor(readProduct(spectrum, tones, multiples), floorRms),
    })),
  };
}

const orFloor = (line: TrackedLine, floorRms: number): TrackedLine =>
  line.rms > floorRms ? line : { ...line, rms: floorRms, uncertaintyRms: floorRms, isBound: true };

function middleOf({ start, length }: Stretch, longest: number): Stretch {
  if (length <= longest) return { start, length };
  return { start: start + ((length - longest) >> 1), length: longest };
}

/** What a figure's ratios are relative to, in the samples' unit. */
export function referenceRms({ tones }: ImdReading, reference: ImdFigurePlan['reference']): number {
  const [first, second] = tones.map(({ rms }) => rms);
  return reference === 'f2' ? second : reference === 'sum' ? first + second : Math.hypot(first, second);
}

/** One figure from the products; null where none of its products lies below half the sample rate. */
export function imdRatio(reading: ImdReading, plan: ImdFigurePlan): ImdRatio | null {
  const lineOf = (product: ProductMultiples): TrackedLine | undefined =>
    reading.products.find(({ multiples }) => multiples.join() === product.join())?.line;
  const groups = plan.groups.map((group) => group.map(lineOf));
  const lines = groups.flat().filter((line) => line !== undefined);
  if (lines.length === 0) return null;
  const isBound = lines.every((line) => line.isBound);
  // Products under the noise count nothing beside others that stand out; what they may hold stands in the uncertainty
  const sums = groups.map((group) =>
    group.reduce((sum, line) => sum + (line === undefined || (line.isBound && !isBound) ? 0 : line.rms), 0),
  );
  const total = Math.hypot(...sums);
  const variance = groups.flatMap((group, index) =>
    group.map((line) => {
      if (line === undefined) return 0;
      if (line.isBound && !isBound && group.length === 1) return line.rms ** 2 / (2 * total);
      return (sums[index] / total) * line.uncertaintyRms;
    }),
  );
  const reference = referenceRms(reading, plan.reference);
  const tonesShare = Math.hypot(...reading.tones.map((tone) => tone.uncertaintyRms)) / reference;
  return {
    ratio: total / reference,
    uncertainty: isBound ? total / reference : Math.hypot(...variance, total * tonesShare) / reference,
    isBound,
    isComplete: lines.length === groups.flat().length,
  };
}
