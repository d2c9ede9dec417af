import { firstLanes, secondLanes } from './lanes';

// A half-band filter of two chains of allpass sections (core/dsp/halfBand.ts): even samples in the first lane, odd ones in the second. A section makes
// y[m] = x[m − 1] + a (x[m] − y[m − 1]). In the memory of a filter stand the coefficients of each section, then the last input and each section's last output.

/** One section, summed so that only one product and one sum wait for the output before. */
@inline
function section(a: v128, x: v128, xBefore: v128, yBefore: v128): v128 {
  return f64x2.sub(f64x2.add(xBefore, f64x2.mul(a, x)), f64x2.mul(a, yBefore));
}

/** Two outputs, each the sum of its lanes. */
@inline
function storeTwo(target: usize, first: v128, second: v128): void {
  v128.store(target, f64x2.add(firstLanes(first, second), secondLanes(first, second)));
}

/** Through three sections. @param pairs of samples, an even number; as many outputs */
export function halveByThree(filter: usize, source: usize, target: usize, pairs: i32): void {
  const a1 = v128.load(filter), a2 = v128.load(filter, 16), a3 = v128.load(filter, 32);
  let p0 = v128.load(filter, 48), p1 = v128.load(filter, 64), p2 = v128.load(filter, 80), p3 = v128.load(filter, 96);
  for (const end = source + (<usize>pairs << 4); source < end; source += 32) {
    const x = v128.load(source), z = v128.load(source, 16);
    const x1 = section(a1, x, p0, p1), x2 = section(a2, x1, p1, p2), x3 = section(a3, x2, p2, p3);
    p0 = z;
    p1 = section(a1, z, x, x1);
    p2 = section(a2, p1, x1, x2);
    p3 = section(a3, p2, x2, x3);
    storeTwo(target, x3, p3);
    target += 16;
  }
  v128.store(filter, p0, 48);
  v128.store(filter, p1, 64);
  v128.store(filter, p2, 80);
  v128.store(filter, p3, 96);
}

/** Through six sections; else like `halveByThree`. */
export function halveBySix(filter: usize, source: usize, target: usize, pairs: i32): void {
  const a1 = v128.load(filter), a2 = v128.load(filter, 16), a3 = v128.load(filter, 32);
  const a4 = v128.load(filter, 48), a5 = v128.load(filter, 64), a6 = v128.load(filter, 80);
  let p0 = v128.load(filter, 96), p1 = v128.load(filter, 112), p2 = v128.load(filter, 128), p3 = v128.load(filter, 144);
  let p4 = v128.load(filter, 160), p5 = v128.load(filter, 176), p6 = v128.load(filter, 192);
  for (const end = source + (<usize>pairs << 4); source < end; source += 32) {
    const x = v128.load(source), z = v128.load(source, 16);
    const x1 = section(a1, x, p0, p1), x2 = section(a2, x1, p1, p2), x3 = section(a3, x2, p2, p3);
    const x4 = section(a4, x3, p3, p4), x5 = section(a5, x4, p4, p5), x6 = section(a6, x5, p5, p6);
    p0 = z;
    p1 = section(a1, z, x, x1);
    p2 = section(a2, p1, x1, x2);
    p3 = section(a3, p2, x2, x3);
    p4 = section(a4, p3, x3, x4);
    p5 = section(a5, p4, x4, x5);
    p6 = section(a6, p5, x5, x6);
    storeTwo(target, x6, p6);
    target += 16;
  }
  v128.store(filter, p0, 96);
  v128.store(filter, p1, 112);
  v128.store(filter, p2, 128);
  v128.store(filter, p3, 144);
  v128.store(filter, p4, 160);
  v128.store(filter, p5, 176);
  v128.store(filter, p6, 192);
}
