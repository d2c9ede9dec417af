import { fitPredictor, predictionError } from '../../dsp/linearPrediction.ts';
import { MOST_SHIFT } from './breakShift.ts';
import type { Break } from './continuity.ts';
import { rms } from './screening.ts';

const ORDER = 48;
const FITTED = 2048;
/** Samples that a predictor is tried on. */
const TRIED = 256;
const GUARD = 8;
/** How much worse it must do after the break than it does at as great a distance without one; a sweep moves on in both. */
const FACTOR = 20;
/** Errors under this share of the level say nothing. */
const LEAST = 5e-4;

/**
 * Whether another signal begins at a break: what went before predicts what comes after far worse than a break alone explains, whose error is over when the
 * predictor's memory is. So the steps of a stimulus are told from lost samples, without what was played.
 */
export function isOtherSignal(samples: Float64Array, { frame, endFrame }: Break): boolean {
  const from = Math.max(endFrame, frame + ORDER) + GUARD;
  if (frame - FITTED < ORDER || from + TRIED > samples.length) return false;
  const level = rms(samples, from, TRIED);
  const after = triedError(samples, frame - FITTED, FITTED, from);
  if (after < LEAST * level) return false;
  const distance = TRIED + from - frame;
  return after > FACTOR * triedError(samples, frame - FITTED, FITTED - distance, frame - TRIED);
}

const BLOCK_SECONDS = 0.001;
/** Blocks on either side of a break in which its part may end, and those that tell how loud it is. */
const NEAR_BLOCKS = 8;
const BESIDE_BLOCKS = 20;
/** Swing of a block in which a part has ended, and of one in which its ramp is still under way, re the loudest. */
const ENDED = 0.05;
const UNDER_WAY = 0.6;

/**
 * Whether a break lies where one part of a stimulus is ramped down to nothing and the next one up: a millisecond of near silence between blocks that are
 * neither silent nor full. A pause that is cut out has no such blocks on its sides.
 */
export function isBetweenParts(samples: Float64Array, frame: number, sampleRateHz: number): boolean {
  const size = Math.round(BLOCK_SECONDS * sampleRateHz);
  const swing = (from: number): number => {
    let least = Infinity;
    let most = -Infinity;
    for (let index = from; index < from + size; index++) {
      least = Math.min(least, samples[index]);
      most = Math.max(most, samples[index]);
    }
    return most - least;
  };
  const reach = BESIDE_BLOCKS * size;
  if (frame < reach || frame + reach + size > samples.length) return false;
  const loudestFrom = (from: number): number =>
    Math.max(...Array.from({ length: BESIDE_BLOCKS }, (_, block) => swing(from + block * size)));
  const full = Math.min(loudestFrom(frame - reach), loudestFrom(frame));
  // At half blocks, so that one of them lies within what is silent
  for (let half = -2 * NEAR_BLOCKS; half <= 2 * NEAR_BLOCKS; half++) {
    const at = frame + Math.round((half * size) / 2);
    if (swing(at) >= ENDED * full) continue;
    const sides = [swing(at - size), swing(at + size)];
    if (sides.every((side) => side < UNDER_WAY * full) && Math.max(...sides) > ENDED * full) return true;
  }
  return false;
}

/** Rms of the error that a predictor fitted to one stretch leaves in another. */
function triedError(samples: Float64Array, fitStart: number, fitLength: number, from: number): number {
  if (fitLength < 4 * ORDER) return Infinity;
  const errors = new Float64Array(TRIED);
  predictionError(samples, from, TRIED, fitPredictor(samples, fitStart, fitLength, ORDER), errors);
  return rms(errors, 0, TRIED);
}

/** Shifts from here on cannot lie within a crest. */
const LARGE_SHIFT = 16;
const JUMP_SHARE = 0.01;
/** A click smaller than this share of the level, rms over 16 samples: a bend in a stimulus leaves as much. */
const LEAST_CLICK = 3e-4;

/**
 * Whether a break is far too small for so many samples to be missing there: then frequency or level only begin to move, as a stimulus does at its steps.
 * @param shift as `shiftAtBreak` gives it
 */
export function isTooSmall(samples: Float64Array, { frame, error }: Break, shift: number | null): boolean {
  const start = Math.max(0, frame - FITTED);
  if (shift === 0) return error < LEAST_CLICK * rms(samples, start, frame - start);
  const distance = Math.abs(shift ?? MOST_SHIFT);
  if (distance < LARGE_SHIFT || frame - start <= distance) return false;
  let sum = 0;
  for (let index = start + distance; index < frame; index++) sum += (samples[index] - samples[index - distance]) ** 2;
  return error < JUMP_SHARE * Math.sqrt(sum / (frame - start - distance));
}
