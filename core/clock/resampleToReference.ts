import { resampleInto } from '../dsp/resample.ts';
import { captureFrameAt, type TimeBase } from './timeBase.ts';

/** Frames between exact readings of the time base; its knots are straight lines anyway. */
const BLOCK = 2048;

/**
 * A capture as if it had been recorded on the player's own clock: sample n is what was recorded when the player played frame n. Band-limited
 * interpolation, error below −140 dB up to 0.45 of the sample rate. Where the capture does not reach, zeros.
 * @param capture one channel; all channels of one capture share one time base
 * @param frames length of the result; normally the reference's
 */
export function resampleToReference(capture: Float64Array, timeBase: TimeBase, frames: number): Float64Array {
  const out = new Float64Array(frames);
  for (let start = 0; start < frames; start += BLOCK) {
    const count = Math.min(BLOCK, frames - start);
    const from = captureFrameAt(timeBase, start);
    const step = (captureFrameAt(timeBase, start + count) - from) / count;
    resampleInto(capture, from, step, out, start, count);
  }
  return out;
}
