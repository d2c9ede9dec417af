import { alignCoarsely } from '../dsp/coarseAlignment.ts';
import { AmpbenchError } from '../errors.ts';
import { crossSpectra } from './crossSpectra.ts';
import { GROUP_DELAY_SPREAD_SECONDS, groupDelayLine, type DelayLine } from './groupDelays.ts';
import { pathDelay } from './pathDelay.ts';
import { clockOf, curveAt, rateStandard } from './delayCurve.ts';
import { trackPhase } from './phaseTrack.ts';
import { delayAt, type TimeBase } from './timeBase.ts';

/** No two audio clocks are further apart; another nominal rate is not a clock offset. */
const LARGEST_RATE_OFFSET = 300e-6;
/** How far the place of a steady tone may be off: its cycles look alike. */
const TONE_DELAY_SECONDS = 1e-3;
/** How far a line through the delays of a clock that wanders by 2 ppm may be from its mean rate (standard deviation). */
const WANDER_OF_LINE = 0.6e-6;
/** Shares of the peak at which the reference begins, and at which its ramp is over; a ramp is no longer than this share of it. */
const AUDIBLE = 1e-3;
const RAMPED = 0.5;
const MOST_RAMP = 0.1;
/** What the method itself leaves of a rate: frequencies between the bins, relative. */
const METHOD_SHARE = 2e-4;
const LEAST_SECONDS = 0.1;
/** Where the phases leave less than this of the line's own uncertainty, they are what the rate was read from. */
const PHASE_TELLS = 0.5;

/**
 * The player's clock against the recorder's, from any known stimulus: rate offset, slow wander and latency as a smooth map from reference to capture.
 *
 * Each frequency's phase is followed through the capture, with the DUT's own phase at that frequency free (docs/spec/clock.md). So noise, music, tones
 * and multitones give the rate to about 0.01 ppm, whatever the DUT does; a sweep does where it comes twice or stands between two pilot tones. A single sweep
 * shows each frequency once: its rate is that of the group delays, about 1 ppm uncertain over 3 s, and its wander reads as 0.
 * @param reference what was played, one channel, or what a time-reference channel recorded
 * @param capture any scale and polarity; may begin before or after the reference; rate within 300 ppm of it
 * @throws AmpbenchError `data/too-short` under 0.1 s, `data/no-stimulus` where reference or capture are silent
 */
