import { inverseRealFft, nextPowerOfTwo, realFft } from '../dsp/fft.ts';
import type { Density } from './crossSpectra.ts';
import { weightedMedian } from './weightedMedian.ts';
import { coverageFactor } from '../uncertainty/combine.ts';

/** A straight line through the group delays of a capture's blocks: delay(t) = delaySeconds + slope·(t − centreSeconds). */
export interface DelayLine {
  readonly centreSeconds: number;
  readonly delaySeconds: number;
  /** Delay gained per second: −ppm·10⁻⁶. */
  readonly slope: number;
  /** Standard uncertainties. */
  readonly slopeStandard: number;
  readonly delayStandard: number;
  /** Share of the blocks that lie on the line, 0 … 1. */
  readonly foundShare: number;
}

const BLOCK_SECONDS = 0.12;
const MOST_BLOCKS = 48;
const MOST_SPARSE_BLOCKS = 20;
/** Delays are looked for this far on either side: half a millisecond of coarse alignment and 100 ppm of 20 s. */
const SEARCH_SECONDS = 0.004;
/** A block narrower than this many lines is a steady tone to it: its envelope tells no delay. */
const LEAST_WIDTH_BINS = 4;
const LEAST_CORRELATION = 0.3;
/** A second peak as high as this: two tones, whose beats look alike. */
const LARGEST_RIVAL = 0.93;
const LEAST_BLOCKS = 4;
/** What the DUT's own group delay may differ by between the frequencies of two blocks, seconds: a −1 dB corner of 10 Hz seen at 500 Hz. */
export const GROUP_DELAY_SPREAD_SECONDS = 3e-6;

interface BlockDelay {
  readonly seconds: number;
  readonly delaySeconds: number;
  readonly weight: number;
  /** Seconds by which the delay is read too late for each unit of slope: in a chirp another rate looks like another time. */
  readonly couplingSeconds: number;
}

/** Delay of one block by the peak of the correlation's envelope; null where the block has no width or is not in the capture. */
function blockDelay(
  reference: Float64Array,
  capture: Float64Array,
  start: number,
  latencyFrames: number,
  sampleRateHz: number,
): Omit<BlockDelay, 'seconds'> | null {
  const size = nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz);
  const search = Math.round(SEARCH_SECONDS * sampleRateHz);
  const length = size - 2 * search;
  const played = new Float64Array(size);
  for (let index = 0; index < length; index++)
    played[index] = reference[start + index] * (1 - Math.cos((2 * Math.PI * (index + 0.5)) / length));
  const from = start + latencyFrames - search;
  if (from < 0 || from + size > capture.length) return null;
  const cross = realFft(withoutMean(capture.subarray(from, from + size)), size);
  const x = realFft(played, size);
  const quadrature = new Float64Array(cross.length);
  for (let index = 0; index < length; index++) played[index] *= index + 0.5 - length / 2;
  const timed = realFft(played, size);
  let energy = 0;
  let first = 0;
  let second = 0;
  let product = 0;
  let mean = 0;
  let recorded = 0;
  for (let index = 0; index < cross.length; index += 2) {
    recorded += cross[index] ** 2 + cross[index + 1] ** 2;
    const re = cross[index] * x[index] + cross[index + 1] * x[index + 1];
    const im = cross[index + 1] * x[index] - cross[index] * x[index + 1];
    cross[index] = re;
    cross[index + 1] = im;
    quadrature[index] = im;
    quadrature[index + 1] = -re;
    const power = x[index] ** 2 + x[index + 1] ** 2;
    energy += power;
    first += power * index;
    second += power * index * index;
    // Group delay times power (L. Cohen, "Time-Frequency Analysis", eq. 1.98), times frequency
    const timePower = index * (timed[index] * x[index] + timed[index + 1] * x[index + 1]);
    mean += timePower;
    product += timePower * index;
  }
  const widthBins = Math.sqrt(Math.max(second / energy - (first / energy) ** 2, 0)) / 2;
  if (!(widthBins > LEAST_WIDTH_BINS)) return null;
  const inPhase = inverseRealFft(cross);
  const outOfPhase = inverseRealFft(quadrature);
  let best = 0;
  const envelopeAt = (index: number): number => Math.hypot(inPhase[index], outOfPhase[index]);
  for (let index = 1; index < 2 * search; index++) if (envelopeAt(index) > envelopeAt(best)) best = index;
  const peak = envelopeAt(best);
  const correlation = (peak * size) / (2 * Math.sqrt(energy * recorded));
  if (best === 0 || best === 2 * search - 1 || !(correlation > LEAST_CORRELATION)) return null;
  if (rivalOf(envelopeAt, best, 2 * search) > LARGEST_RIVAL * peak) return null;
  const before = envelopeAt(best - 1);
  const after = envelopeAt(best + 1);
  const offset = (0.5 * (before - after)) / (before - 2 * peak + after);
  return {
    delaySeconds: (latencyFrames - search + best + offset) / sampleRateHz,
    weight: widthBins ** 2 * correlation ** 2,
    couplingSeconds:
      (product / energy - (mean / energy) * (first / energy)) /
      (second / energy - (first / energy) ** 2) /
      sampleRateHz,
  };
}

/** An offset of the recorder's is no part of what was recorded. */
function withoutMean(samples: Float64Array): Float64Array {
  let sum = 0;
  for (let index = 0; index < samples.length; index++) sum += samples[index];
  const mean = sum / samples.length;
  const out = new Float64Array(samples.length);
  for (let index = 0; index < samples.length; index++) out[index] = samples[index] - mean;
  return out;
}

