import { alignCoarsely, type CoarseAlignment } from '../dsp/coarseAlignment.ts';
import { AmpbenchError } from '../errors.ts';
import { crossSpectra, type CrossSpectra, type Density, type PlayedSpectra } from './crossSpectra.ts';
import { GROUP_DELAY_SPREAD_SECONDS, groupDelayLine, type DelayLine } from './groupDelays.ts';
import { pathDelay } from './pathDelay.ts';
import { clockOf, rateStandard } from './delayCurve.ts';
import { trackDelay } from './delayTrack.ts';
import { delayAt, type TimeBase } from './timeBase.ts';

/** What following a steady tone's phase from block to block leaves of its rate (standard deviation), under any wander. */
const TONE_SLOPE_STANDARD = 1e-5;
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
 * @param density how closely the phases are followed; sparse is enough where only the place, the polarity and a rough rate are wanted
 * @throws AmpbenchError `data/too-short` under 0.1 s, `data/no-stimulus` where reference or capture are silent
 */
export function estimateTimeBase(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
  density: Density = 'full',
): TimeBase {
  return followClock(reference, capture, sampleRateHz, density).timeBase;
}

/** A time base with the spectra it was read from. */
export interface FollowedClock {
  readonly timeBase: TimeBase;
  readonly spectra: PlayedSpectra;
}

/**
 * `estimateTimeBase` for those who have further use for the spectra, or know already where the reference lies.
 * @throws AmpbenchError as `estimateTimeBase` does
 */
export function followClock(
  reference: Float64Array,
  capture: Float64Array,
  sampleRateHz: number,
  density: Density,
  known?: CoarseAlignment,
): FollowedClock {
  if (Math.min(reference.length, capture.length) < LEAST_SECONDS * sampleRateHz)
    throw new AmpbenchError(
      'data',
      'too-short',
      `reference and capture have ${reference.length} and ${capture.length} frames but must have ${Math.ceil(LEAST_SECONDS * sampleRateHz)} in estimateTimeBase`,
      { referenceFrames: reference.length, captureFrames: capture.length },
    );
  const coarse = known ?? alignCoarsely(reference, capture, sampleRateHz);
  if (!(coarse.correlation > 0))
    throw new AmpbenchError(
      'data',
      'no-stimulus',
      'the reference or the capture is silent, so one cannot be found in the other in estimateTimeBase',
    );
  const span = playedSpan(reference);
  const group = groupDelayLine(reference, capture, coarse.latencyFrames, sampleRateHz, density);
  const spectraAt = (delaySecondsAt: (seconds: number) => number): PlayedSpectra =>
    crossSpectra(
      reference,
      capture,
      sampleRateHz,
      span,
      (frame) => delaySecondsAt(frame / sampleRateHz) * sampleRateHz,
      density,
    );
  const coarseSeconds = coarse.latencyFrames / sampleRateHz;
  const line: DelayLine =
    group !== null
      ? { ...group, slopeStandard: Math.hypot(group.slopeStandard, WANDER_OF_LINE) }
      : {
          centreSeconds: (span.start + span.end) / 2 / sampleRateHz,
          delaySeconds: coarseSeconds,
          slope: strongestLineSlope(spectraAt(() => coarseSeconds)),
          slopeStandard: TONE_SLOPE_STANDARD,
          delayStandard: TONE_DELAY_SECONDS,
          foundShare: 0,
        };
  const expectedAt = (seconds: number): number => line.delaySeconds + line.slope * (seconds - line.centreSeconds);
  const spectra = spectraAt(expectedAt);
  if (spectra.blockCount < 3) return { timeBase: lineTimeBase(line, span, sampleRateHz, coarse.correlation), spectra };
  const track = trackDelay(spectra, sampleRateHz, expectedAt, line.slopeStandard, line.delayStandard);
  const { curve, pathRe, pathIm } = track;
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
  const latencyFrames = delayAt({ ...timeBase, latencyFrames: 0 }, 0);
  return { timeBase: { ...timeBase, latencyFrames }, spectra };
}

/** Share of the loudest block below which a block's phase is that of noise: a pause. */
const PAUSE_SHARE = 0.1;

/** Delay gained per second by the strongest frequency, its cycles counted from block to block, over pauses by the rate so far: the rate of a steady tone. */
function strongestLineSlope({ blockCount, frequenciesHz, centreSeconds, re, im }: CrossSpectra): number {
  const lines = frequenciesHz.length;
  const strength = new Float64Array(lines);
  for (let cell = 0; cell < re.length; cell++) strength[cell % lines] += Math.hypot(re[cell], im[cell]);
  const line = strength.indexOf(strength.reduce((most, value) => Math.max(most, value), 0));
  let loudest = 0;
  for (let cell = line; cell < re.length; cell += lines) loudest = Math.max(loudest, Math.hypot(re[cell], im[cell]));
  let phase: number | null = null;
  let lastSeconds = 0;
  let rate = 0;
  let sum = 0;
  let sumT = 0;
  let sumP = 0;
  let sumTT = 0;
  let sumTP = 0;
  for (let block = 0; block < blockCount; block++) {
    const cell = block * lines + line;
    const weight = Math.hypot(re[cell], im[cell]);
    if (weight < PAUSE_SHARE * loudest) continue;
    const angle = Math.atan2(im[cell], re[cell]);
    const expected: number = phase === null ? angle : phase + rate * (centreSeconds[block] - lastSeconds);
    phase = angle - 2 * Math.PI * Math.round((angle - expected) / (2 * Math.PI));
    lastSeconds = centreSeconds[block];
    sum += weight;
    sumT += weight * lastSeconds;
    sumP += weight * phase;
    sumTT += weight * lastSeconds ** 2;
    sumTP += weight * lastSeconds * phase;
    const spread = sumTT - sumT ** 2 / sum;
    rate = spread > 1e-9 * sumTT ? (sumTP - (sumT * sumP) / sum) / spread : 0;
  }
  return -rate / (2 * Math.PI * frequenciesHz[line]);
}

/** The reference without the silence at its ends, and without its ramps: half a block of signal would stand for the whole. */
function playedSpan(reference: Float64Array): { start: number; end: number } {
  let peak = 0;
  for (let index = 0; index < reference.length; index++) peak = Math.max(peak, Math.abs(reference[index]));
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
