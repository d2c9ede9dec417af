import type { NarrowBandSignal } from './narrowBand.ts';

/** Rate, phase and level of a line over the record, from its narrow-band signal. */
export interface PhaseTrack {
  readonly frequencyHz: number;
  /** k = 2: noise, and what the mean rate differs from the fitted one where the rate wanders. */
  readonly frequencyUncertaintyHz: number;
  /** Of the cosine at the record's first sample, by the fitted frequency. */
  readonly phaseRadians: number;
  /** Peak deviation of the rate from the fitted one, averaged over `smoothingSeconds` twice. */
  readonly wanderHz: number;
  readonly smoothingSeconds: number;
  /** Smoothed phase less the fitted one at each instant; all 0 where the line stands too little above the noise to be followed. */
  readonly deviationRadians: Float64Array;
  /** Level at each instant, rms, in phase with the line. */
  readonly levelsRms: Float64Array;
  /** How much each instant counts: near 1, falling to 0 where the window does. */
  readonly weights: Float64Array;
  readonly stepSeconds: number;
}

/** Clock wander is slower than this; a shorter record is smoothed over a quarter of it. */
const LONGEST_SMOOTHING_SECONDS = 0.5;
/** The line's power over the noise within one smoothing length that it needs to be followed: on the 10th harmonic the noise of the phase then costs 0.01 dB. */
const FOLLOWED_SNR = 10 ** 4.5;
/** Window weight at which an instant counts half; division by the weight must not raise what little noise lies there. */
const HALF_WEIGHT = 0.05;

/** The fit that follows sees to what is left. */
const SETTLED_RADIANS = 1e-6;

const wrapPhase = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

/** How much each instant of a narrow-band signal counts once its window weight is divided out. */
export const instantWeight = (windowWeight: number): number =>
  (windowWeight * windowWeight) / (windowWeight * windowWeight + HALF_WEIGHT * HALF_WEIGHT);

/** Running weighted mean over ± `reach` instants. */
function smooth(values: Float64Array, weights: Float64Array, reach: number): Float64Array {
  const count = values.length;
  // Sums of all that lies before each instant
  const sums = new Float64Array(count + 1);
  const masses = new Float64Array(count + 1);
  for (let index = 0; index < count; index++) {
    sums[index + 1] = sums[index] + weights[index] * values[index];
    masses[index + 1] = masses[index] + weights[index];
  }
  const out = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const first = Math.max(index - reach, 0);
    const end = Math.min(index + reach + 1, count);
    const mass = masses[end] - masses[first];
    out[index] = mass > 0 ? (sums[end] - sums[first]) / mass : 0;
  }
  return out;
}

/** Middle of a stretch of instants, each counted by its amplitude. */
function centreOf(re: Float64Array, im: Float64Array, from: number, to: number): number {
  let moment = 0;
  let mass = 0;
  for (let index = from; index < to; index++) {
    const amplitude = Math.sqrt(re[index] * re[index] + im[index] * im[index]);
    moment += amplitude * index;
    mass += amplitude;
  }
  return moment / mass;
}

/** Phase of the mean of a stretch of instants, each turned back by `turn` for each instant before it. */
function meanPhaseOf(re: Float64Array, im: Float64Array, turn: number, from: number, to: number): number {
  let sumRe = 0;
  let sumIm = 0;
  for (let index = from; index < to; index++) {
    const cos = Math.cos(turn * index);
    const sin = Math.sin(turn * index);
    sumRe += re[index] * cos + im[index] * sin;
    sumIm += im[index] * cos - re[index] * sin;
  }
  return Math.atan2(sumIm, sumRe);
}

/** Offset of a line from the signal's centre, Hz, by the phase advance between the record's halves; known to within ±1/T. */
function offsetFromHalves({ re, im, stepSeconds }: NarrowBandSignal, offsetHz: number): number {
  const half = re.length >> 1;
  const apartSeconds = (centreOf(re, im, half, re.length) - centreOf(re, im, 0, half)) * stepSeconds;
  let found = offsetHz;
  if (!(apartSeconds > 0)) return found;
  for (let pass = 0; pass < 4; pass++) {
    const turn = 2 * Math.PI * found * stepSeconds;
    const advance = wrapPhase(meanPhaseOf(re, im, turn, half, re.length) - meanPhaseOf(re, im, turn, 0, half));
    found += advance / (2 * Math.PI * apartSeconds);
    if (Math.abs(advance) < SETTLED_RADIANS) break;
  }
  return found;
}

/**
 * Follows a line: frequency and phase by least squares of the unwrapped phase over the whole record (the Cramér-Rao bound but for the tapered ends), and what the
 * phase does beside that, smoothed.
 * @param nearHz the line, to within 1/T
 * @param noiseDensity beside it, mean square for each hertz
 */
