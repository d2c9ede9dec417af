/** cos(2π·index/size) to the last bit but one: the angle is brought below π/4 by whole steps first. */
function cosine(index: number, size: number): number {
  let k = index % size;
  if (2 * k > size) k = size - k;
  if (4 * k > size) return -cosine(size / 2 - k, size);
  return 8 * k > size ? Math.sin((2 * Math.PI * (size / 4 - k)) / size) : Math.cos((2 * Math.PI * k) / size);
}

/** −sin(2π·index/size) = cos(2π·(index + size/4)/size) */
const minusSine = (index: number, size: number): number => cosine(index + size / 4, size);

/** Doubles in the twiddle tables of a complex transform. */
export function twiddleCount(length: number): number {
  let count = 0;
  for (let left = length; left > 8; left /= 4) count += 1.5 * left;
  return count;
}

/**
 * w, w², w³ of every p of every pass but the last, w = e^(−2πi p/L): for the first pass blocks [re re im im] of two neighbouring p, then six numbers
 * for each p. A later pass has a fourth of the length, so that its roots are every fourth of those before.
 */
export function fillTwiddles(table: Float64Array, length: number): void {
  const quarter = length / 4;
  for (let p = 0; p < quarter; p++) {
    for (let power = 1; power <= 3; power++) {
      const at = 12 * (p >> 1) + 4 * (power - 1) + (p & 1);
      table[at] = cosine(p * power, length);
      table[at + 2] = minusSine(p * power, length);
    }
  }
  let to = 3 * (length / 2);
  for (let left = quarter, step = 4; left > 8; left /= 4, step *= 4) {
    for (let p = 0; p < left / 4; p++) {
      for (let power = 0; power < 3; power++) {
        const from = 12 * ((p * step) / 2) + 4 * power;
        table[to++] = table[from];
        table[to++] = table[from + 2];
      }
    }
  }
}

/** Roots of the real transform of `size` samples: e^(−2πi k/size) as blocks for k = 0 … LOW_ROOTS − 1, and one by one for every LOW_ROOTS-th k. */
export const LOW_ROOTS = 512;

export function fillRealRoots(low: Float64Array, high: Float64Array, size: number): void {
  for (let k = 0; k < LOW_ROOTS; k++) {
    const at = 4 * (k >> 1) + (k & 1);
    low[at] = cosine(k, size);
    low[at + 2] = minusSine(k, size);
  }
  for (let index = 0; 2 * index < high.length; index++) {
    high[2 * index] = cosine(index * LOW_ROOTS, size);
    high[2 * index + 1] = minusSine(index * LOW_ROOTS, size);
  }
}
