import { AmpbenchError } from '../errors.ts';

/** A periodic wave on a slowly moving mean, fitted to a short record. */
export interface HarmonicFit {
  readonly frequencyHz: number;
  /** Coefficients of the mean's Legendre polynomials over the record: DC, drift, … */
  readonly mean: Float64Array;
  /** Peak amplitude of cos and sin of orders 1 … n, phases counted from the record's middle frame. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
  /** Index of the middle frame, and frames on either side of it: the record is 2 × `reach` + 1 long. */
  readonly middle: number;
  readonly reach: number;
}

/** The oscillator is set afresh every so many frames, so that its rounding stays under 1e-13. */
const RENEWAL_FRAMES = 256;

/** Σ cos(θm) over m = −M … M: Dirichlet's kernel of N = 2M + 1. */
function cosineSum(frames: number, theta: number): number {
  const half = Math.sin(theta / 2);
  return Math.abs(half) < 1e-12 ? frames : Math.sin((frames * theta) / 2) / half;
}

/** Solves a symmetric positive system in place by Cholesky's factors; `matrix` holds n rows of n. */
function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    for (let row = column; row < n; row++) {
      let sum = matrix[row * n + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k];
      matrix[row * n + column] =
        row === column ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / matrix[column * n + column];
    }
  }
  const solution = right.slice();
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) solution[row] -= matrix[row * n + k] * solution[k];
    solution[row] /= matrix[row * n + row];
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) solution[row] -= matrix[k * n + row] * solution[k];
    solution[row] /= matrix[row * n + row];
  }
  return solution;
}

/** The mean's polynomials over a record, orders 0 … `degree`: even ones are even about the middle frame, odd ones odd. */
function legendre(reach: number, degree: number): Float64Array[] {
  const frames = 2 * reach + 1;
  const polynomials = Array.from({ length: degree + 1 }, () => new Float64Array(frames));
  for (let frame = 0; frame < frames; frame++) {
    const t = (frame - reach) / reach;
    let previous = 0;
    let current = 1;
    for (let order = 0; order <= degree; order++) {
      polynomials[order][frame] = current;
      const next = ((2 * order + 1) * t * current - order * previous) / (order + 1);
      previous = current;
      current = next;
    }
  }
  return polynomials;
}

const dotProduct = (a: Float64Array, b: Float64Array, offset: number): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[offset + index];
  return sum;
};

/** Σ x[m] cos(hωm) and Σ x[m] sin(hωm) for h = 1 … orders, over the record folded about its middle. */
function project(
  samples: Float64Array,
  middle: number,
  reach: number,
  omega: number,
  orders: number,
): { cosines: Float64Array; sines: Float64Array } {
  const cosines = new Float64Array(orders).fill(samples[middle]);
  const sines = new Float64Array(orders);
  const stepCos = Math.cos(omega);
  const stepSin = Math.sin(omega);
  let cos = 1;
  let sin = 0;
  for (let m = 1; m <= reach; m++) {
    if (m % RENEWAL_FRAMES === 0) {
      cos = Math.cos(omega * m);
      sin = Math.sin(omega * m);
    } else {
      const next = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = next;
    }
    const sum = samples[middle + m] + samples[middle - m];
    const difference = samples[middle + m] - samples[middle - m];
    let orderCos = cos;
    let orderSin = sin;
    for (let order = 0; order < orders; order++) {
      cosines[order] += sum * orderCos;
      sines[order] += difference * orderSin;
      const next = orderCos * cos - orderSin * sin;
      orderSin = orderSin * cos + orderCos * sin;
      orderCos = next;
    }
  }
  return { cosines, sines };
}

/**
 * Least squares of a mean that moves as a polynomial + Σ (a_h cos hωm + b_h sin hωm), h = 1 … `orders`, at a known frequency, every frame weighted alike. About the
 * record's middle the even and the odd terms part into two systems; the products of the waves have a closed form (Dirichlet's kernel).
 * @param samples the record is `start` … `start + length` − 1, less one frame where `length` is even
 * @param orders highest order; `orders · frequencyHz` under half the sample rate, and the record at least one and a half periods long
 * @param degree of the mean's polynomial: 0 for DC, 1 for drift too
 * @throws AmpbenchError `data/record-too-short` where the record cannot tell the orders apart
 */
