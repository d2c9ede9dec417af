/** How a static curve bends at its ends. */
export interface Compression {
  /** Slope lost in the outermost fifth against the inner two fifths, dB; of the polarity that loses more. */
  readonly lossDb: number;
  /** Index of the first pair in the outermost fifth of that polarity. */
  readonly firstIndex: number;
}

/** Shares of the highest input: what counts as inner, as middle and as outermost part. */
const INNER = 0.4;
const MIDDLE = [0.4, 0.6] as const;
const OUTER = 0.8;
/** So many pairs at least lie in the outermost part: of noise the few highest samples do not count. */
const LEAST_OUTER = 20;
/**
 * Loss from which a curve is compressed. With all harmonics from the second to the fifth together at 1 % the outermost fifth is less steep by
 * 1.5 dB at most: the slopes there of Chebyshev's polynomials are 3.6, 6.8, 9.2 and 10.
 */
const LEAST_LOSS_DB = 2;
/** Share of all pairs that lies in the middle part of a polarity at least: a square wave has next to none there, and no curve to be read. */
const LEAST_MIDDLE_SHARE = 0.02;
/** The bend is at the ends: half way less than this share of the loss. */
const MIDDLE_SHARE = 0.5;
/** Standard errors of the outer slope that the loss must exceed. */
const SIGNIFICANT = 5;

/**
 * Compression of a static curve given as pairs of input and output: its slope, by least squares in each part, is lost towards the ends while it is straight
 * below. Null where it is not, or cannot be told.
 * @param input, output of equal length; input scaled so that the whole has a slope near 1 or any other positive one
 */
export function compressionOf(input: Float64Array, output: Float64Array): Compression | null {
  const inner = slopeOver(input, output, -INNER * highest(input, -1), INNER * highest(input, 1));
  if (inner === null || !(inner.slope > 0)) return null;
  let found: Compression | null = null;
  for (const sign of [1, -1] as const) {
    const peak = highest(input, sign);
    const between = (low: number, high: number): Slope | null =>
      sign > 0
        ? slopeOver(input, output, low * peak, high * peak)
        : slopeOver(input, output, -high * peak, -low * peak);
    const middle = between(...MIDDLE);
    const outer = between(OUTER, Infinity);
    if (middle === null || outer === null || outer.count < LEAST_OUTER) continue;
    if (middle.count < LEAST_MIDDLE_SHARE * input.length) continue;
    if (inner.slope - outer.slope < SIGNIFICANT * outer.standard) continue;
    const lossOf = ({ slope }: Slope): number => -20 * Math.log10(Math.max(slope / inner.slope, 1e-3));
    const lossDb = lossOf(outer);
    if (lossDb < LEAST_LOSS_DB || lossOf(middle) > MIDDLE_SHARE * lossDb || lossDb <= (found?.lossDb ?? 0)) continue;
    found = { lossDb, firstIndex: input.findIndex((value) => sign * value > OUTER * peak) };
  }
  return found;
}

/** The highest input of a polarity; of inputs with rare peaks the one below which enough lie in the outermost part. */
function highest(input: Float64Array, sign: 1 | -1): number {
  let peak = 0;
  for (let index = 0; index < input.length; index++) peak = Math.max(peak, sign * input[index]);
  for (let level = peak; level > 0.3 * peak; level *= 0.95) {
    let count = 0;
    for (let index = 0; index < input.length; index++) if (sign * input[index] > OUTER * level) count++;
    if (count >= LEAST_OUTER) return level;
  }
  return peak;
}

interface Slope {
  readonly slope: number;
  readonly standard: number;
  readonly count: number;
}

/** Least squares line through the pairs whose input lies between two values. */
function slopeOver(input: Float64Array, output: Float64Array, low: number, high: number): Slope | null {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  let sumYY = 0;
  for (let index = 0; index < input.length; index++) {
    const x = input[index];
    if (!(x > low && x < high)) continue;
    const y = output[index];
    count++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
    sumYY += y * y;
  }
  if (count < 3) return null;
  const spread = sumXX - (sumX * sumX) / count;
  if (!(spread > 0)) return null;
  const product = sumXY - (sumX * sumY) / count;
  const slope = product / spread;
  const residual = Math.max(sumYY - (sumY * sumY) / count - slope * product, 0);
  return { slope, standard: Math.sqrt(residual / (count - 2) / spread), count };
}
