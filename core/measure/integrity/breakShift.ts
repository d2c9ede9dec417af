import { fitPredictor } from '../../dsp/linearPrediction.ts';
import type { Break } from './continuity.ts';

const ORDER = 48;
const FITTED = 2048;
/** Shifts that are tried, frames either way. */
export const MOST_SHIFT = 64;
const COMPARED = 48;
/** What a click may last beyond the predictor's own memory before what follows is compared. */
const GUARD = 8;
const MOST_GUARD = 256;
/** Below this share of the signal's power the comparison fits. */
const FITTING = 0.05;
/** A larger shift must fit this much better than a smaller one. */
const ADVANTAGE = 20;

/**
 * How many frames are missing at a break (negative: too many), from the signal before it, continued by linear prediction and slid along what comes after.
 * 0: it goes on as if nothing had been, a click. Of a periodic signal the smallest shift that fits. Null where none within 64 frames fits.
 */
export function shiftAtBreak(samples: Float64Array, { frame, endFrame }: Break): number | null {
  const guard = GUARD + Math.min(Math.max(endFrame - frame - 2 * ORDER, 0), MOST_GUARD);
  const fitStart = Math.max(frame - FITTED, ORDER);
  const ahead = guard + COMPARED + MOST_SHIFT;
  if (frame - fitStart < 4 * ORDER || frame + ahead > samples.length) return null;
  const predictor = fitPredictor(samples, fitStart, frame - fitStart, ORDER);
  // The past that shifts to the left need, then its continuation
  const origin = frame - MOST_SHIFT - ORDER;
  const continued = new Float64Array(MOST_SHIFT + ORDER + ahead);
  continued.set(samples.subarray(origin, frame));
  for (let index = frame - origin; index < continued.length; index++) {
    let sum = 0;
    for (let k = 0; k < ORDER; k++) sum += predictor[k] * continued[index - 1 - k];
    continued[index] = sum;
  }
  const from = frame + guard;
  let power = 0;
  for (let index = from; index < from + COMPARED; index++) power += samples[index] ** 2;
  const misfitAt = (shift: number): number => {
    let sum = 0;
    for (let index = 0; index < COMPARED; index++)
      sum += (samples[from + index] - continued[from + index + shift - origin]) ** 2;
    return sum / power;
  };
  const unshifted = misfitAt(0);
  let best = 0;
  let least = unshifted / ADVANTAGE;
  for (let distance = 1; distance <= MOST_SHIFT; distance++) {
    for (const shift of [distance, -distance]) {
      const misfit = misfitAt(shift);
      if (misfit < least) {
        best = shift;
        least = misfit / ADVANTAGE;
      }
    }
  }
  const fits = best === 0 ? unshifted : least * ADVANTAGE;
  return fits < FITTING ? best : null;
}
