import type { ClockEstimate } from '../measure/analysis.ts';

/** Where each frame that was played lies in a capture: two clocks that run freely against each other. */
export interface TimeBase {
  readonly sampleRateHz: number;
  /** Reference frames at which the delay is known, evenly spaced, ascending; at least two. */
  readonly knotFrames: Float64Array;
  /** Capture frame less reference frame at each knot; between them straight lines, beyond them the mean rate. */
  readonly delaysFrames: Float64Array;
  readonly clock: ClockEstimate;
  /** Delay of the reference's first frame, fractional: the group delay of the path over the band that was played. */
  readonly latencyFrames: number;
  /** k = 2; half a millisecond or more where the reference is one steady tone, whose cycles cannot be told apart. */
  readonly latencyUncertaintyFrames: number;
  /** −1: the path inverts. A steady tone tells nothing of it: 0. */
  readonly polarity: 1 | -1 | 0;
  /** What the rate was read from: frequencies that came more than once (independent of the DUT's phase), or group delays alone (one sweep). */
  readonly rateSource: 'phase' | 'group-delay';
  /** How well the capture follows the reference, 0 … 1: below about 0.5 the reference is not what was recorded. */
  readonly correlation: number;
}

/** The capture frame, fractional, at which a reference frame was recorded. */
export function captureFrameAt(timeBase: TimeBase, referenceFrame: number): number {
  return referenceFrame + delayAt(timeBase, referenceFrame);
}

/** Capture frame less reference frame, fractional, at any reference frame. */
export function delayAt(timeBase: TimeBase, referenceFrame: number): number {
  const { knotFrames, delaysFrames, clock } = timeBase;
  const last = knotFrames.length - 1;
  const perFrame = 1 / (1 + 1e-6 * clock.ppm) - 1;
  if (referenceFrame <= knotFrames[0]) return delaysFrames[0] + perFrame * (referenceFrame - knotFrames[0]);
  if (referenceFrame >= knotFrames[last]) return delaysFrames[last] + perFrame * (referenceFrame - knotFrames[last]);
  const position = (referenceFrame - knotFrames[0]) / (knotFrames[1] - knotFrames[0]);
  const knot = Math.min(Math.floor(position), last - 1);
  return delaysFrames[knot] + (position - knot) * (delaysFrames[knot + 1] - delaysFrames[knot]);
}
