import { inverseRealFft, nextPowerOfTwo, realFft } from '../../dsp/fft.ts';

/** What happens to a known stimulus at a place in a capture. */
export interface Displacement {
  /** Frames missing there (negative: too many); of a periodic stimulus the fewest. */
  readonly missingFrames: number;
  /** Gain after it over gain before it. */
  readonly gainRatio: number;
}

const BLOCK_SECONDS = 0.03;
/** What a fault itself lasts on either side of its place. */
const GUARD_SECONDS = 0.01;
/** Fewer crossings of zero in a block than this: a bass tone, of which one place looks much like the next. */
const LEAST_CROSSINGS = 20;
/** How far a block is looked for. */
const SEARCH_SECONDS = 0.15;
const LEAST_CORRELATION = 0.8;
/** Peaks this near the highest one are cycles of one tone. */
const EQUAL = 1e-4;

interface Match {
  /** Reference frame less capture frame. */
  readonly offset: number;
  readonly gain: number;
}

/**
 * How many frames of a known stimulus are missing at a place, and how the gain changes there: the blocks of 30 ms before and after it are looked for in what was
 * played. Good to a frame from about 300 Hz up. Null where either is not found.
 * @param latencyFrames of the capture, to within 0.1 s
 */
export function displacementAt(
  reference: Float64Array,
  samples: Float64Array,
  frame: number,
  latencyFrames: number,
  sampleRateHz: number,
): Displacement | null {
  const length = Math.round(BLOCK_SECONDS * sampleRateHz);
  const guard = Math.round(GUARD_SECONDS * sampleRateHz);
  const before = findBlock(reference, samples, frame - guard - length, length, -latencyFrames, sampleRateHz);
  if (before === null) return null;
  const after = findBlock(
    reference,
    samples,
    frame + guard,
    length,
    before.offset,
    sampleRateHz,
    Math.sign(before.gain),
  );
  if (after === null) return null;
  return { missingFrames: Math.round(after.offset - before.offset), gainRatio: after.gain / before.gain };
}

/**
 * Where a block of the capture lies in the reference, by correlation; of equally good places the nearest to the expected one.
 * @param sign of the path where it is known
 */
function findBlock(
  reference: Float64Array,
  samples: Float64Array,
  start: number,
  length: number,
  expectedOffset: number,
  sampleRateHz: number,
  sign?: number,
): Match | null {
  const reach = Math.round(SEARCH_SECONDS * sampleRateHz);
  const expected = start + Math.round(expectedOffset);
  const from = Math.max(0, expected - reach);
  const to = Math.min(reference.length, expected + length + reach);
  if (start < 0 || start + length > samples.length || to - from < length) return null;
  const size = nextPowerOfTwo(to - from + length);
  const block = new Float64Array(length);
  let energy = 0;
  for (let index = 0; index < length; index++) {
    block[index] = Math.sin((Math.PI * (index + 0.5)) / length) ** 2 * samples[start + index];
    energy += block[index] * samples[start + index];
  }
  if (crossings(samples, start, length) < LEAST_CROSSINGS) return null;
  const products = correlation(reference.subarray(from, to), block, size);
  const last = to - from - length;
  let highest = 0;
  const tops: { at: number; height: number }[] = [];
  for (let lag = 1; lag < last; lag++) {
    const height = (sign ?? Math.sign(products[lag])) * products[lag];
    if (!(height > 0) || height < Math.abs(products[lag - 1]) || height < Math.abs(products[lag + 1])) continue;
    // A parabola through three values: the tops of one tone's cycles lie between the lags
    const [a, b, c] = [products[lag - 1], products[lag], products[lag + 1]];
    const bend = a - 2 * b + c;
    const fraction = bend === 0 ? 0 : (0.5 * (a - c)) / bend;
    const top = { at: lag + fraction, height: Math.abs(b - 0.25 * (a - c) * fraction) };
    tops.push(top);
    highest = Math.max(highest, top.height);
  }
  const distance = ({ at }: { at: number }): number => Math.abs(from + at - expected);
  const best = tops
    .filter(({ height }) => height >= (1 - EQUAL) * highest)
    .sort((one, other) => distance(one) - distance(other))
    .at(0);
  if (best === undefined) return null;
  const nearest = Math.round(best.at);
  let played = 0;
  for (let index = 0; index < length; index++)
    played += Math.sin((Math.PI * (index + 0.5)) / length) ** 2 * reference[from + nearest + index] ** 2;
  if (!(best.height > LEAST_CORRELATION * Math.sqrt(played * energy))) return null;
  return { offset: from + best.at - start, gain: (Math.sign(products[nearest]) * best.height) / played };
}

function crossings(samples: Float64Array, start: number, length: number): number {
  let count = 0;
  for (let index = start + 1; index < start + length; index++)
    if (samples[index] < 0 !== samples[index - 1] < 0) count++;
  return count;
}

/** Σ block[n]·long[n + lag] for each lag. */
function correlation(long: Float64Array, block: Float64Array, size: number): Float64Array {
  const x = realFft(block, size);
  const y = realFft(long, size);
  for (let index = 0; index < y.length; index += 2) {
    const re = y[index] * x[index] + y[index + 1] * x[index + 1];
    y[index + 1] = y[index + 1] * x[index] - y[index] * x[index + 1];
    y[index] = re;
  }
  return inverseRealFft(y);
}
