// Two float64 lanes. A "block" is two complex numbers as [re re im im], 32 bytes: butterflies on blocks need no shuffles.

@inline
export function firstLanes(x: v128, y: v128): v128 {
  return v128.shuffle<f64>(x, y, 0, 2);
}

@inline
export function secondLanes(x: v128, y: v128): v128 {
  return v128.shuffle<f64>(x, y, 1, 3);
}

@inline
export function productRe(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.sub(f64x2.mul(ar, br), f64x2.mul(ai, bi));
}

@inline
export function productIm(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.add(f64x2.mul(ar, bi), f64x2.mul(ai, br));
}

/** Stores a block as two complex numbers one after the other, [re im re im]. */
@inline
export function storeInterleaved(at: usize, re: v128, im: v128): void {
  v128.store(at, firstLanes(re, im));
  v128.store(at, secondLanes(re, im), 16);
}
