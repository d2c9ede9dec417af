import { firstLanes, productIm, productRe, secondLanes, storeInterleaved } from './lanes';

// The passes of a radix-4 Stockham transform (decimation in frequency, self-sorting). A pass over sub-transforms of length L at
// stride s reads x[q + s(p + kL/4)] and writes y[q + s(4p + k)], k = 0 … 3, times w^(kp), w = e^(−2πi/L).

/** Bytes of one complex number and of one block. */
const COMPLEX: usize = 16;
const BLOCK: usize = 32;
/** Bytes of the three twiddles of one p in later passes; the first pass has them for two p in six blocks' halves. */
const TWIDDLES: usize = 48;

/**
 * First pass, stride 1, over pairs of p: interleaved complex in, blocks out.
 * @param length complex, a multiple of 8
 * @param twiddles for each pair of p: w, w², w³, each as a block
 */
export function firstPass(source: usize, target: usize, length: i32, twiddles: usize): void {
  const quarter = (<usize>length >> 2) * COMPLEX;
  const end = source + quarter;
  for (let a = source; a < end; a += BLOCK) {
    const b = a + quarter, c = b + quarter, d = c + quarter;
    const a0 = v128.load(a), a1 = v128.load(a, 16), b0 = v128.load(b), b1 = v128.load(b, 16);
    const c0 = v128.load(c), c1 = v128.load(c, 16), d0 = v128.load(d), d1 = v128.load(d, 16);
    const ar = firstLanes(a0, a1), ai = secondLanes(a0, a1), br = firstLanes(b0, b1), bi = secondLanes(b0, b1);
    const cr = firstLanes(c0, c1), ci = secondLanes(c0, c1), dr = firstLanes(d0, d1), di = secondLanes(d0, d1);
    const acSumR = f64x2.add(ar, cr), acSumI = f64x2.add(ai, ci), acDifR = f64x2.sub(ar, cr), acDifI = f64x2.sub(ai, ci);
    const bdSumR = f64x2.add(br, dr), bdSumI = f64x2.add(bi, di), bdDifR = f64x2.sub(br, dr), bdDifI = f64x2.sub(bi, di);
    const y0r = f64x2.add(acSumR, bdSumR), y0i = f64x2.add(acSumI, bdSumI);
    const u1r = f64x2.add(acDifR, bdDifI), u1i = f64x2.sub(acDifI, bdDifR);
    const u2r = f64x2.sub(acSumR, bdSumR), u2i = f64x2.sub(acSumI, bdSumI);
    const u3r = f64x2.sub(acDifR, bdDifI), u3i = f64x2.add(acDifI, bdDifR);
    const w1r = v128.load(twiddles), w1i = v128.load(twiddles, 16);
    const w2r = v128.load(twiddles, 32), w2i = v128.load(twiddles, 48);
    const w3r = v128.load(twiddles, 64), w3i = v128.load(twiddles, 80);
    const y1r = productRe(u1r, u1i, w1r, w1i), y1i = productIm(u1r, u1i, w1r, w1i);
    const y2r = productRe(u2r, u2i, w2r, w2i), y2i = productIm(u2r, u2i, w2r, w2i);
    const y3r = productRe(u3r, u3i, w3r, w3i), y3i = productIm(u3r, u3i, w3r, w3i);
    // Lanes hold p and p + 1; the target wants k = 0 … 3 of p, then of p + 1
    v128.store(target, firstLanes(y0r, y1r));
    v128.store(target, firstLanes(y0i, y1i), 16);
    v128.store(target, firstLanes(y2r, y3r), 32);
    v128.store(target, firstLanes(y2i, y3i), 48);
    v128.store(target, secondLanes(y0r, y1r), 64);
    v128.store(target, secondLanes(y0i, y1i), 80);
    v128.store(target, secondLanes(y2r, y3r), 96);
    v128.store(target, secondLanes(y2i, y3i), 112);
    target += 4 * BLOCK;
    twiddles += 2 * TWIDDLES;
  }
}

/**
 * A pass between the first and the last, blocks in and out.
 * @param quarter a fourth of the sub-transforms' length
 * @param stride bytes from one element of a sub-transform to the next
 */
