import { halveTwo } from './halve';
import { laterPasses } from './laterPasses';
import { Layout } from './layout';
import { fromBins, toBins, toPower } from './realBins';
import { firstPass } from './stockham';
import { arrangeFactors, productRows } from './productRows';
import { alongRows, downColumns, upColumns } from './twoPhases';

// The real transform of N = 2n points. The host lays the memory out (core/dsp/kernel/layout.ts) and passes where the layout stands, the region
// that is to be transformed and the one beside it.

/** n complex points from `source` through both regions, to the returned one. */
function transform(plan: Layout, source: usize, other: usize): usize {
  if (plan.rows > 0) {
    downColumns(plan, source);
    alongRows(plan, source, other);
    return other;
  }
  const length = plan.length, twiddles = plan.twiddles;
  firstPass(source, other, length, twiddles);
  return laterPasses(other, source, length >> 2, 64, plan.odd, twiddles + <usize>length * 12);
}

/** Bins 0 … n of the samples, unscaled, interleaved, at the returned offset. */
export function forward(plan: Layout, samples: usize, other: usize): usize {
  const z = transform(plan, samples, other);
  toBins(z, plan.length, plan.low, plan.high);
  return z;
}

/** |X|² · scale² of bins 0 … n, at the returned offset. */
export function forwardPower(plan: Layout, samples: usize, other: usize, scale: f64): usize {
  const z = transform(plan, samples, other);
  const power = z == samples ? other : samples;
  toPower(z, power, plan.length, plan.low, plan.high, scale);
  return power;
}

/** The samples whose unscaled transform the bins are, at the returned offset. */
export function inverse(plan: Layout, bins: usize, other: usize): usize {
  fromBins(bins, plan.length, plan.low, plan.high, 0.5 / <f64>plan.length);
  return transform(plan, bins, other);
}

/** Bins of the samples, in two phases, to where `product` says (productRows.ts); the samples are spoilt. */
export function productBins(plan: Layout, product: usize, samples: usize): void {
  downColumns(plan, samples);
  productRows(plan, product, samples, false);
}

/** Takes bins 0 … n as the factors of what follows. */
export function productFactors(plan: Layout, product: usize, bins: usize): void {
  arrangeFactors(plan, product, bins);
}

/** First half of the samples' circular convolution with what the factors are the bins of; some bins of the samples are kept. */
export function productForward(plan: Layout, product: usize, samples: usize): void {
  downColumns(plan, samples);
  productRows(plan, product, samples, true);
}

/** The other half. */
export function productBack(plan: Layout, samples: usize): void {
  upColumns(plan, samples);
}

/** Filters two stretches of a signal to half the rate (halve.ts). */
export function halve(filter: usize, threes: i32, first: usize, second: usize, pairs: i32): void {
  halveTwo(filter, threes, first, second, pairs);
}
