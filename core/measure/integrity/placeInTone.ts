import { fitSineAt } from '../../dsp/fitSine.ts';

/** Cycles on either side that the tone is fitted over, and how far from the place they keep: it is known to as many. */
const FITTED_CYCLES = 24;
const APART_CYCLES = 8;

/**
 * The frame at which a steady tone's phase steps, by least squares: up to it the tone before fits, from it on the one after. So the place of a lost sample in
 * a bass tone is known to a fraction of a cycle. Null where the tone does not reach far enough.
 * @param near to within 8 cycles
 */
export function placeInTone(
  samples: Float64Array,
  near: number,
  frequencyHz: number,
  sampleRateHz: number,
): number | null {
  const cycle = sampleRateHz / frequencyHz;
  const fitted = Math.round(FITTED_CYCLES * cycle);
  const first = Math.round(near - APART_CYCLES * cycle);
  const last = Math.round(near + APART_CYCLES * cycle);
  if (first - fitted < 0 || last + fitted > samples.length) return null;
  const before = fitSineAt(samples, first - fitted, fitted, sampleRateHz, frequencyHz);
  const after = fitSineAt(samples, last, fitted, sampleRateHz, frequencyHz);
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  let best = first;
  let least = 0;
  let sum = 0;
  for (let frame = first; frame < last; frame++) {
    const early = before.dc + before.amplitude * Math.cos(omega * (frame - first + fitted) + before.phaseRadians);
    const late = after.dc + after.amplitude * Math.cos(omega * (frame - last) + after.phaseRadians);
    sum += (samples[frame] - early) ** 2 - (samples[frame] - late) ** 2;
    if (sum < least) {
      least = sum;
      best = frame + 1;
    }
  }
  return best;
}
