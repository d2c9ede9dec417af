import { invertPositiveDefinite, multiply } from './cholesky.ts';
import type { CrossSpectra } from './crossSpectra.ts';
import type { DelayCurve } from './delayCurve.ts';
import { coherenceOf, phaseCells, type PhaseCells } from './phaseCells.ts';

/** The delay of a path against time, followed by its phases. */
export interface DelayTrack {
  readonly curve: DelayCurve;
  /** Σ of the cross-spectrum over all blocks with the curve's delay taken out, for each frequency: the path's phase. */
  readonly pathRe: Float64Array;
  readonly pathIm: Float64Array;
  /** How well the phases agree once the delay is taken out, 0 … 1, over the frequencies that came more than once; null where none did. */
  readonly coherence: number | null;
}

/** How fast the rate of an audio clock changes, 1/s: 2 ppm of wander over 10 s changes it by 1.3 ppm in a second at most. */
const RATE_CHANGE_PER_SECOND = 4e-6;
/** Hann blocks that overlap by half, and their neighbouring bins, are not independent: the variance is this much larger. */
const DEPENDENCE = 2;
/** Neighbouring Hann blocks share a sixth of their noise: their differences show this much less than all of it. */
const OVERLAP = 1.2;
/** Highest frequency of the first passes: low ones first, whose cycles cannot be mistaken, then all. */
const PASSES_HZ = [3000, 12_000] as const;
const PASSES = 5;

/** Hat functions of one block: the knot before it and the share of the one after. */
interface KnotShare {
  readonly knot: number;
  readonly share: number;
}

/** Delays' second differences are kept within what a clock does; the mean and the slope are tied to the line only as firmly as it is known. */
function priorPrecision(
  count: number,
  knotSeconds: number,
  slopeStandard: number,
  delayStandard: number,
): Float64Array {
  const precision = new Float64Array(count * count);
  const add = (indices: readonly number[], factors: readonly number[], standard: number): void => {
    for (const [i, row] of indices.entries())
      for (const [j, column] of indices.entries())
        precision[row * count + column] += (factors[i] * factors[j]) / standard ** 2;
  };
  const bend = RATE_CHANGE_PER_SECOND * knotSeconds ** 2;
  for (let knot = 1; knot < count - 1; knot++) add([knot - 1, knot, knot + 1], [1, -2, 1], bend);
  add([0, count - 1], [-1, 1], slopeStandard * knotSeconds * (count - 1));
  add([0, count - 1], [0.5, 0.5], delayStandard);
  return precision;
}

/**
 * Delay against time from how the phase of each frequency moves from block to block: −2πf·τ(t) + θ(f), least squares over all blocks and frequencies with
 * every θ free, so that the DUT's own phase, whatever it is, is not taken for delay. A frequency that comes once tells nothing; then the curve stays what
 * the line says, with the line's uncertainty.
 * @param expected delay at each block's centre, seconds, to within half a cycle of the lowest frequencies; what the curve is a correction to
 * @param slopeStandard, delayStandard of the expected line
 */
export function trackDelay(
  spectra: CrossSpectra,
  sampleRateHz: number,
  expected: (seconds: number) => number,
  slopeStandard: number,
  delayStandard: number,
): DelayTrack {
  const { blockCount, centreSeconds, readDelays, frequenciesHz } = spectra;
  const startSeconds = centreSeconds[0];
  const spanSeconds = Math.max(centreSeconds[blockCount - 1] - startSeconds, 1e-3);
  const count = Math.min(24, Math.max(3, Math.ceil(spanSeconds / 0.4) + 1));
  const knotSeconds = spanSeconds / (count - 1);
  const shares = Array.from(centreSeconds, (seconds): KnotShare => {
    const position = (seconds - startSeconds) / knotSeconds;
    const knot = Math.min(Math.floor(position), count - 2);
    return { knot, share: position - knot };
  });
  const prior = priorPrecision(count, knotSeconds, slopeStandard, delayStandard);
  // What remains of the delay after the capture was read at a whole frame
  const remainder = Float64Array.from(
    centreSeconds,
    (seconds, block) => expected(seconds) - readDelays[block] / sampleRateHz,
  );
  const corrections = new Float64Array(count);
  const cells = phaseCells(spectra);
  const slope = (expected(startSeconds + spanSeconds) - expected(startSeconds)) / spanSeconds;
  for (let cell = 0; cell < cells.phase.length; cell++) {
    const omega = 2 * Math.PI * frequenciesHz[cell % frequenciesHz.length];
    cells.phase[cell] += omega * slope * spectra.offsetSeconds[cell];
  }
  const pathRe = new Float64Array(frequenciesHz.length);
  const pathIm = new Float64Array(frequenciesHz.length);
  let covariance: Float64Array = new Float64Array(count * count);
  for (let pass = 0; pass < PASSES; pass++) {
    const highestHz = PASSES_HZ[pass] ?? Infinity;
    const system = normalEquations(spectra, cells, shares, remainder, corrections, highestHz, pathRe, pathIm);
    // Before the curve follows, only the differences from block to block are noise alone; in the end all that it leaves is
    const noise = pass < PASSES - 1 ? Math.min(system.scatter, system.stepVariance) : system.scatter;
    const variance = DEPENDENCE * Math.max(noise, 1e-18);
    const precision = prior.map((value, index) => value + system.matrix[index] / variance);
    const inverse = invertPositiveDefinite(precision, count);
    if (inverse === null) break;
    covariance = inverse;
    const pull = multiply(prior, corrections);
    const step = multiply(
      inverse,
      system.right.map((value, index) => value / variance - pull[index]),
    );
    for (let knot = 0; knot < count; knot++) corrections[knot] += step[knot];
  }
  return {
    curve: {
      startSeconds,
      knotSeconds,
      delaysSeconds: corrections.map((value, knot) => value + expected(startSeconds + knot * knotSeconds)),
      covariance,
    },
    pathRe,
    pathIm,
    coherence: coherenceOf(cells, blockCount, pathRe, pathIm),
  };
}

