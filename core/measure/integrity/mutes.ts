import { fitPredictor, predictionError } from '../../dsp/linearPrediction.ts';
import type { Found } from './checkStretch.ts';
import { rms } from './screening.ts';

/** A stretch in which a signal is gone that was there before and is there again after. */
export interface Mute {
  readonly frame: number;
  readonly frames: number;
}

const BLOCK_SECONDS = 0.002;
/** Level that counts as gone, re what came before; and as back. */
const GONE = 0.1;
const BACK = 0.5;
/** Level just before it must be that of the time before, so that a ramp to silence is no mute. */
const STEADY_BLOCKS = 25;
/** A bass tone of 5 Hz stays below a tenth of its peak for 6 ms. */
const LEAST_BLOCKS = 5;
/** From this on, re what came before, the pause may hold a quieter part of the stimulus: then its own past predicts it. */
const SIGNAL = 2e-3;
const PREDICTED = 0.3;
const ORDER = 24;
const LOOKED_AT = 1024;
/** So many pauses of one length, within this share of it. */
const LEAST_BURSTS = 2;
const SAME_LENGTH = 0.1;

/**
 * Mutes of 10 ms and more: the level falls by 20 dB within 4 ms and comes back as abruptly. Ramped pauses of a stimulus are none nor is a stretch that
 * holds a quieter signal.
 */
export function findMutes(samples: Float64Array, start: number, end: number, sampleRateHz: number): Mute[] {
  const size = Math.max(1, Math.round(BLOCK_SECONDS * sampleRateHz));
  const count = Math.floor((end - start) / size);
  const levels = new Float64Array(count);
  for (let block = 0; block < count; block++) {
    let sum = 0;
    for (let index = start + block * size, last = index + size; index < last; index++) sum += samples[index] ** 2;
    levels[block] = Math.sqrt(sum / size);
  }
  const mutes: Mute[] = [];
  for (let block = STEADY_BLOCKS + 2; block < count; block++) {
    const before = levels.subarray(block - STEADY_BLOCKS - 2, block - 1);
    const level = meanOf(before);
    if (!(level > 0) || levels[block] >= GONE * level || levels[block - 2] < BACK * level) continue;
    let back = block;
    while (back < count && levels[back] < GONE * level) back++;
    const isBack = back + 1 < count && levels[back + 1] > BACK * level;
    if (isBack && back - block >= LEAST_BLOCKS) {
      const frame = refine(samples, start + (block - 1) * size, start + block * size, GONE * level);
      const frames = start + back * size - frame;
      if (!isSignal(samples, frame, frames, level)) mutes.push({ frame, frames });
    }
    block = back;
  }
  return mutes;
}

/** Findings without mutes where two and more have one length: of a stimulus that is not known they are the pauses between bursts. */
export function withoutBursts(found: readonly Found[]): readonly Found[] {
  const pauses = found.filter(({ code }) => code === 'muted').map(({ count }) => count ?? 0);
  const longest = Math.max(0, ...pauses);
  const areBursts = pauses.length >= LEAST_BURSTS && pauses.every((frames) => frames > (1 - SAME_LENGTH) * longest);
  return areBursts ? found.filter(({ code }) => code !== 'muted') : found;
}

/** Whether a pause holds a signal, not noise: told by its middle. */
function isSignal(samples: Float64Array, frame: number, frames: number, levelBefore: number): boolean {
  const length = Math.min(frames - 2 * ORDER, LOOKED_AT);
  if (length < 8 * ORDER) return false;
  const start = frame + ((frames - length) >> 1);
  const level = rms(samples, start, length);
  if (level < SIGNAL * levelBefore) return false;
  const errors = new Float64Array(length);
  predictionError(samples, start, length, fitPredictor(samples, start, length, ORDER), errors);
  return rms(errors, 0, length) < PREDICTED * level;
}

/** The last sample above a level in a stretch, plus one. */
function refine(samples: Float64Array, from: number, to: number, level: number): number {
  let frame = to;
  while (frame > from && Math.abs(samples[frame - 1]) < level) frame--;
  return frame;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
