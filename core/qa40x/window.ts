/** The windows of the QA40x interface. */
export const QA40X_WINDOWS = ['Rectangle', 'Bartlett', 'Hamming', 'Hann', 'FlatTop'] as const;

export type Qa40xWindow = (typeof QA40X_WINDOWS)[number];

/** Terms a₀ − a₁ cos x + a₂ cos 2x − …; flat top: five terms, equivalent noise bandwidth 5.76 dB. */
const TERMS: Readonly<Record<Exclude<Qa40xWindow, 'Bartlett'>, readonly number[]>> = {
  Rectangle: [1],
  Hamming: [0.54, 0.46],
  Hann: [0.5, 0.5],
  FlatTop: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
};

/** Half of a line's width in bins; a rectangle's has no end. */
export const LOBE_HALF_BINS: Readonly<Record<Qa40xWindow, number>> = {
  Rectangle: 1,
  Bartlett: 2,
  Hamming: 2,
  Hann: 2,
  FlatTop: 5,
};

const CACHE_LIMIT = 4;
const cache = new Map<string, Float64Array>();

/** Weights of a record, periodic: its first sample lies where the window begins. Not to be changed: kept for the next record. */
export function windowWeights(window: Qa40xWindow, length: number): Float64Array {
  const key = `${window} ${length}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const weights = new Float64Array(length);
  for (let index = 0; index < length; index++)
    weights[index] =
      window === 'Bartlett'
        ? 1 - Math.abs((2 * index) / length - 1)
        : cosineSum(TERMS[window], Math.cos((2 * Math.PI * index) / length));
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  cache.set(key, weights);
  return weights;
}

/** Σ (−1)ᵏ aₖ cos kx from cos x, by Chebyshev's recurrence. */
function cosineSum(terms: readonly number[], cosine: number): number {
  let previous = cosine;
  let current = 1;
  let sum = 0;
  for (let order = 0; order < terms.length; order++) {
    sum += order % 2 === 0 ? terms[order] * current : -terms[order] * current;
    const next = 2 * cosine * current - previous;
    previous = current;
    current = next;
  }
  return sum;
}