/** The normal equations of the knots' corrections with every frequency's own phase eliminated; leaves that phase in `pathRe`, `pathIm`. */
function normalEquations(
  spectra: CrossSpectra,
  { weight, phase, group, tells }: PhaseCells,
  shares: readonly KnotShare[],
  remainder: Float64Array,
  corrections: Float64Array,
  highestHz: number,
  pathRe: Float64Array,
  pathIm: Float64Array,
): { matrix: Float64Array; right: Float64Array; scatter: number; stepVariance: number } {
  const { blockCount, frequenciesHz } = spectra;
  const lines = frequenciesHz.length;
  const count = corrections.length;
  const matrix = new Float64Array(count * count);
  const right = new Float64Array(count);
  const sums = new Float64Array(count);
  const hats = new Float64Array(count);
  const turned = new Float64Array(blockCount);
  const delays = Float64Array.from(
    shares,
    ({ knot, share }, block) =>
      remainder[block] + corrections[knot] + share * (corrections[knot + 1] - corrections[knot]),
  );
  let squares = 0;
  let cellsUsed = 0;
  let steps = 0;
  let stepWeights = 0;
  for (let line = 0; line < lines; line++) {
    const omega = 2 * Math.PI * frequenciesHz[line];
    let re = 0;
    let im = 0;
    for (let block = 0, cell = line; block < blockCount; block++, cell += lines) {
      turned[block] = phase[cell] + omega * delays[block];
      re += weight[cell] * Math.cos(turned[block]);
      im += weight[cell] * Math.sin(turned[block]);
    }
    pathRe[line] = re;
    pathIm[line] = im;
    if (tells[line] === 0 || frequenciesHz[line] > highestHz) continue;
    const mean = Math.atan2(im, re);
    sums.fill(0);
    let total = 0;
    let weightedPhase = 0;
    let weightSquares = 0;
    let previous = 0;
    for (let block = 0; block < blockCount;) {
      // Blocks of one group count as one observation at their mean time
      const first = block;
      let sum = 0;
      let sumPhase = 0;
      do {
        const cell = block * lines + line;
        const angle = turned[block] - mean;
        const { knot, share } = shares[block];
        const residual = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
        sum += weight[cell];
        sumPhase += weight[cell] * residual;
        if (block > 0) {
          const both = Math.min(weight[cell], weight[cell - lines]);
          steps += both * (residual - previous) ** 2;
          stepWeights += 2 * both;
        }
        previous = residual;
        hats[knot] += weight[cell] * (1 - share);
        hats[knot + 1] += weight[cell] * share;
        block++;
      } while (block < blockCount && group[block * lines + line] === group[first * lines + line]);
      const low = shares[first].knot;
      const high = shares[block - 1].knot + 1;
      if (sum > 0) {
        const residual = sumPhase / sum;
        const w = sum / (block - first);
        total += w;
        weightSquares += w * w;
        weightedPhase += w * residual;
        squares += w * residual * residual;
        for (let row = low; row <= high; row++) {
          const slope = (omega * hats[row]) / sum;
          sums[row] += w * slope;
          right[row] -= w * slope * residual;
          for (let column = low; column <= high; column++)
            matrix[row * count + column] += (w * slope * omega * hats[column]) / sum;
        }
      }
      hats.fill(0, low, high + 1);
    }
    // Cells of weight w count as w² / Σw of a degree of freedom less than the phase that was fitted
    cellsUsed += Math.max(total - weightSquares / total, 0);
    for (let row = 0; row < count; row++) {
      right[row] += (sums[row] * weightedPhase) / total;
      if (sums[row] === 0) continue;
      for (let column = 0; column < count; column++) matrix[row * count + column] -= (sums[row] * sums[column]) / total;
    }
  }
  return {
    matrix,
    right,
    scatter: cellsUsed > 0 ? squares / cellsUsed : 1,
    stepVariance: stepWeights > 0 ? (OVERLAP * steps) / stepWeights : 1,
  };
}
