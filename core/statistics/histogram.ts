import { sampleQuantile } from './summarize.ts';

export interface Histogram {
  /** How the width was chosen. */
  readonly rule: 'freedman-diaconis' | 'sturges' | 'single-value';
  /** One more than there are counts, ascending; a bin holds its lower edge, the last one its upper edge too. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const MOST_BINS = 100;

/**
 * Counts in bins of equal width. Width after Freedman and Diaconis (1981), 2 IQR n^(−1/3); where half of the values are the same, after Sturges (1926), 1 +
 * log₂ n bins. At most 100 bins.
 */
export function histogram(values: readonly number[]): Histogram | null {
  const n = values.length;
  if (n === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted[n - 1]];
  if (least === most) return { rule: 'single-value', edges: [least, most], counts: [n] };
  const spread = sampleQuantile(sorted, 0.75) - sampleQuantile(sorted, 0.25);
  const rule = spread > 0 ? 'freedman-diaconis' : 'sturges';
  const wanted = spread > 0 ? ((most - least) * Math.cbrt(n)) / (2 * spread) : 1 + Math.log2(n);
  const binCount = Math.min(Math.max(Math.ceil(wanted), 1), MOST_BINS);
  const edges = Array.from({ length: binCount + 1 }, (_, index) =>
    index === binCount ? most : least + ((most - least) * index) / binCount,
  );
  const counts = new Array<number>(binCount).fill(0);
  let bin = 0;
  for (const value of sorted) {
    while (bin < binCount - 1 && value >= edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return { rule, edges, counts };
}
