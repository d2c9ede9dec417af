import { resampleInto } from '../../dsp/resample.ts';

export interface ChangeBounds {
  /** Reference frames between which the change lies. */
  readonly from: number;
  readonly to: number;
  /** Capture frame less reference frame, fractional, before and after it. */
  readonly delayBefore: number;
  readonly delayAfter: number;
  /** False where the delay is the same on both sides and only something between them is wrong. */
  readonly isMoved: boolean;
}

/**
 * The capture frame at which one delay's fit to what was played ends and the other's begins: least squares over both sides. Where the delay is the same
 * on both sides, the first frame at which the fit is lost.
 */
export function changePoint(reference: Float64Array, capture: Float64Array, bounds: ChangeBounds): number {
  const { delayBefore, delayAfter } = bounds;
  const first = Math.max(0, Math.floor(bounds.from + Math.min(delayBefore, delayAfter)));
  const last = Math.min(capture.length, Math.ceil(bounds.to + Math.max(delayBefore, delayAfter)));
  const count = Math.max(last - first, 1);
  const before = new Float64Array(count);
  const after = new Float64Array(count);
  resampleInto(reference, first - delayBefore, 1, before, 0, count);
  resampleInto(reference, first - delayAfter, 1, after, 0, count);
  const quarter = Math.max(1, count >> 2);
  const gainBefore = gainOver(capture, first, before, 0, quarter);
  const gainAfter = gainOver(capture, first, after, count - quarter, count);
  if (!bounds.isMoved) return first + firstMisfit(capture, first, before, gainBefore, quarter);
  let best = 0;
  let least = 0;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const value = capture[first + index];
    sum += (value - gainBefore * before[index]) ** 2 - (value - gainAfter * after[index]) ** 2;
    if (sum < least) {
      least = sum;
      best = index + 1;
    }
  }
  return first + best;
}

function gainOver(capture: Float64Array, offset: number, played: Float64Array, from: number, to: number): number {
  let product = 0;
  let power = 0;
  for (let index = from; index < to; index++) {
    product += capture[offset + index] * played[index];
    power += played[index] ** 2;
  }
  return power > 0 ? product / power : 0;
}

/** The first of a run of misfits four times as large as any before. */
function firstMisfit(
  capture: Float64Array,
  offset: number,
  played: Float64Array,
  gain: number,
  quarter: number,
): number {
  let usual = 0;
  for (let index = 0; index < quarter; index++)
    usual = Math.max(usual, Math.abs(capture[offset + index] - gain * played[index]));
  for (let index = quarter; index < played.length; index++)
    if (Math.abs(capture[offset + index] - gain * played[index]) > 4 * usual) return index;
  return played.length >> 1;
}
