import { createErrorFilter, fitPredictorOver } from '../../dsp/linearPrediction.ts';

/** What a first pass over a signal says, cheaply: where it may break, and how well its past explains it. */
export interface Screening {
  /** Stretches that hold every break and some that hold none. */
  readonly suspects: readonly Suspect[];
  /** Share of the windows with signal that their own past explains to 40 dB, 0 … 1: near 0 for noise. */
  readonly predictableShare: number;
}

/** A stretch that may hold a break; start and end frame, end exclusive. */
export interface Suspect {
  readonly start: number;
  readonly end: number;
  /** How much larger, as a power, than in noise the errors stand out all around: the products of a distorted multitone do. 1 or more. */
  readonly usual: number;
}

const PREDICTABLE_ERROR = 0.01;
/** Transforms of 43 ms. */
const SIZE_AT_48K = 2048;
/** One predictor is fitted over so many samples, spread over the window. */
const FITTED = 2000;
const BLOCK = 16;
/** Squared errors of two blocks over their variance; half of what a break needs. */
const SUSPECT = 100;
/** Windows on either side that say how far errors stand out without a break, and by how much more one does. */
const AROUND = 8;
const LEADING = 3;
/** A predictor is kept while its errors do not grow by more than this. */
const KEPT_GROWTH = 1.25;
/** Where a predictor did not last, the next is not tried again for so many windows: a sweep moves on. */
const MOVING_WINDOWS = 6;
const MEDIAN_OF = 256;

/**
 * Predicts a signal window by window and marks those in which the errors of neighbouring samples stand out. A predictor is fitted anew only where the last one
 * no longer explains the signal as well, so steady signals cost one fit; the errors come by way of the spectrum.
 * @param order of the predictor
 * @param leastError errors under this share of a window's rms are no break
 */
export function screen(
  samples: Float64Array,
  start: number,
  end: number,
  sampleRateHz: number,
  order: number,
  leastError: number,
): Screening {
  const filter = createErrorFilter(SIZE_AT_48K * 2 ** Math.max(0, Math.round(Math.log2(sampleRateHz / 48_000))), order);
  const { length } = filter;
  const windows = Math.floor((end - start - order) / length);
  const spans = Math.max(1, Math.round(length / FITTED));
  const spanFrames = Math.floor(length / spans / spans);
  const prominences = new Float64Array(windows);
  const levels = new Float64Array(windows);
  const scatters = new Float64Array(windows);
  let growthLimit = 0;
  let untried = 0;
  for (let window = 0; window < windows; window++) {
    const at = start + order + window * length;
    const level = rms(samples, at, length);
    levels[window] = level;
    const floor = leastError * level;
    let seen: Errors | null = null;
    if (untried === 0 && growthLimit > 0) {
      seen = errorsOf(filter.errorsAt(samples, at));
      if (!(seen.scatter <= Math.max(growthLimit, floor) && !standsOut(seen, floor))) seen = null;
      if (seen === null) untried = MOVING_WINDOWS;
    } else if (untried > 0) untried--;
    if (seen === null) {
      const starts = Array.from(
        { length: spans },
        (_, span) => at + Math.floor(((span + 0.5) * length) / spans - spanFrames / 2),
      );
      filter.setPredictor(fitPredictorOver(samples, starts, spanFrames, order));
      seen = errorsOf(filter.errorsAt(samples, at));
      growthLimit = KEPT_GROWTH * seen.scatter;
      if (standsOut(seen, floor)) growthLimit = 0;
    }
    scatters[window] = seen.scatter;
    prominences[window] = prominenceOf(seen, floor);
  }
  const suspects: Suspect[] = [];
  for (let window = 0; window < windows; window++) {
    if (prominences[window] <= SUSPECT) continue;
    const usual = usualProminence(prominences, window);
    const at = start + order + window * length;
    if (prominences[window] > usual * SUSPECT) suspects.push({ start: at, end: at + length, usual });
  }
  // What does not fill a window is looked at as it is
  const rest = start + order + windows * length;
  if (end > rest) suspects.push({ start: rest, end, usual: usualProminence(prominences, windows) });
  const loudest = levels.reduce((most, value) => Math.max(most, value), 0);
  let heard = 0;
  let predictable = 0;
  for (let window = 0; window < windows; window++) {
    if (levels[window] <= 0.01 * loudest) continue;
    heard++;
    if (scatters[window] <= PREDICTABLE_ERROR * levels[window]) predictable++;
  }
  return { suspects, predictableShare: heard === 0 ? 0 : predictable / heard };
}

interface Errors {
  /** Standard deviation of most of them. */
  readonly scatter: number;
  /** Largest sum of squares of two neighbouring blocks. */
  readonly largestPair: number;
}

function prominenceOf({ scatter, largestPair }: Errors, floor: number): number {
  const variance = Math.max(scatter, floor) ** 2;
  return variance > 0 ? largestPair / variance : 0;
}

const standsOut = (errors: Errors, floor: number): boolean => prominenceOf(errors, floor) > SUSPECT;

/** What a break near a window must exceed, over what it must in noise: by the middle one of the windows around. */
function usualProminence(prominences: Float64Array, window: number): number {
  const around = prominences.slice(Math.max(window - AROUND, 0), window + AROUND + 1).sort();
  return Math.max(1, (LEADING * (around[around.length >> 1] ?? 0)) / SUSPECT);
}

function errorsOf(errors: Float64Array): Errors {
  let largestPair = 0;
  let before = 0;
  for (let block = 0; block < errors.length; block += BLOCK) {
    let sum = 0;
    for (let index = block, last = Math.min(block + BLOCK, errors.length); index < last; index++)
      sum += errors[index] * errors[index];
    if (sum + before > largestPair) largestPair = sum + before;
    before = sum;
  }
  const step = errors.length / MEDIAN_OF;
  const magnitudes = new Float64Array(MEDIAN_OF);
  for (let index = 0; index < MEDIAN_OF; index++) magnitudes[index] = Math.abs(errors[Math.floor(index * step)]);
  magnitudes.sort();
  return { scatter: magnitudes[MEDIAN_OF >> 1] / 0.6745, largestPair };
}

export function rms(samples: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let index = start, end = start + length; index < end; index++) sum += samples[index] * samples[index];
  return Math.sqrt(sum / Math.max(length, 1));
}
