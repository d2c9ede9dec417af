/** Transforms have lengths of one of these times a power of two from 4: fine steps of length at the price of one pass. */
const ODD_FACTORS = [1, 3, 5, 7] as const;

/** The odd factor of a length: 1, 3, 5 or 7; 0 where the length is none of a transform. */
export function oddFactor(length: number): number {
  if (!(length >= 4 && length % 4 === 0)) return 0;
  let odd = length;
  while (odd % 2 === 0) odd /= 2;
  return ODD_FACTORS.some((factor) => factor === odd) ? odd : 0;
}

/** The smallest power of two that is at least `length`, and at least 4. */
export function nextPowerOfTwo(length: number): number {
  let size = 4;
  while (size < length) size *= 2;
  return size;
}

/** The smallest length of a transform that is at least `length`: at most a quarter more of it. */
export const nextTransformLength = (length: number): number =>
  Math.min(...ODD_FACTORS.map((odd) => odd * nextPowerOfTwo(length / odd)));