export function estimateTimeBase(reference: Float64Array, capture: Float64Array, sampleRateHz: number): TimeBase {
  if (Math.min(reference.length, capture.length) < LEAST_SECONDS * sampleRateHz)
    throw new AmpbenchError(
      'data',
      'too-short',
      `reference and capture have ${reference.length} and ${capture.length} frames but must have ${Math.ceil(LEAST_SECONDS * sampleRateHz)} in estimateTimeBase`,
      { referenceFrames: reference.length, captureFrames: capture.length },
    );
  const coarse = alignCoarsely(reference, capture, sampleRateHz);
  if (!(coarse.correlation > 0))
    throw new AmpbenchError(
      'data',
      'no-stimulus',
      'the reference or the capture is silent, so one cannot be found in the other in estimateTimeBase',
    );
  const span = playedSpan(reference);
  const group = groupDelayLine(reference, capture, coarse.latencyFrames, sampleRateHz);
  const line: DelayLine =
    group !== null
      ? { ...group, slopeStandard: Math.hypot(group.slopeStandard, WANDER_OF_LINE) }
      : {
          centreSeconds: (span.start + span.end) / 2 / sampleRateHz,
          delaySeconds: coarse.latencyFrames / sampleRateHz,
          slope: 0,
          slopeStandard: LARGEST_RATE_OFFSET / 3,
          delayStandard: TONE_DELAY_SECONDS,
          foundShare: 0,
        };
  const centreDelay = (seconds: number): number => line.delaySeconds + line.slope * (seconds - line.centreSeconds);
  let delaySecondsAt = centreDelay;
  let track = null;
  // A steady tone is read once more where the first reading says it lies: its blocks had slid away
  for (let pass = group === null ? 0 : 1; pass < 2; pass++) {
    const now = delaySecondsAt;
    const spectra = crossSpectra(
      reference,
      capture,
      sampleRateHz,
      span,
      (frame) => now(frame / sampleRateHz) * sampleRateHz,
    );
    if (spectra.blockCount < 3) break;
    const slopeStandard = group === null && pass === 1 ? LARGEST_RATE_OFFSET / 30 : line.slopeStandard;
    track = { spectra, ...trackPhase(spectra, sampleRateHz, now, slopeStandard, line.delayStandard) };
    const { curve } = track;
    delaySecondsAt = (seconds) => curveAt(curve, seconds);
  }
  if (track === null) return lineTimeBase(line, span, sampleRateHz, coarse.correlation);

  const { curve, spectra, pathRe, pathIm } = track;
  const path = group === null ? null : pathDelay(spectra.frequenciesHz, pathRe, pathIm);
  const tracked = clockOf(curve);
  const uncertaintyPpm = Math.hypot(tracked.uncertaintyPpm, METHOD_SHARE * tracked.ppm);
  const clock = { ...tracked, uncertaintyPpm };
  const knotFrames = curve.delaysSeconds.map(
    (_, knot) => (curve.startSeconds + knot * curve.knotSeconds) * sampleRateHz,
  );
  const delaysFrames = curve.delaysSeconds.map((seconds) => (seconds + (path?.delaySeconds ?? 0)) * sampleRateHz);
  const timeBase = {
    sampleRateHz,
    knotFrames,
    delaysFrames,
    clock,
    latencyUncertaintyFrames:
      path === null
        ? TONE_DELAY_SECONDS * sampleRateHz
        : 2 *
          Math.hypot(path.standardSeconds, Math.sqrt(curve.covariance[0]), GROUP_DELAY_SPREAD_SECONDS / 2) *
          sampleRateHz,
    polarity: path?.polarity ?? 0,
    rateSource: rateStandard(curve) < PHASE_TELLS * line.slopeStandard ? 'phase' : 'group-delay',
    correlation: Math.max(track.coherence ?? 0, line.foundShare),
  } as const;
  return { ...timeBase, latencyFrames: delayAt({ ...timeBase, latencyFrames: 0 }, 0) };
}

/** The reference without the silence at its ends, and without its ramps: half a block of signal would stand for the whole. */
function playedSpan(reference: Float64Array): { start: number; end: number } {
  let peak = 0;
  for (const value of reference) peak = Math.max(peak, Math.abs(value));
  const within = (least: number, from: number, to: number): { start: number; end: number } => {
    let start = from;
    let end = to;
    while (start < end && Math.abs(reference[start]) <= least) start++;
    while (end > start && Math.abs(reference[end - 1]) <= least) end--;
    return { start, end };
  };
  const heard = within(AUDIBLE * peak, 0, reference.length);
  const full = within(RAMPED * peak, heard.start, heard.end);
  const most = MOST_RAMP * (heard.end - heard.start);
  return {
    start: Math.min(full.start, heard.start + Math.round(most)),
    end: Math.max(full.end, heard.end - Math.round(most)),
  };
}

function lineTimeBase(
  line: DelayLine,
  span: { start: number; end: number },
  sampleRateHz: number,
  correlation: number,
): TimeBase {
  const knotFrames = Float64Array.of(span.start, span.end);
  const delaysFrames = knotFrames.map(
    (frame) => (line.delaySeconds + line.slope * (frame / sampleRateHz - line.centreSeconds)) * sampleRateHz,
  );
  const clock = {
    ppm: 1e6 * (1 / (1 + line.slope) - 1),
    uncertaintyPpm: 2e6 * line.slopeStandard,
    wanderPpm: 0,
  };
  const timeBase: TimeBase = {
    sampleRateHz,
    knotFrames,
    delaysFrames,
    clock,
    latencyFrames: 0,
    latencyUncertaintyFrames: 2 * line.delayStandard * sampleRateHz,
    polarity: 0,
    rateSource: 'group-delay',
    correlation,
  };
  return { ...timeBase, latencyFrames: delayAt(timeBase, 0) };
}
