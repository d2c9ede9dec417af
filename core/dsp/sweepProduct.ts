import { continuedToDc, meanTurn, turnFactors, type TurnFactors } from './continueToDc.ts';
import { realFftPlan } from './fft.ts';
import { productPlan, type ProductPlan } from './productPlan.ts';

/** What a capture gives: responses by lag, and Y/X itself for the slow end of the band, bins 0 to `slowBins` (not continued below the sweep). */
export interface Deconvolved {
  /** Circular, 1/(sample) each: a wire is a band-limited unit pulse. In the transform's own memory: good until it next transforms this size. */
  readonly responses: Float64Array;
  readonly slowQuotient: Float64Array;
  /** Y/X of bins `topBin` to `highBin`, the first at index 0. */
  readonly topQuotient: Float64Array;
}

type Fill = (samples: Float64Array) => void;

/** What a capture is divided by. The factors of all bins stand in the memory of the transform that used them last, and are written anew for another. */
export interface SweepFactors {
  /** Length of the circular records, a power of two. */
  readonly size: number;
  /** First bin at which the sweep has its full level, or nearly; below it a response is continued, not measured. */
  readonly lowBin: number;
  /** The bin after the last with |X| within 10 dB of full level. */
  readonly highBin: number;
  /** Bins of the slow end. */
  readonly slowBins: number;
  /** From this bin to `highBin` the sweep's end is faded: there 1/X itself, interleaved, for the linear response. */
  readonly topBin: number;
  readonly topInverse: Float64Array;
  /** Puts the sweep into an array of `size` samples. */
  readonly fill: Fill;
  /** Writes the factors of all bins, interleaved, from the sweep's own spectrum. */
  readonly write: (spectrum: Float64Array, target: Float64Array) => void;
}

/** Bins that the slow end and the continuation to DC look at. */
const lowCount = ({ slowBins, lowBin }: SweepFactors): number => Math.max(slowBins, 2 * lowBin + 1);

/** Whose spectrum the bins of a plan are. */
let transformed: Fill | undefined;

/** The spectrum of what `fill` puts into an array of so many samples, interleaved; in the transform's own memory as well. */
export function sweepBins(size: number, fill: Fill): Float64Array {
  const plan = productPlan(size);
  if (plan !== null) {
    fill(plan.samples);
    plan.transform();
    transformed = fill;
    return plan.bins;
  }
  const { samples, bins, forward } = realFftPlan(size);
  fill(samples);
  forward();
  return bins;
}

/** Divides what `fill` puts into an array of `size` samples by the sweep, and continues the quotient below its band. */
export function sweepProduct(factors: SweepFactors, fill: Fill): Deconvolved {
  const plan = productPlan(factors.size);
  return plan === null ? byTransforms(factors, fill) : byProduct(plan, factors, fill);
}

/** What a plan holds. */
interface HeldFactors {
  readonly plan: ProductPlan;
  /** The sweep it was made for. */
  readonly fill: Fill;
  readonly low: Float64Array;
  readonly forTurn: TurnFactors;
}

let held: HeldFactors | undefined;

function heldBy(plan: ProductPlan, factors: SweepFactors): HeldFactors {
  if (held?.plan === plan && held.fill === factors.fill) return held;
  const { samples } = plan;
  if (transformed !== factors.fill) sweepBins(factors.size, factors.fill);
  factors.write(plan.bins, samples);
  held = {
    plan,
    fill: factors.fill,
    low: samples.slice(0, 2 * lowCount(factors)),
    forTurn: turnFactors(samples, 8 * factors.lowBin, factors.highBin, plan.stripes),
  };
  plan.takeFactors();
  return held;
}