export function fitHarmonics(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  frequencyHz: number,
  orders: number,
  degree: number,
): HarmonicFit {
  const reach = (length - 1) >> 1;
  const middle = start + reach;
  const frames = 2 * reach + 1;
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  if (frames * omega < 3 * Math.PI || orders * omega >= Math.PI)
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `${frames} frames hold ${(frames * omega) / (2 * Math.PI)} periods of ${frequencyHz} Hz but must hold 1.5, with order ${orders} under half of ${sampleRateHz} Hz, in fitHarmonics`,
      { frames, frequencyHz, sampleRateHz, orders },
    );
  const polynomials = legendre(reach, degree);
  const waves = project(samples, middle, reach, omega, orders);
  const solve = (parity: 0 | 1): Float64Array => {
    const own = polynomials.filter((_, order) => order % 2 === parity);
    const size = own.length + orders;
    const matrix = new Float64Array(size * size);
    const right = new Float64Array(size);
    const sign = parity === 0 ? 1 : -1;
    for (const [j, polynomial] of own.entries()) {
      right[j] = dotProduct(polynomial, samples, start);
      for (let k = 0; k <= j; k++) matrix[j * size + k] = dotProduct(polynomial, own[k], 0);
      const { cosines, sines } = project(polynomial, reach, reach, omega, orders);
      for (let h = 0; h < orders; h++) matrix[(own.length + h) * size + j] = parity === 0 ? cosines[h] : sines[h];
    }
    for (let j = 0; j < orders; j++) {
      right[own.length + j] = parity === 0 ? waves.cosines[j] : waves.sines[j];
      for (let k = 0; k <= j; k++) {
        const sum = cosineSum(frames, (j - k) * omega) + sign * cosineSum(frames, (j + k + 2) * omega);
        matrix[(own.length + j) * size + own.length + k] = sum / 2;
      }
    }
    return solvePositive(matrix, right);
  };
  const even = solve(0);
  const odd = solve(1);
  const mean = Float64Array.from({ length: degree + 1 }, (_, order) => (order % 2 === 0 ? even : odd)[order >> 1]);
  return {
    frequencyHz,
    mean,
    cosines: even.slice(even.length - orders),
    sines: odd.slice(odd.length - orders),
    middle,
    reach,
  };
}

/** What a record holds besides its fitted wave: same unit, 2 × `reach` + 1 frames. */
export function residualOf(samples: Float64Array, sampleRateHz: number, fit: HarmonicFit): Float64Array {
  const { middle, reach, mean, cosines, sines } = fit;
  const residual = new Float64Array(2 * reach + 1);
  const polynomials = legendre(reach, mean.length - 1);
  const omega = (2 * Math.PI * fit.frequencyHz) / sampleRateHz;
  const stepCos = Math.cos(omega);
  const stepSin = Math.sin(omega);
  let cos = 1;
  let sin = 0;
  for (let m = 0; m <= reach; m++) {
    if (m % RENEWAL_FRAMES === 0) {
      cos = Math.cos(omega * m);
      sin = Math.sin(omega * m);
    } else {
      const next = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = next;
    }
    let even = 0;
    let odd = 0;
    for (let order = 0; order < mean.length; order++) {
      const part = mean[order] * polynomials[order][reach + m];
      if (order % 2 === 0) even += part;
      else odd += part;
    }
    let orderCos = cos;
    let orderSin = sin;
    for (let order = 0; order < cosines.length; order++) {
      even += cosines[order] * orderCos;
      odd += sines[order] * orderSin;
      const next = orderCos * cos - orderSin * sin;
      orderSin = orderSin * cos + orderCos * sin;
      orderCos = next;
    }
    residual[reach + m] = samples[middle + m] - even - odd;
    residual[reach - m] = samples[middle - m] - even + odd;
  }
  return residual;
}
