import { blackmanHarris7 } from './window.ts';

export interface SineFit {
  readonly frequencyHz: number;
  /** Peak amplitude of the fitted sine, in the samples' unit. */
  readonly amplitude: number;
  /** Phase of the cosine at the first sample of the record, radians. */
  readonly phaseRadians: number;
  readonly dc: number;
}

/** Σ w·x·e^(−iωn) over `window.length` samples from `start`; the oscillator is set afresh every 512 samples. */
function weightedProjection(
  samples: Float64Array,
  start: number,
  window: Float64Array,
  omega: number,
): [number, number] {
  let re = 0;
  let im = 0;
  const stepCos = Math.cos(omega);
  const stepSin = Math.sin(omega);
  for (let block = 0; block < window.length; block += 512) {
    const end = Math.min(block + 512, window.length);
    let cos = Math.cos(omega * block);
    let sin = Math.sin(omega * block);
    for (let index = block; index < end; index++) {
      const value = window[index] * samples[start + index];
      re += value * cos;
      im -= value * sin;
      const nextCos = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = nextCos;
    }
  }
  return [re, im];
}

const wrapPhase = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

/** Offset from the nominal frequency that is found for certain, relative: no two audio clocks differ by as much. */
const CAPTURE_RANGE = 1.5e-3;
/** How much longer the next stretch is: its phase must not turn by half a cycle for what the shorter one left over. */
const STRETCH_GROWTH = 8;

/**
 * Frequency from the phase advance between a record's two halves, each under its own 7-term Blackman-Harris window, so neither DC nor
 * harmonics bias it (about −180 dBc) and no coherence is needed. A long record is first read over a short stretch in its middle: an advance is
 * known only to a whole cycle, which over the record's halves T/2 is no more than ±1/T.
 * @param nominalHz within 1,500 ppm, or 1/T if that is more, of the truth
 */
export function refineFrequency(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
): number {
  let frequencyHz = nominalHz;
  let stretch = Math.min(length, Math.round(sampleRateHz / (CAPTURE_RANGE * nominalHz)));
  for (;;) {
    const middle = start + ((length - stretch) >> 1);
    frequencyHz = refineOver(samples, middle, stretch, sampleRateHz, frequencyHz);
    if (stretch === length) return frequencyHz;
    stretch = Math.min(length, STRETCH_GROWTH * stretch);
  }
}

function refineOver(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
): number {
  const half = Math.floor(length / 2);
  const window = blackmanHarris7(half);
  let frequencyHz = nominalHz;
  for (let pass = 0; pass < 3; pass++) {
    const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
    const [re1, im1] = weightedProjection(samples, start, window, omega);
    const [re2, im2] = weightedProjection(samples, start + half, window, omega);
    const advance = wrapPhase(Math.atan2(im2, re2) - Math.atan2(im1, re1) - omega * half);
    const change = (advance * sampleRateHz) / (2 * Math.PI * half);
    if (!Number.isFinite(change)) return nominalHz;
    frequencyHz += change;
    if (Math.abs(change) < 1e-12 * frequencyHz) break;
  }
  return frequencyHz;
}

/**
 * Weighted least squares of dc + A cos(ωn + φ) at a known frequency. The weights are a 7-term Blackman-Harris window: other components
 * more than 14/T away have no influence, and the normal equations take care of the image at −f and of DC, so few cycles are enough (≥ 8).
 */
export function fitSineAt(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  frequencyHz: number,
): SineFit {
  const window = blackmanHarris7(length);
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  // Normal equations for [dc, a, b] of dc + a cos + b sin, with weights w
  let sum = 0;
  let sumCos = 0;
  let sumSin = 0;
  let sumCosCos = 0;
  let sumCosSin = 0;
  let sumX = 0;
  let sumXCos = 0;
  let sumXSin = 0;
  const stepCos = Math.cos(omega);
  const stepSin = Math.sin(omega);
  for (let block = 0; block < length; block += 512) {
    const end = Math.min(block + 512, length);
    let cos = Math.cos(omega * block);
    let sin = Math.sin(omega * block);
    for (let index = block; index < end; index++) {
      const w = window[index];
      const weightedCos = w * cos;
      const weightedSin = w * sin;
      const x = samples[start + index];
      sum += w;
      sumCos += weightedCos;
      sumSin += weightedSin;
      sumCosCos += weightedCos * cos;
      sumCosSin += weightedCos * sin;
      sumX += w * x;
      sumXCos += weightedCos * x;
      sumXSin += weightedSin * x;
      const nextCos = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = nextCos;
    }
  }
  const sumSinSin = sum - sumCosCos;
  const [dc, a, b] = solveSymmetric3([sum, sumCos, sumSin, sumCosCos, sumCosSin, sumSinSin], [sumX, sumXCos, sumXSin]);
  return { frequencyHz, amplitude: Math.hypot(a, b), phaseRadians: Math.atan2(-b, a), dc };
}

/** Fits dc, amplitude, phase and frequency; needs no whole number of cycles. @param nominalHz within 1,500 ppm of the truth */
export function fitSine(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
): SineFit {
  const frequencyHz = refineFrequency(samples, start, length, sampleRateHz, nominalHz);
  return fitSineAt(samples, start, length, sampleRateHz, frequencyHz);
}

/** Solves a symmetric 3 × 3 system, [m00, m01, m02, m11, m12, m22], by Cholesky's factors without roots. */
function solveSymmetric3(m: readonly number[], y: readonly number[]): [number, number, number] {
  const [m00, m01, m02, m11, m12, m22] = m;
  const l10 = m01 / m00;
  const l20 = m02 / m00;
  const d1 = m11 - l10 * m01;
  const e12 = m12 - l20 * m01;
  const l21 = e12 / d1;
  const d2 = m22 - l20 * m02 - l21 * e12;
  const z1 = y[1] - l10 * y[0];
  const z2 = y[2] - l20 * y[0] - l21 * z1;
  const c = z2 / d2;
  const b = z1 / d1 - l21 * c;
  const a = y[0] / m00 - l10 * b - l20 * c;
  return [a, b, c];
}
