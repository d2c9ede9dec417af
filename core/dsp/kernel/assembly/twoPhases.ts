import { firstLanes, productIm, productRe, secondLanes, storeInterleaved } from './lanes';
import { laterPasses } from './laterPasses';
import { Layout } from './layout';
import { rowsToBlocks } from './rowBlocks';

// A long transform as short ones that stay in the near cache: n = rows · columns points as a matrix x[row · columns + column]. Down each column a
// transform over the rows, then a turn of row k in column c by w^(ck), w = e^(−2πi/n), then along each row a transform over the columns, whose
// bin j of row k is bin k + rows · j of the whole (Gentleman and Sande). Eight columns or rows at a time fill whole cache lines.

/** Bytes of a complex number, and of eight of them. */
const COMPLEX: usize = 16;
const EIGHT: usize = 128;

/** Two neighbouring complex numbers into a block. */
@inline
function copyToBlock(from: usize, to: usize): void {
  const x = v128.load(from), y = v128.load(from, 16);
  v128.store(to, firstLanes(x, y));
  v128.store(to, secondLanes(x, y), 16);
}

/** Two neighbouring complex numbers times a base and their block of steps. */
@inline
function copyTurned(from: usize, to: usize, baseRe: v128, baseIm: v128, steps: usize): void {
  const stepRe = v128.load(steps), stepIm = v128.load(steps, 16);
  const wr = productRe(stepRe, stepIm, baseRe, baseIm), wi = productIm(stepRe, stepIm, baseRe, baseIm);
  const x = v128.load(from), y = v128.load(from, 16);
  const re = firstLanes(x, y), im = secondLanes(x, y);
  storeInterleaved(to, productRe(re, im, wr, wi), productIm(re, im, wr, wi));
}

/** Transforms and turns every column, in place. */
export function downColumns(plan: Layout, matrix: usize): void {
  const rows = plan.rows;
  const columns = plan.length / rows;
  const pitch = <usize>columns * COMPLEX;
  for (let column = 0; column < columns; column += 8) {
    const top = matrix + <usize>column * COMPLEX;
    let from = top, to = plan.scratch;
    for (let row = 0; row < rows; row++) {
      copyToBlock(from, to);
      copyToBlock(from + 32, to + 32);
      copyToBlock(from + 64, to + 64);
      copyToBlock(from + 96, to + 96);
      from += pitch;
      to += EIGHT;
    }
    from = laterPasses(plan.scratch, plan.scratchBeside, rows, EIGHT, 1, plan.twiddles);
    to = top;
    let steps = plan.steps;
    // The roots stand at twice the exponent: they are those of the real transform's 2n points
    for (let row = 0, exponent = 0; row < rows; row++, exponent += 2 * column) {
      const low = plan.low + (<usize>(exponent & 511) << 4), high = plan.high + (<usize>(exponent >> 9) << 4);
      const lowRe = v128.load64_splat(low), lowIm = v128.load64_splat(low, 16);
      const highRe = v128.load64_splat(high), highIm = v128.load64_splat(high, 8);
      const baseRe = productRe(lowRe, lowIm, highRe, highIm), baseIm = productIm(lowRe, lowIm, highRe, highIm);
      copyTurned(from, to, baseRe, baseIm, steps);
      copyTurned(from + 32, to + 32, baseRe, baseIm, steps + 32);
      copyTurned(from + 64, to + 64, baseRe, baseIm, steps + 64);
      copyTurned(from + 96, to + 96, baseRe, baseIm, steps + 96);
      from += EIGHT;
      to += pitch;
      steps += EIGHT;
    }
  }
}

/** Transforms every row and lays its bins out in the order of the whole. */
export function alongRows(plan: Layout, matrix: usize, target: usize): void {
  const rows = plan.rows;
  const columns = plan.length / rows;
  const pitch = <usize>columns * COMPLEX;
  const targetPitch = <usize>rows * COMPLEX;
  for (let row = 0; row < rows; row += 8) {
    rowsToBlocks(matrix + <usize>row * pitch, pitch, plan.scratch);
    let from = laterPasses(plan.scratch, plan.scratchBeside, columns, EIGHT, plan.odd, plan.rowTwiddles);
    let to = target + <usize>row * COMPLEX;
    for (let column = 0; column < columns; column++) {
      for (let at: usize = 0; at < EIGHT; at += 16) v128.store(to + at, v128.load(from + at));
      from += EIGHT;
      to += targetPitch;
    }
  }
}

/** Two neighbouring complex numbers times a base and their block of steps, into a block. */
@inline
function turnToBlock(from: usize, to: usize, baseRe: v128, baseIm: v128, steps: usize): void {
  const stepRe = v128.load(steps), stepIm = v128.load(steps, 16);
  const wr = productRe(stepRe, stepIm, baseRe, baseIm), wi = productIm(stepRe, stepIm, baseRe, baseIm);
  const x = v128.load(from), y = v128.load(from, 16);
  const re = firstLanes(x, y), im = secondLanes(x, y);
  v128.store(to, productRe(re, im, wr, wi));
  v128.store(to, productIm(re, im, wr, wi), 16);
}

/** The way back from rows that were transformed, in place: turns every column, transforms it and swaps real and imaginary parts. */
export function upColumns(plan: Layout, matrix: usize): void {
  const rows = plan.rows;
  const columns = plan.length / rows;
  const pitch = <usize>columns * COMPLEX;
  for (let column = 0; column < columns; column += 8) {
    const top = matrix + <usize>column * COMPLEX;
    let from = top, to = plan.scratch, steps = plan.steps;
    for (let row = 0, exponent = 0; row < rows; row++, exponent += 2 * column) {
      const low = plan.low + (<usize>(exponent & 511) << 4), high = plan.high + (<usize>(exponent >> 9) << 4);
      const lowRe = v128.load64_splat(low), lowIm = v128.load64_splat(low, 16);
      const highRe = v128.load64_splat(high), highIm = v128.load64_splat(high, 8);
      const baseRe = productRe(lowRe, lowIm, highRe, highIm), baseIm = productIm(lowRe, lowIm, highRe, highIm);
      turnToBlock(from, to, baseRe, baseIm, steps);
      turnToBlock(from + 32, to + 32, baseRe, baseIm, steps + 32);
      turnToBlock(from + 64, to + 64, baseRe, baseIm, steps + 64);
      turnToBlock(from + 96, to + 96, baseRe, baseIm, steps + 96);
      from += pitch;
      to += EIGHT;
      steps += EIGHT;
    }
    from = laterPasses(plan.scratch, plan.scratchBeside, rows, EIGHT, 1, plan.twiddles);
    to = top;
    for (let row = 0; row < rows; row++) {
      for (let at: usize = 0; at < EIGHT; at += 16) {
        const x = v128.load(from + at);
        v128.store(to + at, v128.shuffle<f64>(x, x, 1, 0));
      }
      from += EIGHT;
      to += pitch;
    }
  }
}
