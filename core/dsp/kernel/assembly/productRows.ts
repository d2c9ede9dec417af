import { firstLanes, productIm, productRe, secondLanes } from './lanes';
import { laterPasses } from './laterPasses';
import { Layout } from './layout';
import { rowsFromEights, rowsToBlocks } from './rowBlocks';

// Between the columns of a long transform and those of its inverse: each row is transformed, its bins meet those of the row that mirrors it, are
// multiplied by factors, and are transformed back, all in the near cache. What stands where and with which signs: realBins.ts. Bin k of the n complex points stands in
// row k mod R, place k div R; its mirror n − k in row R − k mod R, place C − 1 − k div R (row 0: C − k div R). Real and imaginary parts are swapped on the way
// back, so that the forward passes make the inverse transform.

const COMPLEX: usize = 16;
const EIGHT: usize = 128;
/** Of the bins' columns that are not asked for every eighth is kept all the same, as a sample of the band. */
const SAMPLED: i32 = 7;

/** What every pair of rows needs. */
@unmanaged
class Product {
  /** In the order in which they are met: for each pair of eights a column's eight of the one after the other, then of the other; then row 0. */
  factors: usize;
  bins: usize;
  /** Columns of bins that are kept: those below one and those from another on. */
  keptBelow: i32;
  keptFrom: i32;
}

@inline
function isKept(product: Product, column: i32): bool {
  return column < product.keptBelow || column >= product.keptFrom || (column & SAMPLED) == 0;
}

/** Roots w^(k + lane) of eight neighbouring k, as blocks. */
@inline
function rootAt(plan: Layout, k: i32, target: usize): void {
  for (let lane = 0; lane < 8; lane++) {
    const low = plan.low + (<usize>((k + lane) & 510) << 4) + (<usize>((k + lane) & 1) << 3);
    const high = plan.high + (<usize>((k + lane) >> 9) << 4);
    const lr = load<f64>(low), li = load<f64>(low, 16), hr = load<f64>(high), hi = load<f64>(high, 8);
    const at = target + (<usize>(lane >> 1) << 5) + (<usize>(lane & 1) << 3);
    store<f64>(at, lr * hr - li * hi);
    store<f64>(at, lr * hi + li * hr, 16);
  }
}

/** Eights of one row and the seven after it, column by column. */
function arrangeEights(from: usize, to: usize, rows: i32, columns: i32): void {
  for (let column = 0; column < columns; column++) {
    for (let at: usize = 0; at < EIGHT; at += COMPLEX) v128.store(to + at, v128.load(from + at));
    from += <usize>rows * COMPLEX;
    to += EIGHT;
  }
}

/** Puts bins 0 … n in the order in which the rows meet them. */
export function arrangeFactors(plan: Layout, product: usize, bins: usize): void {
  const rows = plan.rows;
  const columns = plan.length / rows;
  let to = changetype<Product>(product).factors;
  for (let row = 1; row < rows >> 1; row += 8) {
    arrangeEights(bins + <usize>row * COMPLEX, to, rows, columns);
    to += <usize>columns * EIGHT;
    arrangeEights(bins + <usize>(rows - row - 7) * COMPLEX, to, rows, columns);
    to += <usize>columns * EIGHT;
  }
  for (let column = 0; column <= columns; column++) {
    v128.store(to, v128.load(bins + <usize>(rows * column) * COMPLEX));
    to += COMPLEX;
  }
}

/**
 * Multiplies the bins of eight rows from `row` and of the eight that mirror them, in opposite order.
 * @param a, b the rows' transforms, eight complex numbers for each column; the products stand there as blocks
 * @param roots of the eight rows
 */