export function followPhase(signal: NarrowBandSignal, nearHz: number, noiseDensity: number): PhaseTrack {
  const { re, im, centreHz, stepSeconds } = signal;
  const count = re.length;
  const weights = signal.weights.map(instantWeight);
  const offsetHz = offsetFromHalves(signal, nearHz - centreHz);
  const turn = 2 * Math.PI * offsetHz * stepSeconds;
  const smoothingSeconds = Math.min(LONGEST_SMOOTHING_SECONDS, (count * stepSeconds) / 4);
  const reach = Math.max(Math.round(smoothingSeconds / stepSeconds / 2), 1);

  // Unwrapped about the smoothed signal, whose noise cannot turn it over as it can single instants
  const turnedRe = new Float64Array(count);
  const turnedIm = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const cos = Math.cos(turn * index);
    const sin = Math.sin(turn * index);
    turnedRe[index] = re[index] * cos + im[index] * sin;
    turnedIm[index] = im[index] * cos - re[index] * sin;
  }
  const ones = new Float64Array(count).fill(1);
  const slowRe = smooth(turnedRe, ones, reach);
  const slowIm = smooth(turnedIm, ones, reach);
  const phases = new Float64Array(count);
  let slowPhase = 0;
  for (let index = 0; index < count; index++) {
    slowPhase += wrapPhase(Math.atan2(slowIm[index], slowRe[index]) - slowPhase);
    phases[index] = slowPhase + wrapPhase(Math.atan2(turnedIm[index], turnedRe[index]) - slowPhase);
  }

  let mass = 0;
  let moment = 0;
  let meanPhase = 0;
  for (let index = 0; index < count; index++) {
    mass += weights[index];
    moment += weights[index] * index;
    meanPhase += weights[index] * phases[index];
  }
  const middle = moment / mass;
  meanPhase /= mass;
  let inertia = 0;
  let noiseInertia = 0;
  let slope = 0;
  for (let index = 0; index < count; index++) {
    const arm = index - middle;
    inertia += weights[index] * arm * arm;
    noiseInertia += (weights[index] * arm) ** 2;
    slope += weights[index] * arm * (phases[index] - meanPhase);
  }
  slope /= inertia;

  const deviations = phases.map((phase, index) => phase - meanPhase - slope * (index - middle));
  const levelsRms = re.map((value, index) =>
    weights[index] > 0 ? Math.sqrt((value * value + im[index] * im[index]) / 2) / signal.weights[index] : 0,
  );
  const power = levelsRms.reduce((sum, level, index) => sum + weights[index] * level * level, 0) / mass;
  const followed = power * smoothingSeconds > FOLLOWED_SNR * noiseDensity;
  const deviationRadians = followed ? smooth(deviations, weights, reach) : new Float64Array(count);
  for (let index = 0; index < count; index++) levelsRms[index] *= Math.cos(deviations[index] - deviationRadians[index]);
  const rates = rateDeviations(deviationRadians, signal.weights, reach, stepSeconds);

  const slopeVariance = power > 0 ? ((noiseDensity / (2 * power)) * noiseInertia) / inertia ** 2 / stepSeconds ** 3 : 0;
  return {
    frequencyHz: centreHz + offsetHz + slope / (2 * Math.PI * stepSeconds),
    frequencyUncertaintyHz: Math.hypot((2 * Math.sqrt(slopeVariance)) / (2 * Math.PI), rates.meanHz),
    phaseRadians: wrapPhase(meanPhase - slope * middle),
    wanderHz: rates.peakHz,
    smoothingSeconds,
    deviationRadians,
    levelsRms,
    weights,
    stepSeconds,
  };
}

/** Mean and peak of the rate that is left in the smoothed deviation, Hz, where the window weighs at least a half. */
function rateDeviations(
  deviations: Float64Array,
  windowWeights: Float64Array,
  reach: number,
  stepSeconds: number,
): { meanHz: number; peakHz: number } {
  let first = 0;
  while (first < windowWeights.length - 1 && windowWeights[first] < 0.5) first++;
  let last = windowWeights.length - 1;
  while (last > first && windowWeights[last] < 0.5) last--;
  let peakHz = 0;
  for (let index = first + reach; index + reach <= last; index++) {
    const turned = deviations[index + reach] - deviations[index - reach];
    peakHz = Math.max(peakHz, Math.abs(turned) / (4 * Math.PI * reach * stepSeconds));
  }
  const seconds = (last - first) * stepSeconds;
  const meanHz = seconds > 0 ? Math.abs(deviations[last] - deviations[first]) / (2 * Math.PI * seconds) : 0;
  return { meanHz, peakHz };
}
