/** Part of a capture: `length` frames from `start`. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

const LEAST_BLOCK_SECONDS = 0.01;
/** Cycles in a block: over a broken number of them the mean square ripples by 1/(4π·cycles), 2 %. */
const CYCLES_PER_BLOCK = 4;
/** A block sounds when its level is more than this share of the usual one: that ends where the tone ends and in nothing less. */
const SOUNDING_SHARE = 0.5;
/** A tone that is there from the capture's very first block is taken from its first sample; a ramp in that block shows by this much. */
const EDGE_SHARE = 0.05;
/** Left out where the tone sets in or fades: ramps, settling. */
const MARGIN_SECONDS = 0.05;

/** Readings of a tone's level for each of its cycles, at the least: more than two, or they would beat with it. */
const READINGS_PER_CYCLE = 2.2;
/** One frame in so many at most is read, for the sake of what else there is. */
const MOST_STEP = 4;

/** Rms of a stretch about its own mean, from one frame in `step`. */
function levelOf(samples: Float64Array, start: number, end: number, step: number): number {
  // Four sums: an addition need not wait for the one just before
  let sum = 0;
  let square0 = 0;
  let square1 = 0;
  let square2 = 0;
  let square3 = 0;
  let index = start;
  const stride = 4 * step;
  for (; index + 3 * step < end; index += stride) {
    const a = samples[index];
    const b = samples[index + step];
    const c = samples[index + 2 * step];
    const d = samples[index + 3 * step];
    sum += a + b + (c + d);
    square0 += a * a;
    square1 += b * b;
    square2 += c * c;
    square3 += d * d;
  }
  for (; index < end; index += step) {
    sum += samples[index];
    square0 += samples[index] * samples[index];
  }
  const count = Math.ceil((end - start) / step);
  const mean = sum / count;
  const square = square0 + square1 + (square2 + square3);
  return Math.sqrt(Math.max(square / count - mean * mean, 0));
}

/**
 * The longest stretch of a capture in which a tone plays on, without the silence, ramps and settling around it; the whole capture where it begins and ends in the
 * midst of the tone. What breaks it off for less than a block is a matter of integrity, not of this.
 * @returns null where nothing sounds
 */
export function steadyTone(samples: Float64Array, sampleRateHz: number, frequencyHz: number): Stretch | null {
  const block = Math.ceil(Math.max(LEAST_BLOCK_SECONDS, CYCLES_PER_BLOCK / frequencyHz) * sampleRateHz);
  const step = Math.min(Math.max(Math.floor(sampleRateHz / (READINGS_PER_CYCLE * frequencyHz)), 1), MOST_STEP);
  const count = Math.floor(samples.length / block);
  if (count < 3) return levelOf(samples, 0, samples.length, step) > 0 ? { start: 0, length: samples.length } : null;
  const levels = Float64Array.from({ length: count }, (_, index) =>
    levelOf(samples, index * block, (index + 1) * block, step),
  );
  // Upper quartile: silence may be half of the capture, and a click is no reference
  const usual = Float64Array.from(levels).sort()[Math.floor(0.75 * (count - 1))];
  if (usual === 0) return null;
  let best = { first: 0, end: 0 };
  let first = 0;
  for (let index = 0; index <= count; index++) {
    if (index < count && levels[index] > SOUNDING_SHARE * usual) continue;
    if (index - first > best.end - best.first) best = { first, end: index };
    first = index + 1;
  }
  const isUsual = (level: number): boolean => Math.abs(level / usual - 1) <= EDGE_SHARE;
  const margin = Math.max(Math.round(MARGIN_SECONDS * sampleRateHz), block);
  const start = best.first === 0 && isUsual(levels[0]) ? 0 : best.first * block + margin;
  const tail = levelOf(samples, samples.length - block, samples.length, step);
  const end = best.end === count && isUsual(tail) ? samples.length : best.end * block - margin;
  return end - start > block ? { start, length: end - start } : null;
}
