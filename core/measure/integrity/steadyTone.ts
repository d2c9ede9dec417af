import { nextPowerOfTwo, windowedPower } from '../../dsp/fft.ts';

/** A capture that is one steady tone: which, and where it is steady. */
export interface SteadyTone {
  readonly frequencyHz: number;
  readonly start: number;
  readonly length: number;
}

/** Share of the power within the line's lobe that makes a capture one tone. */
const TONE_SHARE = 0.98;
/** The same at both ends, where a fault may lie. */
const TONE_SHARE_AT_ENDS = 0.5;
const LOBE_BINS = 3;
const MOST_RECORD = 65536;
const BLOCK_SECONDS = 0.01;
/** Level of a block, re the middle one, that still belongs to the steady part, and what is left out at its ends. */
const STEADY_LEVEL = 0.5;
const MARGIN_SECONDS = 0.03;
/** More blocks than this share away from the middle level: a stimulus of several levels. */
const MOST_OTHER = 0.1;
const LEAST_SECONDS = 0.2;

/**
 * The one tone a capture consists of, between its ramps; null where it is anything else.
 * @param harmonics how many multiples of its frequency, itself among them, count as the tone
 */
export function steadyToneIn(samples: Float64Array, sampleRateHz: number, harmonics = 1): SteadyTone | null {
  const size = Math.max(1, Math.round(BLOCK_SECONDS * sampleRateHz));
  const blocks = Math.floor(samples.length / size);
  const levels = Array.from({ length: blocks }, (_, block) => {
    let most = 0;
    for (let index = block * size; index < (block + 1) * size; index++) most = Math.max(most, Math.abs(samples[index]));
    return most;
  });
  const usual = [...levels].sort((a, b) => a - b)[Math.floor(0.6 * blocks)] ?? 0;
  const isLoud = (level: number): boolean => level > STEADY_LEVEL * usual;
  const margin = Math.round(MARGIN_SECONDS * sampleRateHz);
  const start = levels.findIndex(isLoud) * size + margin;
  const length = (levels.findLastIndex(isLoud) + 1) * size - margin - start;
  if (!(usual > 0) || length < LEAST_SECONDS * sampleRateHz) return null;
  const steady = levels.slice(Math.ceil(start / size), Math.floor((start + length) / size));
  const others = steady.filter((level) => !isLoud(level) || level > usual / STEADY_LEVEL).length;
  if (others > MOST_OTHER * steady.length) return null;
  const record = Math.min(length, MOST_RECORD);
  const middle = powersOf(samples, start + ((length - record) >> 1), record);
  let best = 1;
  for (let bin = 1; bin < middle.length - 1; bin++) if (middle[bin] > middle[best]) best = bin;
  const reach = Math.ceil((LOBE_BINS * 2 * (middle.length - 1)) / record);
  if (shareAround(middle, best, reach, harmonics) < TONE_SHARE) return null;
  // A step or a slow sweep may be one tone in its middle
  for (const from of [start, start + length - record])
    if (shareAround(powersOf(samples, from, record), best, reach, harmonics) < TONE_SHARE_AT_ENDS) return null;
  let lobe = 0;
  let moment = 0;
  for (let bin = Math.max(1, best - reach); bin <= Math.min(best + reach, middle.length - 2); bin++) {
    lobe += middle[bin];
    moment += middle[bin] * bin;
  }
  return { frequencyHz: ((moment / lobe) * sampleRateHz) / (2 * (middle.length - 1)), start, length };
}

let lastHann = new Float64Array(0);

/** The last one is kept: captures of a session have one length. */
function hann(length: number): Float64Array {
  if (lastHann.length !== length)
    lastHann = Float64Array.from({ length }, (_, index) => Math.sin((Math.PI * (index + 0.5)) / length) ** 2);
  return lastHann;
}

/** Power spectrum of a stretch under a Hann window. */
function powersOf(samples: Float64Array, start: number, length: number): Float64Array {
  return windowedPower(samples, start, hann(length), 0, 1, new Float64Array(nextPowerOfTwo(length) / 2 + 1));
}

/** Share of the power, DC apart, that lies around a bin and its multiples. */
function shareAround(powers: Float64Array, best: number, reach: number, harmonics: number): number {
  let lobe = 0;
  let total = 0;
  for (let bin = 1; bin < powers.length - 1; bin++) {
    total += powers[bin];
    const order = Math.round(bin / best);
    // The bin is the frequency to half a bin only
    if (order >= 1 && order <= harmonics && Math.abs(bin - order * best) <= reach + (order - 1) / 2)
      lobe += powers[bin];
  }
  return total > 0 ? lobe / total : 0;
}
