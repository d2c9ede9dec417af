/**
 * The value of one rank, as sorting would find it, by C. A. R. Hoare's selection ("Algorithm 65: Find", Comm. ACM 4, 1961): in proportion to the count.
 * @param values at least one, none NaN; left in another order: lower ranks before, higher ones behind
 * @param rank 0 is the smallest
 */
export function selectRank(values: Float64Array, rank: number): number {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[rank];
    let low = first;
    let high = last;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      const value = values[low];
      values[low] = values[high];
      values[high] = value;
      low++;
      high--;
    }
    if (high < rank) first = low;
    if (low > rank) last = high;
  }
  return values[rank];
}
