/** The value that half of the weight lies below. */
export function weightedMedian(entries: { value: number; weight: number }[]): number {
  entries.sort((a, b) => a.value - b.value);
  const half = entries.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (const { value, weight } of entries) {
    sum += weight;
    if (sum >= half) return value;
  }
  return 0;
}