/** The highest value beyond the valleys on either side of a peak. */
function rivalOf(valueAt: (index: number) => number, peak: number, end: number): number {
  let rival = 0;
  for (const step of [-1, 1]) {
    let index = peak + step;
    while (index > 0 && index < end - 1 && valueAt(index + step) <= valueAt(index)) index += step;
    for (; index >= 0 && index < end; index += step) rival = Math.max(rival, valueAt(index));
  }
  return rival;
}

function weightedLine(
  delays: readonly BlockDelay[],
  weights: readonly number[],
): Omit<DelayLine, 'foundShare'> & { spanSeconds: number } {
  let sum = 0;
  let sumT = 0;
  let sumD = 0;
  for (const [index, { seconds, delaySeconds }] of delays.entries()) {
    sum += weights[index];
    sumT += weights[index] * seconds;
    sumD += weights[index] * delaySeconds;
  }
  const centreSeconds = sumT / sum;
  const delaySeconds = sumD / sum;
  let square = 0;
  let product = 0;
  for (const [index, delay] of delays.entries()) {
    square += weights[index] * (delay.seconds - centreSeconds) ** 2;
    product += weights[index] * (delay.seconds - centreSeconds) * (delay.delaySeconds - delaySeconds);
  }
  const slope = product / square;
  let residual = 0;
  for (const [index, delay] of delays.entries())
    residual += weights[index] * (delay.delaySeconds - delaySeconds - slope * (delay.seconds - centreSeconds)) ** 2;
  const variance = residual / Math.max(delays.length - 2, 1);
  const student = coverageFactor(Math.max(delays.length - 2, 1)) / 2;
  return {
    centreSeconds,
    delaySeconds,
    slope,
    slopeStandard: student * Math.sqrt(variance / square),
    delayStandard: student * Math.sqrt(variance / sum),
    // Of a uniform spread of blocks with the same lever
    spanSeconds: Math.sqrt((12 * square) / sum),
  };
}

/**
 * Rate and latency from the group delays of blocks of 0.12 s, by a line that outliers do not bend (Tukey's weights). Good to about a microsecond over
 * the capture's length: the DUT's own group delay, which differs with frequency, is in it, and stands in the uncertainty.
 * @returns null where the reference has no width anywhere (steady tones) or is not in the capture
 */
export function groupDelayLine(
  reference: Float64Array,
  capture: Float64Array,
  latencyFrames: number,
  sampleRateHz: number,
  density: Density,
): DelayLine | null {
  const size = nextPowerOfTwo(BLOCK_SECONDS * sampleRateHz);
  const length = size - 2 * Math.round(SEARCH_SECONDS * sampleRateHz);
  const count = Math.min(
    density === 'full' ? MOST_BLOCKS : MOST_SPARSE_BLOCKS,
    Math.floor((2 * reference.length) / length),
  );
  const delays: BlockDelay[] = [];
  for (let block = 0; block < count; block++) {
    const start = Math.round(((reference.length - length) * block) / Math.max(count - 1, 1));
    const found = blockDelay(reference, capture, start, latencyFrames, sampleRateHz);
    if (found !== null) delays.push({ ...found, seconds: (start + length / 2) / sampleRateHz });
  }
  if (delays.length < LEAST_BLOCKS) return null;
  const robust = robustLine(delays);
  const decoupled = delays.map((delay) => ({
    ...delay,
    delaySeconds: delay.delaySeconds - robust.slope * delay.couplingSeconds,
  }));
  return robustLine(decoupled);
}

/** A line through the middle of all pairs' slopes, which a block that holds two signals cannot bend (H. Theil, 1950; P. K. Sen, 1968). */
function medianLine(delays: readonly BlockDelay[]): { at: (seconds: number) => number } {
  const pairs = delays.flatMap((a, index) =>
    delays.slice(index + 1).map((b) => ({
      value: (b.delaySeconds - a.delaySeconds) / (b.seconds - a.seconds),
      weight: (b.seconds - a.seconds) * Math.sqrt(Math.sqrt(a.weight * b.weight)),
    })),
  );
  const slope = weightedMedian(pairs);
  const offset = weightedMedian(
    delays.map(({ seconds, delaySeconds, weight }) => ({
      value: delaySeconds - slope * seconds,
      weight: Math.sqrt(weight),
    })),
  );
  return { at: (seconds) => offset + slope * seconds };
}

/** A line by Tukey's weights, from the one through the medians. */
function robustLine(delays: readonly BlockDelay[]): DelayLine {
  let { at } = medianLine(delays);
  let weights = delays.map(({ weight }) => weight);
  let line = weightedLine(delays, weights);
  for (let pass = 0; pass < 6; pass++) {
    const distances = delays.map(
      ({ seconds, delaySeconds, weight }) => Math.abs(delaySeconds - at(seconds)) * Math.sqrt(weight),
    );
    const median = [...distances].sort((a, b) => a - b)[distances.length >> 1];
    const reach = 4.685 * 1.4826 * Math.max(median, Number.MIN_VALUE);
    const next = delays.map(({ weight }, index) => weight * Math.max(0, 1 - (distances[index] / reach) ** 2) ** 2);
    if (next.filter((weight) => weight > 0).length < LEAST_BLOCKS) break;
    weights = next;
    line = weightedLine(delays, weights);
    const { delaySeconds: middle, slope, centreSeconds } = line;
    at = (seconds) => middle + slope * (seconds - centreSeconds);
  }
  const kept = delays.filter((_, index) => weights[index] > 0);
  return {
    ...line,
    foundShare: kept.length / delays.length,
    slopeStandard: Math.hypot(
      line.slopeStandard,
      GROUP_DELAY_SPREAD_SECONDS / Math.max(line.spanSeconds, BLOCK_SECONDS),
    ),
  };
}
