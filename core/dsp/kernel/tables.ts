/** cos(2π·index/size) to the last bit but one, `size` a multiple of 4: the angle is brought below π/4 by whole steps first. */
export function cosine(index: number, size: number): number {
  let k = index % size;
  if (2 * k > size) k = size - k;
  if (4 * k > size) return -cosine(size / 2 - k, size);
  return 8 * k > size ? Math.sin((2 * Math.PI * (size / 4 - k)) / size) : Math.cos((2 * Math.PI * k) / size);
}

/** −sin(2π·index/size) = cos(2π·(index + size/4)/size) */
export const minusSine = (index: number, size: number): number => cosine(index + size / 4, size);

/** e^(−2πi p·power/length) for two neighbouring p: blocks [re re im im] of the powers 1, 2, 3. */
export function fillFirstPass(table: Float64Array, length: number): void {
  for (let p = 0; p < length / 4; p++) {
    for (let power = 1; power <= 3; power++) {
      const at = 12 * (p >> 1) + 4 * (power - 1) + (p & 1);
      table[at] = cosine(p * power, length);
      table[at + 2] = minusSine(p * power, length);
    }
  }
}

/** Numbers that `fillLaterPasses` fills. */
export function laterPassesCount(length: number, odd: number): number {
  let count = 0;
  let left = length;
  for (; left > 8 * odd; left /= 4) count += 6 * (left / 4);
  return count + 2 * (odd - 1) * (left / odd);
}

/** w^p, w^2p, w^3p of every p of every pass of radix 4 but the last, w = e^(−2πi/left), then w^p … w^(odd − 1)p of the odd pass. */
export function fillLaterPasses(table: Float64Array, length: number, odd: number): void {
  let to = 0;
  const fill = (left: number, radix: number): void => {
    for (let p = 0; p < left / radix; p++) {
      for (let power = 1; power < radix; power++) {
        table[to++] = cosine(p * power, left);
        table[to++] = minusSine(p * power, left);
      }
    }
  };
  let left = length;
  for (; left > 8 * odd; left /= 4) fill(left, 4);
  fill(left, odd);
}

/** e^(−2πi ck/length) for c = 0 … 7 of each row k, as blocks of two neighbouring c. */
export function fillSteps(table: Float64Array, rows: number, length: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < 8; column++) {
      const at = 16 * row + 4 * (column >> 1) + (column & 1);
      table[at] = cosine(column * row, length);
      table[at + 2] = minusSine(column * row, length);
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