export function middlePass(source: usize, target: usize, quarter: i32, stride: usize, twiddles: usize): void {
  const apart = <usize>quarter * stride;
  let a = source, y0 = target;
  for (let p = 0; p < quarter; p++) {
    const w1r = v128.load64_splat(twiddles), w1i = v128.load64_splat(twiddles, 8);
    const w2r = v128.load64_splat(twiddles, 16), w2i = v128.load64_splat(twiddles, 24);
    const w3r = v128.load64_splat(twiddles, 32), w3i = v128.load64_splat(twiddles, 40);
    twiddles += TWIDDLES;
    const end = a + stride;
    for (; a < end; a += BLOCK) {
      const b = a + apart, c = b + apart, d = c + apart;
      const ar = v128.load(a), ai = v128.load(a, 16), br = v128.load(b), bi = v128.load(b, 16);
      const cr = v128.load(c), ci = v128.load(c, 16), dr = v128.load(d), di = v128.load(d, 16);
      const acSumR = f64x2.add(ar, cr), acSumI = f64x2.add(ai, ci), acDifR = f64x2.sub(ar, cr), acDifI = f64x2.sub(ai, ci);
      const bdSumR = f64x2.add(br, dr), bdSumI = f64x2.add(bi, di), bdDifR = f64x2.sub(br, dr), bdDifI = f64x2.sub(bi, di);
      const u1r = f64x2.add(acDifR, bdDifI), u1i = f64x2.sub(acDifI, bdDifR);
      const u2r = f64x2.sub(acSumR, bdSumR), u2i = f64x2.sub(acSumI, bdSumI);
      const u3r = f64x2.sub(acDifR, bdDifI), u3i = f64x2.add(acDifI, bdDifR);
      const y1 = y0 + stride, y2 = y1 + stride, y3 = y2 + stride;
      v128.store(y0, f64x2.add(acSumR, bdSumR));
      v128.store(y0, f64x2.add(acSumI, bdSumI), 16);
      v128.store(y1, productRe(u1r, u1i, w1r, w1i));
      v128.store(y1, productIm(u1r, u1i, w1r, w1i), 16);
      v128.store(y2, productRe(u2r, u2i, w2r, w2i));
      v128.store(y2, productIm(u2r, u2i, w2r, w2i), 16);
      v128.store(y3, productRe(u3r, u3i, w3r, w3i));
      v128.store(y3, productIm(u3r, u3i, w3r, w3i), 16);
      y0 += BLOCK;
    }
    y0 += 3 * stride;
  }
}

/** Last pass where sub-transforms of length 4 are left: blocks in, interleaved complex out; all twiddles are 1. */
export function lastPassOfFour(source: usize, target: usize, stride: usize): void {
  const end = source + stride;
  for (let a = source; a < end; a += BLOCK) {
    const b = a + stride, c = b + stride, d = c + stride;
    const ar = v128.load(a), ai = v128.load(a, 16), br = v128.load(b), bi = v128.load(b, 16);
    const cr = v128.load(c), ci = v128.load(c, 16), dr = v128.load(d), di = v128.load(d, 16);
    storeFour(target, stride, ar, ai, br, bi, cr, ci, dr, di);
    target += BLOCK;
  }
}

/** Last pass where sub-transforms of length 8 are left: one radix-8 butterfly. */
export function lastPassOfEight(source: usize, target: usize, stride: usize): void {
  const half = f64x2.splat(Math.SQRT1_2);
  const end = source + stride;
  for (let x0 = source; x0 < end; x0 += BLOCK) {
    const x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride, x4 = x3 + stride;
    const x5 = x4 + stride, x6 = x5 + stride, x7 = x6 + stride;
    const ar = v128.load(x0), ai = v128.load(x0, 16), br = v128.load(x4), bi = v128.load(x4, 16);
    const cr = v128.load(x2), ci = v128.load(x2, 16), dr = v128.load(x6), di = v128.load(x6, 16);
    const er = v128.load(x1), ei = v128.load(x1, 16), fr = v128.load(x5), fi = v128.load(x5, 16);
    const gr = v128.load(x3), gi = v128.load(x3, 16), hr = v128.load(x7), hi = v128.load(x7, 16);
    // The even outputs are the transform of x[j] + x[j + 4]
    storeFour(
      target, 2 * stride,
      f64x2.add(ar, br), f64x2.add(ai, bi), f64x2.add(er, fr), f64x2.add(ei, fi),
      f64x2.add(cr, dr), f64x2.add(ci, di), f64x2.add(gr, hr), f64x2.add(gi, hi),
    );
    // The odd ones that of (x[j] − x[j + 4]) e^(−πij/4)
    const s1r = f64x2.sub(er, fr), s1i = f64x2.sub(ei, fi), s3r = f64x2.sub(gr, hr), s3i = f64x2.sub(gi, hi);
    storeFour(
      target + stride, 2 * stride,
      f64x2.sub(ar, br), f64x2.sub(ai, bi),
      f64x2.mul(f64x2.add(s1r, s1i), half), f64x2.mul(f64x2.sub(s1i, s1r), half),
      f64x2.sub(ci, di), f64x2.sub(dr, cr),
      f64x2.mul(f64x2.sub(s3i, s3r), half), f64x2.neg(f64x2.mul(f64x2.add(s3r, s3i), half)),
    );
    target += BLOCK;
  }
}

/** Stores the transform of four elements, `stride` bytes apart, as interleaved complex numbers. */
@inline
function storeFour(
  target: usize, stride: usize,
  ar: v128, ai: v128, br: v128, bi: v128, cr: v128, ci: v128, dr: v128, di: v128,
): void {
  const acSumR = f64x2.add(ar, cr), acSumI = f64x2.add(ai, ci), acDifR = f64x2.sub(ar, cr), acDifI = f64x2.sub(ai, ci);
  const bdSumR = f64x2.add(br, dr), bdSumI = f64x2.add(bi, di), bdDifR = f64x2.sub(br, dr), bdDifI = f64x2.sub(bi, di);
  storeInterleaved(target, f64x2.add(acSumR, bdSumR), f64x2.add(acSumI, bdSumI));
  storeInterleaved(target + stride, f64x2.add(acDifR, bdDifI), f64x2.sub(acDifI, bdDifR));
  storeInterleaved(target + 2 * stride, f64x2.sub(acSumR, bdSumR), f64x2.sub(acSumI, bdSumI));
  storeInterleaved(target + 3 * stride, f64x2.sub(acDifR, bdDifI), f64x2.add(acDifI, bdDifR));
}
