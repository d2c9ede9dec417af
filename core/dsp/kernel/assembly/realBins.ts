import { firstLanes, productIm, productRe, secondLanes, storeInterleaved } from './lanes';

// N real samples are transformed as n = N/2 complex ones, z[j] = x[2j] + i x[2j+1]. With E and O the transforms of the even and the
// odd samples, Z = E + iO, X[k] = E[k] + w^k O[k] and X[n − k] = conj(E[k] − w^k O[k]), w = e^(−2πi/N). The roots come from two
// tables, w^k = high[k >> 9] · low[k & 511]: low as blocks of two neighbours, high as plain complex numbers.

const LOW_BITS: i32 = 9;
const LOW_COUNT: i32 = 1 << LOW_BITS;

const TO_BINS: i32 = 0;
const TO_POWER: i32 = 1;
const TO_COMPLEX: i32 = 2;

/** Walks k = 0, 2 … n/2 − 2 with n − k from the other end; each step makes four values of `target` from four of `source`. */
@inline
function walkPairs(source: usize, target: usize, length: i32, low: usize, high: usize, scale: f64, to: i32): void {
  const factor = f64x2.splat(scale);
  const width: usize = to == TO_POWER ? 8 : 16;
  const half = length >> 1;
  let a = source, b = source + (<usize>(length - 1) << 4);
  let toA = target, toB = target + <usize>(length - 1) * width;
  for (let start = 0; start < half; start += LOW_COUNT) {
    const highRe = v128.load64_splat(high), highIm = v128.load64_splat(high, 8);
    const end = a + (<usize>min(half - start, LOW_COUNT) << 4);
    for (let root = low; a < end; root += 32) {
      const lowRe = v128.load(root), lowIm = v128.load(root, 16);
      const wr = productRe(lowRe, lowIm, highRe, highIm), wi = productIm(lowRe, lowIm, highRe, highIm);
      const a0 = v128.load(a), a1 = v128.load(a, 16), b1 = v128.load(b), b0 = v128.load(b, 16);
      const ar = firstLanes(a0, a1), ai = secondLanes(a0, a1), br = firstLanes(b0, b1), bi = secondLanes(b0, b1);
      const er = f64x2.mul(factor, f64x2.add(ar, br)), ei = f64x2.mul(factor, f64x2.sub(ai, bi));
      const dr = f64x2.mul(factor, f64x2.sub(ar, br)), di = f64x2.mul(factor, f64x2.add(ai, bi));
      if (to == TO_COMPLEX) {
        // iO = i conj(w^k) D; Z[k] goes where Z[n − k] belongs: the forward passes then give the inverse transform
        const tr = f64x2.sub(f64x2.mul(dr, wi), f64x2.mul(di, wr)), ti = f64x2.add(f64x2.mul(dr, wr), f64x2.mul(di, wi));
        const yr = f64x2.add(er, tr), yi = f64x2.add(ei, ti);
        storeInterleaved(toA, f64x2.sub(er, tr), f64x2.sub(ti, ei));
        v128.store(toB, secondLanes(yr, yi));
        v128.store(toB, firstLanes(yr, yi), 16);
      } else {
        // O = −iD
        const tr = productRe(di, f64x2.neg(dr), wr, wi), ti = productIm(di, f64x2.neg(dr), wr, wi);
        const xr = f64x2.add(er, tr), xi = f64x2.add(ei, ti), yr = f64x2.sub(er, tr), yi = f64x2.sub(ti, ei);
        if (to == TO_POWER) {
          const y = f64x2.add(f64x2.mul(yr, yr), f64x2.mul(yi, yi));
          v128.store(toA, f64x2.add(f64x2.mul(xr, xr), f64x2.mul(xi, xi)));
          v128.store(toB, v128.shuffle<f64>(y, y, 1, 0));
        } else {
          storeInterleaved(toA, xr, xi);
          v128.store(toB, secondLanes(yr, yi));
          v128.store(toB, firstLanes(yr, yi), 16);
        }
      }
      a += 32;
      b -= 32;
      toA += 2 * width;
      toB -= 2 * width;
    }
    high += 16;
  }
}

/** Z is periodic: n stands for 0, so that the walk needs no first case. */
@inline
function closeCircle(z: usize, length: i32): void {
  v128.store(z + (<usize>length << 4), v128.load(z));
}

/** In place, from the transform of the complex samples to bins 0 … n of the real ones. */
export function toBins(z: usize, length: i32, low: usize, high: usize): void {
  closeCircle(z, length);
  walkPairs(z, z, length, low, high, 0.5, TO_BINS);
  const middle = z + (<usize>length << 3);
  store<f64>(middle, -load<f64>(middle, 8), 8);
}

/** From the transform of the complex samples to |X|² · scale² of bins 0 … n, in another region. */
export function toPower(z: usize, power: usize, length: i32, low: usize, high: usize, scale: f64): void {
  closeCircle(z, length);
  walkPairs(z, power, length, low, high, 0.5 * scale, TO_POWER);
  const middle = z + (<usize>length << 3);
  const re = scale * load<f64>(middle), im = scale * load<f64>(middle, 8);
  store<f64>(power + (<usize>length << 2), re * re + im * im);
}

/** In place, from bins 0 … n to what the forward passes turn into the real samples times `2n · scale`. */
export function fromBins(z: usize, length: i32, low: usize, high: usize, scale: f64): void {
  // Real samples have real bins 0 and n
  store<f64>(z, 0, 8);
  store<f64>(z + (<usize>length << 4), 0, 8);
  const middle = z + (<usize>length << 3);
  store<f64>(middle, 2 * scale * load<f64>(middle));
  store<f64>(middle, -2 * scale * load<f64>(middle, 8), 8);
  walkPairs(z, z, length, low, high, scale, TO_COMPLEX);
}
