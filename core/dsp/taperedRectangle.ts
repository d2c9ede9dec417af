import { AmpbenchError } from '../errors.ts';

/**
 * A rectangle with smooth ends: a rectangle convolved with a Kaiser kernel. Its noise bandwidth is close to the rectangle's own, so the power of noise is
 * read over nearly the whole record, and yet its transform is so many decibels down from `halfWidthHz` on and falls with the square of the frequency from there
 * (the rectangle's decay is counted in: the longer the record, the shorter the kernel may be). Kernel after J. F. Kaiser, "Nonrecursive digital filter
 * design using the I0-sinh window function", 1974.
 */
export interface TaperedRectangle {
  readonly length: number;
  /** Weights of the first samples; the last are the same backwards, all between are 1. */
  readonly rise: Float64Array;
  /** Weights of the first samples, one in `step` from sample `first` on; kept. */
  readonly thinRise: (step: number, first: number) => Float64Array;
  /** From here on a line's skirt is as far under it as was asked. */
  readonly halfWidthHz: number;
  /** Σw². */
  readonly energy: number;
  /** n·Σw⁴/(Σw²)²: so many times the variance of an unweighted mean square. */
  readonly statisticsLoss: number;
  /** Weight of sample `index`, 0 … length−1. */
  readonly weightAt: (index: number) => number;
  /** Σw e^(−iωn), less the phase of the record's middle: real. */
  readonly transformAt: (frequencyHz: number) => number;
}

/** How far down a line's skirt is from the half width on, where nothing else is asked. */
export const SKIRT_DB = 175;
const LEAST_KERNEL_DB = 60;
/** Shortest record for a half width: this many divided by it. */
const SHORTEST_LOBE_WIDTHS = 7.2;

/** Shortest record, seconds, whose window can have skirts that end `halfWidthHz` beside a line. */
export const shortestRecordSeconds = (halfWidthHz: number): number => SHORTEST_LOBE_WIDTHS / halfWidthHz;

/** Modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  const quarter = (x * x) / 4;
  for (let order = 1; term > 1e-17 * sum; order++) {
    term *= quarter / (order * order);
    sum += term;
  }
  return sum;
}

/** Kaiser's β for sidelobes so far down (Kaiser and Schafer, 1980, for spectral analysis). */
const kernelShape = (sidelobeDb: number): number => 0.12438 * (sidelobeDb + 6.3);

/** Length of the kernel, seconds, and its β: as much attenuation as the rectangle leaves to it. */
function kernelFor(recordSeconds: number, halfWidthHz: number, skirtDb: number): { seconds: number; shape: number } {
  let seconds = 0;
  let shape = 0;
  for (let pass = 0; pass < 12; pass++) {
    const rectangleDb = 20 * Math.log10(Math.max(Math.PI * halfWidthHz * (recordSeconds - seconds), 1));
    shape = kernelShape(Math.max(skirtDb - rectangleDb, LEAST_KERNEL_DB));
    seconds = Math.hypot(1, shape / Math.PI) / halfWidthHz;
  }
  return { seconds, shape };
}

const CACHE_LIMIT = 8;
const cache = new Map<string, TaperedRectangle>();

/**
 * @param halfWidthHz at least 7.2 divided by the record's seconds
 * @throws AmpbenchError `data/record-too-short`
 */
export function taperedRectangle(
  length: number,
  sampleRateHz: number,
  halfWidthHz: number,
  skirtDb = SKIRT_DB,
): TaperedRectangle {
  const key = `${length} ${sampleRateHz} ${halfWidthHz} ${skirtDb}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const recordSeconds = length / sampleRateHz;
  const leastSeconds = shortestRecordSeconds(halfWidthHz);
  // The least length may have been rounded to a whole sample
  if (length < 16 || length + 1 < leastSeconds * sampleRateHz) {
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `the record lasts ${recordSeconds} s but must last ${leastSeconds.toPrecision(3)} s to tell a line from what lies ${halfWidthHz} Hz beside it`,
      { recordSeconds, leastSeconds },
      'Record the tone for longer.',
    );
  }
  const made = makeWindow(length, sampleRateHz, halfWidthHz, skirtDb);
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  cache.set(key, made);
  return made;
}

function makeWindow(length: number, sampleRateHz: number, halfWidthHz: number, skirtDb: number): TaperedRectangle {
  const { seconds, shape } = kernelFor(length / sampleRateHz, halfWidthHz, skirtDb);
  const kernelFrames = Math.min(Math.round(seconds * sampleRateHz), length);
  const rectangleFrames = length - kernelFrames + 1;

  const cumulated = new Float64Array(kernelFrames);
  let sum = 0;
  for (let index = 0; index < kernelFrames; index++) {
    const x = (2 * index + 1) / kernelFrames - 1;
    sum += besselI0(shape * Math.sqrt(1 - x * x));
    cumulated[index] = sum;
  }
  const rise = new Float64Array(Math.min(kernelFrames, Math.ceil(length / 2)));
  for (let index = 0; index < rise.length; index++) {
    rise[index] = (cumulated[index] - (index >= rectangleFrames ? cumulated[index - rectangleFrames] : 0)) / sum;
  }

  const thinned = new Map<string, Float64Array>();
  const thinRise = (step: number, first: number): Float64Array => {
    const key = `${step} ${first}`;
    let weights = thinned.get(key);
    if (weights === undefined) {
      const count = Math.max(Math.ceil((rise.length - first) / step), 0);
      weights = Float64Array.from({ length: count }, (_, index) => rise[first + index * step]);
      thinned.set(key, weights);
    }
    return weights;
  };
  const weightAt = (index: number): number => {
    const fromEnd = Math.min(index, length - 1 - index);
    return fromEnd < 0 ? 0 : fromEnd < rise.length ? rise[fromEnd] : 1;
  };
  let square = Math.max(length - 2 * rise.length, 0);
  let fourth = square;
  for (let index = 0; index < rise.length; index++) {
    const power = rise[index] * rise[index];
    // An odd record's middle sample stands once
    const times = 2 * index + 1 === length ? 1 : 2;
    square += times * power;
    fourth += times * power * power;
  }
  const kernelAtZero = Math.sinh(shape) / shape;
  const transformAt = (frequencyHz: number): number => {
    const halfTurn = (Math.PI * frequencyHz) / sampleRateHz;
    const rectangle =
      Math.abs(halfTurn) < 1e-12 ? rectangleFrames : Math.sin(halfTurn * rectangleFrames) / Math.sin(halfTurn);
    const inside = shape * shape - (halfTurn * kernelFrames) ** 2;
    const root = Math.sqrt(Math.abs(inside));
    const kernel = root < 1e-9 ? 1 : (inside > 0 ? Math.sinh(root) : Math.sin(root)) / root;
    return (rectangle * kernel) / kernelAtZero;
  };
  return {
    length,
    rise,
    thinRise,
    halfWidthHz,
    energy: square,
    statisticsLoss: (length * fourth) / (square * square),
    weightAt,
    transformAt,
  };
}
