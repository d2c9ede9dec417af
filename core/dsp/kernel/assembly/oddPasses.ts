import { productIm, productRe } from './lanes';

// Passes of radix 3, 5 and 7, blocks in and out: with s[j] = x[j] + x[r − j] and d[j] = x[j] − x[r − j],
// y[k], y[r − k] = x[0] + Σ s[j] cos(2πjk/r) ∓ i Σ d[j] sin(2πjk/r), times w^(kp) and w^((r − k)p).

const BLOCK: usize = 32;

const COS_3: f64 = -0.5;
const SIN_3: f64 = 0.86602540378443864676;
const COS_5_1: f64 = 0.30901699437494742410;
const COS_5_2: f64 = -0.80901699437494742410;
const SIN_5_1: f64 = 0.95105651629515357212;
const SIN_5_2: f64 = 0.58778525229247312917;
const COS_7_1: f64 = 0.62348980185873353053;
const COS_7_2: f64 = -0.22252093395631440429;
const COS_7_3: f64 = -0.90096886790241912624;
const SIN_7_1: f64 = 0.78183148246802980871;
const SIN_7_2: f64 = 0.97492791218182360702;
const SIN_7_3: f64 = 0.43388373911755812048;

@inline
function times(factor: f64, x: v128): v128 {
  return f64x2.mul(f64x2.splat(factor), x);
}

@inline
function sum(x: v128, y: v128): v128 {
  return f64x2.add(x, y);
}

@inline
function difference(x: v128, y: v128): v128 {
  return f64x2.sub(x, y);
}

/** Stores (re + i im) times the root that stands at `root`. */
@inline
function storeTurned(at: usize, re: v128, im: v128, root: usize): void {
  const wr = v128.load64_splat(root), wi = v128.load64_splat(root, 8);
  v128.store(at, productRe(re, im, wr, wi));
  v128.store(at, productIm(re, im, wr, wi), 16);
}

/** Stores c − ie at `first` and c + ie at `second`. */
@inline
function storePair(
  first: usize, second: usize, cr: v128, ci: v128, er: v128, ei: v128, firstRoot: usize, secondRoot: usize,
): void {
  storeTurned(first, sum(cr, ei), difference(ci, er), firstRoot);
  storeTurned(second, difference(cr, ei), sum(ci, er), secondRoot);
}

/**
 * @param count sub-transforms' length over 3
 * @param stride bytes from one element of a sub-transform to the next
 * @param roots for each p: w^p, w^2p
 */
export function passOfThree(source: usize, target: usize, count: i32, stride: usize, roots: usize): void {
  const apart = <usize>count * stride;
  let x0 = source, y0 = target;
  for (let p = 0; p < count; p++) {
    for (const end = x0 + stride; x0 < end; x0 += BLOCK) {
      const x1 = x0 + apart, x2 = x1 + apart;
      const ar = v128.load(x0), ai = v128.load(x0, 16), br = v128.load(x1), bi = v128.load(x1, 16);
      const cr = v128.load(x2), ci = v128.load(x2, 16);
      const sr = sum(br, cr), si = sum(bi, ci);
      v128.store(y0, sum(ar, sr));
      v128.store(y0, sum(ai, si), 16);
      storePair(
        y0 + stride, y0 + 2 * stride,
        sum(ar, times(COS_3, sr)), sum(ai, times(COS_3, si)),
        times(SIN_3, difference(br, cr)), times(SIN_3, difference(bi, ci)), roots, roots + 16,
      );
      y0 += BLOCK;
    }
    y0 += 2 * stride;
    roots += 32;
  }
}

/** Like `passOfThree`; four roots for each p. */
export function passOfFive(source: usize, target: usize, count: i32, stride: usize, roots: usize): void {
  const apart = <usize>count * stride;
  let x0 = source, y0 = target;
  for (let p = 0; p < count; p++) {
    for (const end = x0 + stride; x0 < end; x0 += BLOCK) {
      const x1 = x0 + apart, x2 = x1 + apart, x3 = x2 + apart, x4 = x3 + apart;
      const ar = v128.load(x0), ai = v128.load(x0, 16);
      const br = v128.load(x1), bi = v128.load(x1, 16), er = v128.load(x4), ei = v128.load(x4, 16);
      const cr = v128.load(x2), ci = v128.load(x2, 16), dr = v128.load(x3), di = v128.load(x3, 16);
      const s1r = sum(br, er), s1i = sum(bi, ei), d1r = difference(br, er), d1i = difference(bi, ei);
      const s2r = sum(cr, dr), s2i = sum(ci, di), d2r = difference(cr, dr), d2i = difference(ci, di);
      v128.store(y0, sum(ar, sum(s1r, s2r)));
      v128.store(y0, sum(ai, sum(s1i, s2i)), 16);
      storePair(
        y0 + stride, y0 + 4 * stride,
        sum(ar, sum(times(COS_5_1, s1r), times(COS_5_2, s2r))), sum(ai, sum(times(COS_5_1, s1i), times(COS_5_2, s2i))),
        sum(times(SIN_5_1, d1r), times(SIN_5_2, d2r)), sum(times(SIN_5_1, d1i), times(SIN_5_2, d2i)),
        roots, roots + 48,
      );
      storePair(
        y0 + 2 * stride, y0 + 3 * stride,
        sum(ar, sum(times(COS_5_2, s1r), times(COS_5_1, s2r))), sum(ai, sum(times(COS_5_2, s1i), times(COS_5_1, s2i))),
        difference(times(SIN_5_2, d1r), times(SIN_5_1, d2r)), difference(times(SIN_5_2, d1i), times(SIN_5_1, d2i)),
        roots + 16, roots + 32,
      );
      y0 += BLOCK;
    }
    y0 += 4 * stride;
    roots += 64;
  }
}