function multiplyEights(
  plan: Layout, product: Product, a: usize, b: usize, row: i32, roots: usize, factors: usize,
): void {
  const rows = plan.rows, length = plan.length;
  const columns = length / rows;
  const half = f64x2.splat(0.5), scale = f64x2.splat(0.5 / <f64>length);
  b += <usize>(columns - 1) * EIGHT;
  let mirrored = factors + <usize>(2 * columns - 1) * EIGHT;
  for (let column = 0; column < columns; column++) {
    const k = row + rows * column, turn = rows * column;
    const low = plan.low + (<usize>(turn & 510) << 4) + (<usize>(turn & 1) << 3), high = plan.high + (<usize>(turn >> 9) << 4);
    const lr = v128.load64_splat(low), li = v128.load64_splat(low, 16);
    const hr = v128.load64_splat(high), hi = v128.load64_splat(high, 8);
    const baseRe = productRe(lr, li, hr, hi), baseIm = productIm(lr, li, hr, hi);
    const keepsA = isKept(product, column), keepsB = isKept(product, columns - 1 - column);
    const up = <usize>k * COMPLEX, down = <usize>(length - k) * COMPLEX;
    for (let pair: usize = 0; pair < EIGHT; pair += 32) {
      const pa = a + pair, pb = b + (96 - pair);
      const rootRe = v128.load(roots + pair), rootIm = v128.load(roots + pair, 16);
      const wr = productRe(rootRe, rootIm, baseRe, baseIm), wi = productIm(rootRe, rootIm, baseRe, baseIm);
      const a0 = v128.load(pa), a1 = v128.load(pa, 16), b1 = v128.load(pb), b0 = v128.load(pb, 16);
      const ar = firstLanes(a0, a1), ai = secondLanes(a0, a1), br = firstLanes(b0, b1), bi = secondLanes(b0, b1);
      const er = f64x2.mul(half, f64x2.add(ar, br)), ei = f64x2.mul(half, f64x2.sub(ai, bi));
      const dr = f64x2.mul(half, f64x2.sub(ar, br)), di = f64x2.mul(half, f64x2.add(ai, bi));
      // O = −iD
      const tr = f64x2.add(f64x2.mul(di, wr), f64x2.mul(dr, wi)), ti = f64x2.sub(f64x2.mul(di, wi), f64x2.mul(dr, wr));
      const xr = f64x2.add(er, tr), xi = f64x2.add(ei, ti), yr = f64x2.sub(er, tr), yi = f64x2.sub(ti, ei);
      const atX = up + pair, atY = down - pair;
      if (keepsA) {
        v128.store(product.bins + atX, firstLanes(xr, xi));
        v128.store(product.bins + atX, secondLanes(xr, xi), 16);
      }
      if (keepsB) {
        v128.store(product.bins + atY, firstLanes(yr, yi));
        v128.store(product.bins + atY - COMPLEX, secondLanes(yr, yi));
      }
      const f0 = v128.load(factors + pair), f1 = v128.load(factors + pair, 16);
      const g1 = v128.load(mirrored + (96 - pair)), g0 = v128.load(mirrored + (96 - pair), 16);
      const fr = firstLanes(f0, f1), fi = secondLanes(f0, f1), gr = firstLanes(g0, g1), gi = secondLanes(g0, g1);
      const pr = f64x2.mul(scale, productRe(xr, xi, fr, fi)), pi = f64x2.mul(scale, productIm(xr, xi, fr, fi));
      const qr = f64x2.mul(scale, productRe(yr, yi, gr, gi)), qi = f64x2.mul(scale, productIm(yr, yi, gr, gi));
      const sr = f64x2.add(pr, qr), si = f64x2.sub(pi, qi), ur = f64x2.sub(pr, qr), ui = f64x2.add(pi, qi);
      // iO = i conj(w^k) U
      const vr = f64x2.sub(f64x2.mul(ur, wi), f64x2.mul(ui, wr)), vi = f64x2.add(f64x2.mul(ur, wr), f64x2.mul(ui, wi));
      v128.store(pa, f64x2.add(si, vi));
      v128.store(pa, f64x2.add(sr, vr), 16);
      const mr = f64x2.sub(sr, vr), mi = f64x2.sub(vi, si);
      v128.store(pb, v128.shuffle<f64>(mi, mi, 1, 0));
      v128.store(pb, v128.shuffle<f64>(mr, mr, 1, 0), 16);
    }
    a += EIGHT;
    b -= EIGHT;
    factors += EIGHT;
    mirrored -= EIGHT;
  }
}

