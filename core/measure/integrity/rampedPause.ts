import type { Mute } from './mutes.ts';
import { rms } from './screening.ts';

/** What lies so far before a pause is compared with what was a whole number of cycles earlier, to find how many frames those are. */
const COMPARED_SECONDS = 0.012;
const RAMP_SECONDS = 0.01;
const LEAST_LAG_SECONDS = 0.012;
const MOST_LAG_SECONDS = 0.028;
/** As near as this, re the rms, a signal is the same some cycles later; and how far it is from that once it is ramped, re the peak. */
const SAME = 0.01;
const RAMPED = 0.03;
/** Level that counts as gone. */
const GONE = 0.1;
/** What is cut falls from one to the next sample, and its filters' ringing lasts no longer than this. */
const LEAST_SECONDS = 0.0003;

/** Whether a periodic signal is ramped down to a pause and up again, as a gated stimulus is and what a driver cuts out is not. */
export function isRampedPause(samples: Float64Array, { frame, frames }: Mute, sampleRateHz: number): boolean {
  const reach = Math.ceil((COMPARED_SECONDS + RAMP_SECONDS + MOST_LAG_SECONDS) * sampleRateHz) + 1;
  const inside = Math.min(Math.round(RAMP_SECONDS * sampleRateHz), frames >> 1);
  const end = frame + frames;
  if (frame < reach || end + reach > samples.length) return false;
  const before = samples.subarray(frame - reach, frame + inside);
  const after = samples.slice(end - inside, end + reach).reverse();
  return isRampedDown(before, reach, sampleRateHz) && isRampedDown(after, reach, sampleRateHz);
}

/** Whether a signal departs from its own past before it is gone, near `edge`. */
function isRampedDown(samples: Float64Array, edge: number, sampleRateHz: number): boolean {
  const ramp = Math.round(RAMP_SECONDS * sampleRateHz);
  const length = Math.round(COMPARED_SECONDS * sampleRateHz);
  const start = edge - ramp - length;
  const level = rms(samples, start, length);
  const lag = wholeCycles(samples, start, length, level, sampleRateHz);
  if (lag === null) return false;
  const peak = Math.SQRT2 * level;
  let departs = start + length;
  while (departs < edge && Math.abs(samples[departs] - samples[departs - lag]) <= RAMPED * peak) departs++;
  let gone = samples.length;
  while (gone > departs && Math.abs(samples[gone - 1]) <= GONE * peak) gone--;
  return gone - departs > LEAST_SECONDS * sampleRateHz;
}

/** Frames after which a stretch is what it was before; null where nothing repeats itself. */
function wholeCycles(
  samples: Float64Array,
  start: number,
  length: number,
  level: number,
  sampleRateHz: number,
): number | null {
  const most = Math.min(Math.floor(MOST_LAG_SECONDS * sampleRateHz), start);
  let best = 0;
  let least = length * (SAME * level) ** 2;
  for (let lag = Math.ceil(LEAST_LAG_SECONDS * sampleRateHz); lag <= most; lag++) {
    let sum = 0;
    for (let index = start; index < start + length && sum < least; index++)
      sum += (samples[index] - samples[index - lag]) ** 2;
    if (sum >= least) continue;
    least = sum;
    best = lag;
  }
  return best === 0 ? null : best;
}