@inline
function sumOfThree(a: f64, x: v128, b: f64, y: v128, c: f64, z: v128): v128 {
  return sum(sum(times(a, x), times(b, y)), times(c, z));
}

/** Like `passOfThree`; six roots for each p. */
export function passOfSeven(source: usize, target: usize, count: i32, stride: usize, roots: usize): void {
  const apart = <usize>count * stride;
  let x0 = source, y0 = target;
  for (let p = 0; p < count; p++) {
    for (const end = x0 + stride; x0 < end; x0 += BLOCK) {
      const x1 = x0 + apart, x2 = x1 + apart, x3 = x2 + apart, x4 = x3 + apart, x5 = x4 + apart, x6 = x5 + apart;
      const ar = v128.load(x0), ai = v128.load(x0, 16);
      const br = v128.load(x1), bi = v128.load(x1, 16), gr = v128.load(x6), gi = v128.load(x6, 16);
      const cr = v128.load(x2), ci = v128.load(x2, 16), fr = v128.load(x5), fi = v128.load(x5, 16);
      const dr = v128.load(x3), di = v128.load(x3, 16), er = v128.load(x4), ei = v128.load(x4, 16);
      const s1r = sum(br, gr), s1i = sum(bi, gi), d1r = difference(br, gr), d1i = difference(bi, gi);
      const s2r = sum(cr, fr), s2i = sum(ci, fi), d2r = difference(cr, fr), d2i = difference(ci, fi);
      const s3r = sum(dr, er), s3i = sum(di, ei), d3r = difference(dr, er), d3i = difference(di, ei);
      v128.store(y0, sum(sum(ar, s1r), sum(s2r, s3r)));
      v128.store(y0, sum(sum(ai, s1i), sum(s2i, s3i)), 16);
      storePair(
        y0 + stride, y0 + 6 * stride,
        sum(ar, sumOfThree(COS_7_1, s1r, COS_7_2, s2r, COS_7_3, s3r)),
        sum(ai, sumOfThree(COS_7_1, s1i, COS_7_2, s2i, COS_7_3, s3i)),
        sumOfThree(SIN_7_1, d1r, SIN_7_2, d2r, SIN_7_3, d3r),
        sumOfThree(SIN_7_1, d1i, SIN_7_2, d2i, SIN_7_3, d3i), roots, roots + 80,
      );
      storePair(
        y0 + 2 * stride, y0 + 5 * stride,
        sum(ar, sumOfThree(COS_7_2, s1r, COS_7_3, s2r, COS_7_1, s3r)),
        sum(ai, sumOfThree(COS_7_2, s1i, COS_7_3, s2i, COS_7_1, s3i)),
        sumOfThree(SIN_7_2, d1r, -SIN_7_3, d2r, -SIN_7_1, d3r),
        sumOfThree(SIN_7_2, d1i, -SIN_7_3, d2i, -SIN_7_1, d3i), roots + 16, roots + 64,
      );
      storePair(
        y0 + 3 * stride, y0 + 4 * stride,
        sum(ar, sumOfThree(COS_7_3, s1r, COS_7_1, s2r, COS_7_2, s3r)),
        sum(ai, sumOfThree(COS_7_3, s1i, COS_7_1, s2i, COS_7_2, s3i)),
        sumOfThree(SIN_7_3, d1r, -SIN_7_1, d2r, SIN_7_2, d3r),
        sumOfThree(SIN_7_3, d1i, -SIN_7_1, d2i, SIN_7_2, d3i), roots + 32, roots + 48,
      );
      y0 += BLOCK;
    }
    y0 += 6 * stride;
    roots += 96;
  }
}