/** The same for row 0 alone, which mirrors itself: the first of the eight complex numbers for each column. */
function multiplyFirst(plan: Layout, product: Product, a: usize, factors: usize): void {
  const rows = plan.rows, length = plan.length;
  const columns = length / rows;
  const scale = 0.5 / <f64>length;
  for (let column = 0; column <= columns >> 1; column++) {
    const k = rows * column;
    const pa = a + <usize>column * EIGHT, pb = a + <usize>(column == 0 ? 0 : columns - column) * EIGHT;
    const low = plan.low + (<usize>(k & 510) << 4) + (<usize>(k & 1) << 3), high = plan.high + (<usize>(k >> 9) << 4);
    const lr = load<f64>(low), li = load<f64>(low, 16), hr = load<f64>(high), hi = load<f64>(high, 8);
    const wr = lr * hr - li * hi, wi = lr * hi + li * hr;
    const ar = load<f64>(pa), ai = load<f64>(pa, 8), br = load<f64>(pb), bi = load<f64>(pb, 8);
    const er = 0.5 * (ar + br), ei = 0.5 * (ai - bi), dr = 0.5 * (ar - br), di = 0.5 * (ai + bi);
    const tr = di * wr + dr * wi, ti = di * wi - dr * wr;
    const xr = er + tr, xi = ei + ti, yr = er - tr, yi = ti - ei;
    const atX = <usize>k * COMPLEX, atY = <usize>(length - k) * COMPLEX;
    store<f64>(product.bins + atX, xr);
    store<f64>(product.bins + atX, xi, 8);
    store<f64>(product.bins + atY, yr);
    store<f64>(product.bins + atY, yi, 8);
    const atF = factors + <usize>column * COMPLEX, atG = factors + <usize>(columns - column) * COMPLEX;
    const fr = load<f64>(atF), fi = load<f64>(atF, 8), gr = load<f64>(atG), gi = load<f64>(atG, 8);
    const pr = scale * (xr * fr - xi * fi), qr = scale * (yr * gr - yi * gi);
    // Real samples have real bins 0 and n
    const pi = column == 0 ? 0 : scale * (xr * fi + xi * fr), qi = column == 0 ? 0 : scale * (yr * gi + yi * gr);
    const sr = pr + qr, si = pi - qi, ur = pr - qr, ui = pi + qi;
    const vr = ur * wi - ui * wr, vi = ur * wr + ui * wi;
    store<f64>(pb, vi - si);
    store<f64>(pb, sr - vr, 16);
    store<f64>(pa, si + vi);
    store<f64>(pa, sr + vr, 16);
  }
}

/** Transforms eight rows. @returns where they stand */
@inline
function alongEight(plan: Layout, from: usize, other: usize): usize {
  return laterPasses(from, other, plan.length / plan.rows, EIGHT, plan.odd, plan.rowTwiddles);
}

/**
 * All rows, after `downColumns`.
 * @param goesBack whether the products are transformed back, for `upColumns`; if not, only the bins are kept and the matrix stays as it is
 */
export function productRows(plan: Layout, product: usize, matrix: usize, goesBack: bool): void {
  const what = changetype<Product>(product);
  const rows = plan.rows;
  const pitch = <usize>(plan.length / rows) * COMPLEX;
  const scratchA = plan.scratch, besideA = plan.scratchBeside, scratchB = plan.mirrorScratch, besideB = plan.mirrorScratchBeside;
  const roots = product + 32;
  let factors = what.factors;
  // Row rows/2 mirrors itself, last of the one eight and first of the other: both come to the same
  for (let row = 1; row < rows >> 1; row += 8) {
    const atA = matrix + <usize>row * pitch, atB = matrix + <usize>(rows - row - 7) * pitch;
    rowsToBlocks(atA, pitch, scratchA);
    rowsToBlocks(atB, pitch, scratchB);
    const a = alongEight(plan, scratchA, besideA), b = alongEight(plan, scratchB, besideB);
    rootAt(plan, row, roots);
    multiplyEights(plan, what, a, b, row, roots, factors);
    factors += 2 * pitch * 8;
    if (goesBack) {
      rowsFromEights(alongEight(plan, a, a == scratchA ? besideA : scratchA), atA, pitch, 8);
      rowsFromEights(alongEight(plan, b, b == scratchB ? besideB : scratchB), atB, pitch, 8);
    }
  }
  rowsToBlocks(matrix, pitch, scratchA);
  const a = alongEight(plan, scratchA, besideA);
  multiplyFirst(plan, what, a, factors);
  if (goesBack) rowsFromEights(alongEight(plan, a, a == scratchA ? besideA : scratchA), matrix, pitch, 1);
}
