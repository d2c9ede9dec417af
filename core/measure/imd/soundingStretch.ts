/** Part of a capture: `length` frames from `start`. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Long against the beat of any two tones in use and against a cycle of the lowest. */
const BLOCK_SECONDS = 0.05;
/** A block sounds when it is within 8 dB of the capture's loud blocks. */
const SOUNDING_RATIO = 0.4;

/**
 * From this rate on four frames of thirteen are read. Their distances mod 13 are all different (a perfect difference set), so that no tone's square, wherever
 * it folds to, moves the mean by more than √3/4 of itself: a level is right within 4 dB.
 */
const SPARSE_FROM_HZ = 128_000;
const SPARSE_FRAMES = 13;

function meanSquareOf(samples: Float64Array, start: number, count: number, isSparse: boolean): number {
  // Four sums: an addition need not wait for the one just before
  let square0 = 0;
  let square1 = 0;
  let square2 = 0;
  let square3 = 0;
  const [second, third, fourth, stride] = isSparse ? [1, 3, 9, SPARSE_FRAMES] : [1, 2, 3, 4];
  const strides = Math.floor(count / stride);
  for (let frame = start, end = start + strides * stride; frame < end; frame += stride) {
    const a = samples[frame];
    const b = samples[frame + second];
    const c = samples[frame + third];
    const d = samples[frame + fourth];
    square0 += a * a;
    square1 += b * b;
    square2 += c * c;
    square3 += d * d;
  }
  return (square0 + square1 + (square2 + square3)) / (4 * strides);
}

/**
 * The longest stretch of a capture in which something plays on and on, less a block at either end where it fades or sets in.
 * @returns null where nothing lasts three blocks, or all is zero
 */
export function soundingStretch(samples: Float64Array, sampleRateHz: number): Stretch | null {
  const block = Math.max(Math.round(BLOCK_SECONDS * sampleRateHz), SPARSE_FRAMES);
  const isSparse = sampleRateHz >= SPARSE_FROM_HZ;
  const levels = new Float64Array(Math.floor(samples.length / block));
  for (let index = 0; index < levels.length; index++) {
    levels[index] = Math.sqrt(meanSquareOf(samples, index * block, block, isSparse));
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
