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
const shortestImdSeconds = (plan: ImdPlan): number => SHORTEST_LOBE_WIDTHS / (WIDEST_SHARE * leastSpacingHz(plan));

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
  const linesHz = [...tonesHz, ...products.map((product) => productHz(tonesHz, product))];
  const tones = tonesHz.map((hz) => trackTone(spectrum, hz, CLOCK_RANGE * hz + 1 / seconds, linesHz));
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
      line: orFloor(readProduct(spectrum, tones, multiples, linesHz), floorRms),
    })),
  };
}

const orFloor = (line: TrackedLine, floorRms: number): TrackedLine =>
  line.rms > floorRms
    ? line
    : {
        ...line,
        rms: floorRms,
        uncertaintyRms: floorRms,
        isBound: true,
        netMeanSquare: 0,
        noiseMeanSquare: floorRms ** 2,
      };

function middleOf({ start, length }: Stretch, longest: number): Stretch {
  if (length <= longest) return { start, length };
  return { start: start + ((length - longest) >> 1), length: longest };
}

/** What a figure's ratios are relative to, in the samples' unit. */
export function referenceRms({ tones }: ImdReading, reference: ImdFigurePlan['reference']): number {
  const [first, second] = tones.map(({ rms }) => rms);
  return reference === 'f2' ? second : reference === 'sum' ? first + second : Math.hypot(first, second);
}

/** Power of a group of products that add as they are, and its variance. */
function groupPower(lines: readonly TrackedLine[]): { readonly power: number; readonly variance: number } {
  if (lines.length === 1) {
    const [{ netMeanSquare, noiseMeanSquare }] = lines;
    // |A + n|²: noise in step with the line, and noise with itself
    const variance = 2 * Math.max(netMeanSquare, 0) * noiseMeanSquare + noiseMeanSquare ** 2;
    return { power: netMeanSquare, variance };
  }
  const sum = lines.reduce((total, line) => total + Math.sqrt(Math.max(line.netMeanSquare, 0)), 0);
  const standard = Math.hypot(...lines.map((line) => line.uncertaintyRms)) / 2;
  return { power: sum * sum, variance: (2 * sum * standard) ** 2 + 2 * standard ** 4 };
}

/** One figure from the products; null where none of its products lies below half the sample rate. */
export function imdRatio(reading: ImdReading, plan: ImdFigurePlan): ImdRatio | null {
  const wanted = plan.groups.map((group) =>
    group.flatMap((product) => reading.products.filter(({ multiples }) => multiples.join() === product.join())),
  );
  const groups = wanted.map((group) => group.map(({ line }) => line)).filter((group) => group.length > 0);
  if (groups.length === 0) return null;
  const reference = referenceRms(reading, plan.reference);
  const isComplete = wanted.flat().length === plan.groups.flat().length;
  const parts = groups.map(groupPower);
  const power = parts.reduce((sum, part) => sum + part.power, 0);
  if (power <= 0 || groups.flat().every((line) => line.isBound)) {
    const sums = groups.map((group) => group.reduce((sum, line) => sum + line.rms, 0));
    const ratio = Math.hypot(...sums) / reference;
    return { ratio, uncertainty: ratio, isBound: true, isComplete };
  }
  const total = Math.sqrt(power);
  const standard = Math.sqrt(parts.reduce((sum, { variance }) => sum + variance, 0)) / (2 * total);
  const tonesShare = Math.hypot(...reading.tones.map((tone) => tone.uncertaintyRms)) / reference;
  return {
    ratio: total / reference,
    uncertainty: Math.hypot(2 * standard, total * tonesShare) / reference,
    isBound: false,
    isComplete,
  };
}
