import { continuedToDc, meanTurn } from './continueToDc.ts';
import type { SweepInverse } from './deconvolution.ts';
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

type Factors = Pick<SweepInverse, 'size' | 'inverse' | 'lowBin' | 'highBin' | 'slowBins' | 'topBin' | 'topInverse'>;
type Fill = (samples: Float64Array) => void;

/** The spectrum of what `fill` puts into an array of so many samples, interleaved; in the transform's own memory as well. */
export function sweepBins(size: number, fill: Fill): Float64Array {
  const plan = productPlan(size);
  if (plan !== null) {
    fill(plan.samples);
    plan.transform();
    return plan.bins;
  }
  const { samples, bins, forward } = realFftPlan(size);
  fill(samples);
  forward();
  return bins;
}

/** Divides what `fill` puts into an array of `size` samples by the sweep, and continues the quotient below its band. */
export function sweepProduct(factors: Factors, fill: Fill): Deconvolved {
  const plan = productPlan(factors.size);
  return plan === null ? byTransforms(factors, fill) : byProduct(plan, factors, fill);
}

/** Bins that the slow end and the continuation to DC look at. */
const lowCount = ({ slowBins, lowBin }: Factors): number => Math.max(slowBins, 2 * lowBin + 1);

/** The factors that the plan holds. */
let held: { readonly plan: ProductPlan; readonly inverse: Float64Array } | undefined;

function byProduct(plan: ProductPlan, factors: Factors, fill: Fill): Deconvolved {
  const { inverse, lowBin, highBin, topBin, topInverse } = factors;
  const { bins, samples } = plan;
  if (held?.plan !== plan || held.inverse !== inverse) {
    bins.set(inverse);
    plan.takeFactors();
    held = { plan, inverse };
  }
  fill(samples);
  plan.multiply(lowCount(factors), topBin);
  const slowQuotient = productsOf(bins, inverse, 0, lowCount(factors));
  const turnPerBin = meanTurn(bins, inverse, 8 * lowBin, highBin, plan.stripes);
  const low = continuedToDc(slowQuotient, lowBin, turnPerBin);
  for (let bin = 0; bin < lowBin; bin++) plan.add(bin, low[2 * bin], low[2 * bin + 1]);
  plan.finish();
  return { responses: samples, slowQuotient, topQuotient: productsOf(bins, topInverse, topBin, highBin) };
}

/** A spectrum that is there as a whole: of each stretch of so many bins a mean may look at all. */
const WHOLE = { bins: 1024, every: 1 } as const;

function byTransforms(factors: Factors, fill: Fill): Deconvolved {
  const { size, inverse, lowBin, highBin, topBin, topInverse } = factors;
  const plan = realFftPlan(size);
  fill(plan.samples);
  plan.forward();
  const { bins } = plan;
  const topQuotient = productsOf(bins, topInverse, topBin, highBin);
  const slowQuotient = productsOf(bins, inverse, 0, lowCount(factors));
  const turnPerBin = meanTurn(bins, inverse, 8 * lowBin, highBin, WHOLE);
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
