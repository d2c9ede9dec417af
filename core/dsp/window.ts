/**
 * Seven-term Blackman-Harris window, periodic. Sidelobes below −179 dB, main lobe ±7 bins, equivalent noise bandwidth
 * 2.63 bins. The design is that of H.-H. Albrecht, "A family of cosine-sum windows for high-resolution measurements", 2001.
 */
const COEFFICIENTS = [
  0.27105140069342, -0.43329793923448, 0.21812299954311, -0.06592544638803, 0.01081174209837, -0.00077658482522,
  0.00001388721735,
];

/** Half the main lobe's width in bins of 1/T, T being the record's length in seconds. */
export const WINDOW_LOBE_BINS = 7;

const CACHE_LIMIT = 8;
const cache = new Map<number, Float64Array>();

export function blackmanHarris7(length: number): Float64Array {
  const known = cache.get(length);
  if (known !== undefined) return known;
  const window = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    // cos(kx) by Chebyshev's recurrence from cos(x): one cosine a sample
    const cosine = Math.cos((2 * Math.PI * index) / length);
    let previous = 1;
    let current = cosine;
    let sum = COEFFICIENTS[0] + COEFFICIENTS[1] * cosine;
    for (let order = 2; order < COEFFICIENTS.length; order++) {
      const next = 2 * cosine * current - previous;
      previous = current;
      current = next;
      sum += COEFFICIENTS[order] * next;
    }
    window[index] = sum;
  }
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as number);
  cache.set(length, window);
  return window;
}
