import { firstLanes, secondLanes } from './lanes';

// Half-band filters of two chains of allpass sections (core/dsp/halfBand.ts): even samples in the first lane, odd ones in the second. A section makes
// y[m] = x[m − 1] + a (x[m] − y[m − 1]). Each output waits for the one before, so two stretches of a signal are filtered at a time, and three sections, whose
// numbers all stay in registers. In the memory of three sections stand their coefficients, then for either stretch the last input and each section's last output.

/** Bytes of three sections' coefficients, and of what one stretch remembers. */
const COEFFICIENTS: usize = 48;
const MEMORY: usize = 64;
/** Bytes of all that three sections need. */
const SECTIONS: usize = COEFFICIENTS + 2 * MEMORY;

/** One section, summed so that only one product and one sum wait for the output before. */
@inline
function section(a: v128, x: v128, xBefore: v128, yBefore: v128): v128 {
  return f64x2.sub(f64x2.add(xBefore, f64x2.mul(a, x)), f64x2.mul(a, yBefore));
}

/** Two neighbouring outputs as they are, or each the sum of its lanes. */
@inline
function storeTwo(target: usize, x: v128, y: v128, sums: bool): void {
  if (sums) v128.store(target, f64x2.add(firstLanes(x, y), secondLanes(x, y)));
  else {
    v128.store(target, x);
    v128.store(target, y, 16);
  }
}

/** @param sums whether these are the last sections: even and odd samples' outputs then become one */
@inline
function throughThree(filter: usize, first: usize, second: usize, pairs: i32, sums: bool): void {
  const a1 = v128.load(filter), a2 = v128.load(filter, 16), a3 = v128.load(filter, 32);
  const memoryP = filter + COEFFICIENTS, memoryQ = memoryP + MEMORY;
  let p0 = v128.load(memoryP), p1 = v128.load(memoryP, 16), p2 = v128.load(memoryP, 32), p3 = v128.load(memoryP, 48);
  let q0 = v128.load(memoryQ), q1 = v128.load(memoryQ, 16), q2 = v128.load(memoryQ, 32), q3 = v128.load(memoryQ, 48);
  const step: usize = sums ? 16 : 32;
  let toFirst = first, toSecond = second;
  for (const end = first + (<usize>pairs << 4); first < end; first += 32) {
    const x = v128.load(first), nextX = v128.load(first, 16), u = v128.load(second), nextU = v128.load(second, 16);
    const x1 = section(a1, x, p0, p1), u1 = section(a1, u, q0, q1);
    const x2 = section(a2, x1, p1, p2), u2 = section(a2, u1, q1, q2);
    const x3 = section(a3, x2, p2, p3), u3 = section(a3, u2, q2, q3);
    p0 = nextX;
    q0 = nextU;
    p1 = section(a1, nextX, x, x1);
    q1 = section(a1, nextU, u, u1);
    p2 = section(a2, p1, x1, x2);
    q2 = section(a2, q1, u1, u2);
    p3 = section(a3, p2, x2, x3);
    q3 = section(a3, q2, u2, u3);
    storeTwo(toFirst, x3, p3, sums);
    storeTwo(toSecond, u3, q3, sums);
    second += 32;
    toFirst += step;
    toSecond += step;
  }
  v128.store(memoryP, p0);
  v128.store(memoryP, p1, 16);
  v128.store(memoryP, p2, 32);
  v128.store(memoryP, p3, 48);
  v128.store(memoryQ, q0);
  v128.store(memoryQ, q1, 16);
  v128.store(memoryQ, q2, 32);
  v128.store(memoryQ, q3, 48);
}

/** Filters two stretches in place. @param threes of sections, 1 or 2 @param pairs of samples in each, an even number; as many outputs */
export function halveTwo(filter: usize, threes: i32, first: usize, second: usize, pairs: i32): void {
  if (threes == 2) {
    throughThree(filter, first, second, pairs, false);
    filter += SECTIONS;
  }
  throughThree(filter, first, second, pairs, true);
}