function byProduct(plan: ProductPlan, factors: SweepFactors, fill: Fill): Deconvolved {
  const { lowBin, highBin, topBin, topInverse } = factors;
  const { low, forTurn } = heldBy(plan, factors);
  const { bins, samples } = plan;
  fill(samples);
  plan.multiply(lowCount(factors), topBin);
  transformed = undefined;
  const slowQuotient = productsOf(bins, low, 0, lowCount(factors));
  const continued = continuedToDc(slowQuotient, lowBin, meanTurn(bins, forTurn));
  for (let bin = 0; bin < lowBin; bin++) plan.add(bin, continued[2 * bin], continued[2 * bin + 1]);
  plan.finish();
  return { responses: samples, slowQuotient, topQuotient: productsOf(bins, topInverse, topBin, highBin) };
}

/**
 * What the factors make of the sweep itself: a band-limited pulse at lag 0, from every so many-th bin. The lags fold back onto as many times fewer; what folds onto those
 * around the pulse is 160 dB down. To be called when the sweep's spectrum has just been made.
 * @returns circular, in the transform's own memory
 */
export function pulseOf(factors: SweepFactors, fold: number): Float64Array {
  const { size, lowBin } = factors;
  const plan = productPlan(size);
  let inverse: Float64Array;
  let spectrum: Float64Array;
  if (plan === null) {
    inverse = writtenFor(factors);
    spectrum = realFftPlan(size).bins;
  } else {
    heldBy(plan, factors);
    inverse = plan.samples;
    spectrum = plan.bins;
  }
  const continued = continuedToDc(productsOf(spectrum, inverse, 0, lowCount(factors)), lowBin, 0);
  const folded = realFftPlan(size / fold);
  const { bins } = folded;
  for (let bin = 0; 2 * bin < folded.size; bin++) {
    const a = 2 * bin * fold;
    const isContinued = bin * fold < lowBin;
    bins[2 * bin] = isContinued ? continued[a] : spectrum[a] * inverse[a] - spectrum[a + 1] * inverse[a + 1];
    bins[2 * bin + 1] = isContinued ? continued[a + 1] : spectrum[a] * inverse[a + 1] + spectrum[a + 1] * inverse[a];
  }
  // The factors end below half the rate
  bins.fill(0, folded.size);
  folded.inverse();
  return folded.samples;
}

/** A spectrum that is there as a whole: of each stretch of so many bins a mean may look at all. */
const WHOLE = { bins: 1024, every: 1 } as const;

/** Short ones are kept for as long as what they were made for. */
const written = new WeakMap<Fill, Float64Array>();

function writtenFor(factors: SweepFactors): Float64Array {
  const known = written.get(factors.fill);
  if (known !== undefined) return known;
  const whole = new Float64Array(factors.size + 2);
  factors.write(sweepBins(factors.size, factors.fill), whole);
  written.set(factors.fill, whole);
  return whole;
}

function byTransforms(factors: SweepFactors, fill: Fill): Deconvolved {
  const { size, lowBin, highBin, topBin, topInverse } = factors;
  const inverse = writtenFor(factors);
  const plan = realFftPlan(size);
  fill(plan.samples);
  plan.forward();
  const { bins } = plan;
  const topQuotient = productsOf(bins, topInverse, topBin, highBin);
  const slowQuotient = productsOf(bins, inverse, 0, lowCount(factors));
  const turnPerBin = meanTurn(bins, turnFactors(inverse, 8 * lowBin, highBin, WHOLE));
  bins.set(productsOf(bins, inverse, 0, size / 2 + 1));
  bins.set(continuedToDc(slowQuotient, lowBin, turnPerBin));
  plan.inverse();
  return { responses: plan.samples, slowQuotient, topQuotient };
}

/** Complex products of bins from one on to before another with factors: all bins have one, or those from the first on. */
function productsOf(bins: Float64Array, factors: Float64Array, from: number, to: number): Float64Array {
  const products = new Float64Array(2 * (to - from));
  const offset = 2 * from;
  for (let index = 0; index < products.length; index += 2) {
    const re = bins[offset + index];
    const im = bins[offset + index + 1];
    products[index] = re * factors[index] - im * factors[index + 1];
    products[index + 1] = re * factors[index + 1] + im * factors[index];
  }
  return products;
}
