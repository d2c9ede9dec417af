/** Part of a capture: `length` frames from `start`. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Long against the beat of any two tones in use and against a cycle of the lowest. */
const BLOCK_SECONDS = 0.05;
/** A block sounds when it is within 8 dB of the capture's loud blocks. */
const SOUNDING_RATIO = 0.4;

/** Of more frames a second some are passed over. The squares of what is heard lie clear of this rate. */
const LEAST_READINGS_HZ = 64_000;

/** Mean of squares of one frame in `step`. */
function meanSquareOf(samples: Float64Array, start: number, count: number, step: number): number {
  // Four sums: an addition need not wait for the one just before
  let square0 = 0;
  let square1 = 0;
  let square2 = 0;
  let square3 = 0;
  const end = start + count;
  let frame = start;
  const stride = 4 * step;
  for (; frame + 3 * step < end; frame += stride) {
    const a = samples[frame];
    const b = samples[frame + step];
    const c = samples[frame + 2 * step];
    const d = samples[frame + 3 * step];
    square0 += a * a;
    square1 += b * b;
    square2 += c * c;
    square3 += d * d;
  }
  for (; frame < end; frame += step) square0 += samples[frame] * samples[frame];
  return (square0 + square1 + (square2 + square3)) / Math.ceil(count / step);
}

/**
 * The longest stretch of a capture in which something plays on and on, less a block at either end where it fades or sets in.
 * @returns null where nothing lasts three blocks, or all is zero
 */
export function soundingStretch(samples: Float64Array, sampleRateHz: number): Stretch | null {
  const block = Math.max(Math.round(BLOCK_SECONDS * sampleRateHz), 1);
  const step = Math.max(Math.floor(sampleRateHz / LEAST_READINGS_HZ), 1);
  const levels = new Float64Array(Math.floor(samples.length / block));
  for (let index = 0; index < levels.length; index++) {
    levels[index] = Math.sqrt(meanSquareOf(samples, index * block, block, step));
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
