import type { Response } from './circuit.ts';
import { AmpbenchError } from '../errors.ts';

/** A short filter without delay of its own: y[n] = Σ taps[m] · x[n + centre − m]. */
export interface Kernel {
  readonly taps: Float64Array;
  readonly centre: number;
}

/** Lengths tried, shortest first. */
const TAP_COUNTS = [1, 3, 5, 7, 9, 13, 17, 21, 27, 33, 41, 51, 65];

/** Largest error allowed, re the response at 1 kHz: 0.0026 dB, or 0.3 mrad. */
const WORST_ERROR_RATIO = 3e-4;

/** Holds the normal equations together where the band leaves frequencies free. */
const RIDGE = 1e-11;

/** Solves a symmetric positive-definite Toeplitz-like system by Cholesky's factors, in place. */
function solvePositiveDefinite(matrix: Float64Array, size: number, right: Float64Array): void {
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = matrix[row * size + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k] * matrix[column * size + k];
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * size + column];
    }
  }
  for (let row = 0; row < size; row++) {
    let sum = right[row];
    for (let k = 0; k < row; k++) sum -= matrix[row * size + k] * right[k];
    right[row] = sum / matrix[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = right[row];
    for (let k = row + 1; k < size; k++) sum -= matrix[k * size + row] * right[k];
    right[row] = sum / matrix[row * size + row];
  }
}

function leastSquaresTaps(
  size: number,
  radians: Float64Array,
  wantedRe: Float64Array,
  wantedIm: Float64Array,
): Float64Array {
  const centre = (size - 1) / 2;
  const correlation = new Float64Array(size);
  const right = new Float64Array(size);
  for (let point = 0; point < radians.length; point++) {
    const omega = radians[point];
    for (let lag = 0; lag < size; lag++) {
      correlation[lag] += Math.cos(omega * lag);
      const angle = omega * (lag - centre);
      right[lag] += wantedRe[point] * Math.cos(angle) - wantedIm[point] * Math.sin(angle);
    }
  }
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) matrix[row * size + column] = correlation[Math.abs(row - column)];
    matrix[row * size + row] += RIDGE * radians.length;
  }
  solvePositiveDefinite(matrix, size, right);
  return right;
}

function worstError(taps: Float64Array, radians: Float64Array, wantedRe: Float64Array, wantedIm: Float64Array): number {
  const centre = (taps.length - 1) / 2;
  let worst = 0;
  for (let point = 0; point < radians.length; point++) {
    let re = -wantedRe[point];
    let im = -wantedIm[point];
    for (let tap = 0; tap < taps.length; tap++) {
      const angle = radians[point] * (tap - centre);
      re += taps[tap] * Math.cos(angle);
      im -= taps[tap] * Math.sin(angle);
    }
    worst = Math.max(worst, Math.hypot(re, im));
  }
  return worst;
}

/**
 * The shortest filter that follows a complex response from 0 Hz to `bandHz` within 0.0026 dB and 0.3 mrad (least squares on a grid of
 * frequencies; what lies above the band is left free). Its accuracy is re the gain at 1 kHz.
 * @param response smooth on the scale of sampleRateHz/65; lower corners are filters of their own
 * @param bandHz at most 0.46 × sampleRateHz
 */
export function designKernel(response: Response, sampleRateHz: number, bandHz: number): Kernel {
  const reference = response(Math.min(1000, bandHz));
  const referenceGain = Math.hypot(reference.re, reference.im);
  if (referenceGain === 0) return { taps: new Float64Array(1), centre: 0 };
  const points = 6 * TAP_COUNTS[TAP_COUNTS.length - 1];
  const radians = new Float64Array(points);
  const wantedRe = new Float64Array(points);
  const wantedIm = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    const frequencyHz = (bandHz * point) / (points - 1);
    const wanted = response(frequencyHz);
    radians[point] = (2 * Math.PI * frequencyHz) / sampleRateHz;
    wantedRe[point] = wanted.re / referenceGain;
    wantedIm[point] = wanted.im / referenceGain;
  }
  for (const size of TAP_COUNTS) {
    const taps = leastSquaresTaps(size, radians, wantedRe, wantedIm);
    if (worstError(taps, radians, wantedRe, wantedIm) > WORST_ERROR_RATIO) continue;
    return { taps: taps.map((tap) => tap * referenceGain), centre: (size - 1) / 2 };
  }
  throw new AmpbenchError(
    'bug',
    'kernel-too-long',
    `no filter of up to ${TAP_COUNTS[TAP_COUNTS.length - 1]} taps follows the response to ${bandHz} Hz at ${sampleRateHz} Hz in designKernel`,
    { bandHz, sampleRateHz },
  );
}

/** Filters `input` into `output` (other arrays of equal length); samples before and after `input` count as zero. */
export function applyKernel(kernel: Kernel, input: Float64Array, output: Float64Array): void {
  const { taps, centre } = kernel;
  const count = taps.length;
  const frames = input.length;
  if (count === 1) {
    const gain = taps[0];
    for (let frame = 0; frame < frames; frame++) output[frame] = gain * input[frame];
    return;
  }
  const edge = (frame: number): number => {
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      const at = frame + centre - tap;
      if (at >= 0 && at < frames) sum += taps[tap] * input[at];
    }
    return sum;
  };
  const first = Math.min(count - 1 - centre, frames);
  const last = Math.max(first, frames - centre);
  for (let frame = 0; frame < first; frame++) output[frame] = edge(frame);
  // Four outputs at a time: each tap and each sample is read once for all of them
  const reversed = Float64Array.from(taps).reverse();
  let frame = first;
  for (; frame + 4 <= last; frame += 4) {
    const start = frame + centre - count + 1;
    let a = input[start];
    let b = input[start + 1];
    let c = input[start + 2];
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let tap = 0; tap < count; tap++) {
      const weight = reversed[tap];
      const d = input[start + tap + 3];
      sum0 += weight * a;
      sum1 += weight * b;
      sum2 += weight * c;
      sum3 += weight * d;
      a = b;
      b = c;
      c = d;
    }
    output[frame] = sum0;
    output[frame + 1] = sum1;
    output[frame + 2] = sum2;
    output[frame + 3] = sum3;
  }
  for (; frame < frames; frame++) output[frame] = edge(frame);
}
