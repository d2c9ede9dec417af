/** Part of a capture: `length` frames from `start`. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Long against the beat of any two tones in use and against a cycle of the lowest. */
const BLOCK_SECONDS = 0.05;
/** A block sounds when it is within 8 dB of the capture's loud blocks. */
const SOUNDING_RATIO = 0.4;

/** Sum of squares. */
function energyOf(samples: Float64Array, start: number, count: number): number {
  // Four sums: an addition need not wait for the one just before
  let square0 = 0;
  let square1 = 0;
  let square2 = 0;
  let square3 = 0;
  const end = start + count;
  let frame = start;
  for (; frame + 3 < end; frame += 4) {
    square0 += samples[frame] * samples[frame];
    square1 += samples[frame + 1] * samples[frame + 1];
    square2 += samples[frame + 2] * samples[frame + 2];
    square3 += samples[frame + 3] * samples[frame + 3];
  }
  for (; frame < end; frame++) square0 += samples[frame] * samples[frame];
  return square0 + square1 + (square2 + square3);
}

/**
 * The longest stretch of a capture in which something plays on and on, less a block at either end where it fades or sets in.
 * @returns null where nothing lasts three blocks, or all is zero
 */
export function soundingStretch(samples: Float64Array, sampleRateHz: number): Stretch | null {
  const block = Math.max(Math.round(BLOCK_SECONDS * sampleRateHz), 1);
  const levels = new Float64Array(Math.floor(samples.length / block));
  for (let index = 0; index < levels.length; index++) {
    levels[index] = Math.sqrt(energyOf(samples, index * block, block) / block);
  }
  // The upper quartile: a click is no reference, and silence may be most of the capture
  const loud = Float64Array.from(levels).sort()[Math.floor(levels.length * 0.9)] ?? 0;
  if (loud === 0) return null;
  let best = { first: 0, count: 0 };
  let first = 0;
  for (let index = 0; index <= levels.length; index++) {
    if (index < levels.length && levels[index] >= SOUNDING_RATIO * loud) continue;
    if (index - first > best.count) best = { first, count: index - first };
    first = index + 1;
  }
  if (best.count < 3) return null;
  return { start: (best.first + 1) * block, length: (best.count - 2) * block };
}
