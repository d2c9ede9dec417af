import type { Stretch } from '../imd/soundingStretch.ts';

/** A channel and where it alone is driven. */
export interface DrivenStretch {
  /** Counted from 0. */
  readonly channel: number;
  readonly stretch: Stretch;
}

const BLOCK_SECONDS = 0.05;
/** A driven block is within 8 dB of its channel's loud blocks … */
const SOUNDING_RATIO = 0.4;
/** … and at least 6 dB over every other channel: worse separation than that is no separation. */
const DOMINANCE_RATIO = 2;
const LEAST_BLOCKS = 3;

/** Rms of each block of a channel. */
function blockLevels(samples: Float64Array, block: number): Float64Array {
  const levels = new Float64Array(Math.floor(samples.length / block));
  for (let index = 0; index < levels.length; index++) {
    let square = 0;
    for (let frame = index * block; frame < (index + 1) * block; frame++) square += samples[frame] * samples[frame];
    levels[index] = Math.sqrt(square / block);
  }
  return levels;
}

/**
 * For each channel the longest stretch in which it alone is driven, less a block at either end; channels that never are have none.
 * @param drivenChannel the only one that can be, counted from 0; then nothing is asked of the others' levels
 */
export function drivenStretches(
  channels: readonly Float64Array[],
  sampleRateHz: number,
  drivenChannel: number | null,
): readonly DrivenStretch[] {
  const block = Math.max(Math.round(BLOCK_SECONDS * sampleRateHz), 1);
  const levels = channels.map((samples) => blockLevels(samples, block));
  const driven: DrivenStretch[] = [];
  for (const [channel, own] of levels.entries()) {
    if (drivenChannel !== null && channel !== drivenChannel) continue;
    const loudest = own.reduce((most, level) => Math.max(most, level), 0);
    const drives = (index: number): boolean =>
      own[index] > 0 &&
      own[index] >= SOUNDING_RATIO * loudest &&
      (drivenChannel !== null ||
        levels.every((other) => other === own || DOMINANCE_RATIO * other[index] <= own[index]));
    let first = 0;
    let best = { first: 0, count: 0 };
    for (let index = 0; index <= own.length; index++) {
      if (index < own.length && drives(index)) continue;
      if (index - first > best.count) best = { first, count: index - first };
      first = index + 1;
    }
    if (best.count >= LEAST_BLOCKS)
      driven.push({ channel, stretch: { start: (best.first + 1) * block, length: (best.count - 2) * block } });
  }
  return driven;
}
