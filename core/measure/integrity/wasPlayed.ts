import { fitPredictor, predictionError } from '../../dsp/linearPrediction.ts';
import { rms } from './screening.ts';

const ORDER = 32;
const FITTED = 2048;
const SUMMED = 16;
/** Where alignment places a frame, seconds either way. */
const REACH_SECONDS = 0.005;
/** A break as large as this share of the one that was recorded was played. */
const LEAST_SHARE = 0.25;
/** A pause that was played at less than this share of the level beside it. */
const PAUSE = 0.35;
const BESIDE_SECONDS = 0.02;

/** Whether what looks like a break in a capture was already in what was played: a step, a start, an edge of the stimulus. */
export function breakWasPlayed(
  reference: Float64Array,
  samples: Float64Array,
  frame: number,
  latencyFrames: number,
  sampleRateHz: number,
): boolean {
  const reach = Math.round(REACH_SECONDS * sampleRateHz);
  const played = roughness(reference, Math.round(frame - latencyFrames), reach);
  return played > LEAST_SHARE * roughness(samples, frame, reach);
}

/** Largest short-time error of prediction near a frame, re the level there. */
function roughness(samples: Float64Array, frame: number, reach: number): number {
  const start = Math.max(ORDER, frame - reach - FITTED / 2);
  const length = Math.min(samples.length - start, 2 * reach + FITTED);
  if (length < FITTED / 2) return 0;
  const errors = new Float64Array(length);
  predictionError(samples, start, length, fitPredictor(samples, start, length, ORDER), errors);
  const first = Math.max(0, frame - reach - start);
  const last = Math.min(length, frame + reach - start);
  let sum = 0;
  let largest = 0;
  for (let index = first; index < last; index++) {
    sum += errors[index] ** 2;
    if (index >= first + SUMMED) sum -= errors[index - SUMMED] ** 2;
    largest = Math.max(largest, sum);
  }
  const level = rms(samples, start, length);
  return level > 0 ? Math.sqrt(largest / SUMMED) / level : 0;
}

/** Whether a pause in a capture was a pause in what was played. */
export function pauseWasPlayed(
  reference: Float64Array,
  frame: number,
  frames: number,
  latencyFrames: number,
  sampleRateHz: number,
): boolean {
  const beside = Math.round(BESIDE_SECONDS * sampleRateHz);
  const start = Math.round(frame - latencyFrames);
  const from = Math.max(0, start + (frames >> 2));
  const length = Math.min(Math.max(frames >> 1, 1), reference.length - from);
  const before = Math.max(0, start - beside);
  if (length <= 0 || start <= before) return true;
  return rms(reference, from, length) < PAUSE * rms(reference, before, start - before);
}
