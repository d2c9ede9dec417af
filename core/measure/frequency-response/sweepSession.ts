import { alignCoarsely } from '../../dsp/coarseAlignment.ts';
import { sweepInverse, type SweepInverse } from '../../dsp/deconvolution.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Capture, ClockEstimate } from '../analysis.ts';
import { analyzeSweep, type SweepPlace, type SweepResponses } from './analyzeSweep.ts';
import { pilotClock } from './pilotClock.ts';
import { responseClock } from './responseClock.ts';
import { alignSweep, type AlignedSweep } from './sweepPoints.ts';

/** One channel of a capture, deconvolved. */
export interface SessionChannel {
  /** Counted from 1. */
  readonly channel: number;
  readonly aligned: AlignedSweep;
  /** From the stimulus' first frame, or from its arrival at the time reference, seconds. */
  readonly latencySeconds: number;
}

/** A capture of a sweep: every channel but the time reference, on one clock. */
export interface SweepSession {
  readonly channels: readonly SessionChannel[];
  /** Channels, from 1, that do not hold the sweep. */
  readonly missing: readonly number[];
  readonly timeReference: AlignedSweep | null;
  readonly inverse: SweepInverse;
  readonly clock: ClockEstimate | null;
}

/** Left of the silence after the sweep for what alignment is off by, seconds. */
const GUARD_SECONDS = 0.005;
/** Fades at the sweep's ends that may be missing, seconds. */
const EDGE_SECONDS = 0.02;
/** No two audio clocks differ by more. */
const WIDEST_PPM = 1500;
/** A clock offset under this many times its uncertainty is not corrected: it may be the DUT's own phase. */
const LEAST_SIGNIFICANCE = 2;

/**
 * Deconvolves every channel of a capture by what was played. The rate of a player on its own clock comes from the stimulus' pilot tones where it has
 * them, else from the time reference's sweep, else from the sweep itself.
 * @param reference what was played; null: the time reference's capture takes its place
 * @throws AmpbenchError `usage/reference-missing`, `usage/time-reference-channel`, `data/no-sweep`, `data/reference-not-played`, `data/sweep-cut`
 */
export function analyzeSession(
  capture: Capture,
  reference: Capture | null,
  timeReferenceChannel: number | undefined,
  kind: string,
): SweepSession {
  const { sampleRateHz, channels } = capture;
  const timeReference = timeReferenceOf(capture, timeReferenceChannel, kind);
  const played = reference?.channels ?? (timeReference === null ? null : [timeReference]);
  if (played === null)
    throw new AmpbenchError(
      'usage',
      'reference-missing',
      `${kind} needs what was played, or a channel that recorded it`,
      { kind },
      'Give the played file with --reference, or the looped channel as time reference.',
    );
  const stimulus = playedSweep(played, sampleRateHz, kind);
  const inverse = sweepInverse(stimulus, sampleRateHz) as SweepInverse;
  const { track } = inverse;
  const guide = timeReference ?? loudest(channels);
  const latencyFrames = guide === stimulus ? 0 : alignCoarsely(stimulus, guide, sampleRateHz).latencyFrames;
  const place = {
    start: track.startFrame + latencyFrames,
    // No more than one record: folding back would put the noise of two stretches into one
    frames: Math.min(
      inverse.size,
      track.frames + Math.max(0, track.quietFrames - Math.ceil(GUARD_SECONDS * sampleRateHz)),
    ),
  };
  const numbered = channels.map((samples, index) => ({
    channel: index + 1,
    responses: analyzeSweep(samples, place, inverse),
  }));
  const own = numbered.find(({ channel }) => channel === timeReferenceChannel)?.responses ?? null;
  const measured = numbered.filter(({ channel }) => channel !== timeReferenceChannel);
  const guiding = own ?? measured.find(({ responses }) => responses !== null)?.responses ?? null;
  if (guiding === null || (timeReference !== null && own === null) || !measured.some(({ responses }) => responses))
    throw new AmpbenchError(
      'data',
      'reference-not-played',
      `${timeReference === null || own !== null ? 'no measured channel' : 'not the time reference'} holds the reference's sweep in ${kind}`,
      { kind },
      'Give the file that was really played, and check that the channels are connected.',
    );
  checkWhole(guiding, place, channels[0].length, kind);
  const clock = reference === null ? null : clockOf(stimulus, guide, guiding, latencyFrames);
  const isOff = clock !== null && Math.abs(clock.ppm) > LEAST_SIGNIFICANCE * clock.uncertaintyPpm;
  const clockRatio = isOff ? 1 + 1e-6 * clock.ppm : 1;
  const ownAligned = own === null ? null : alignSweep(own, clockRatio);
  return {
    channels: measured.flatMap(({ channel, responses }) => {
      if (responses === null) return [];
      const aligned = alignSweep(responses, clockRatio);
      const latencySeconds =
        ownAligned === null
          ? latencyFrames / sampleRateHz + aligned.delaySeconds
          : aligned.delaySeconds - ownAligned.delaySeconds;
      return [{ channel, aligned, latencySeconds }];
    }),
    missing: measured.filter(({ responses }) => responses === null).map(({ channel }) => channel),
    timeReference: ownAligned,
    inverse,
    clock,
  };
}

function timeReferenceOf(
  { channels }: Capture,
  timeReferenceChannel: number | undefined,
  kind: string,
): Float64Array | null {
  if (timeReferenceChannel === undefined) return null;
  if (timeReferenceChannel > channels.length || channels.length === 1)
    throw new AmpbenchError(
      'usage',
      'time-reference-channel',
      `timeReferenceChannel is ${timeReferenceChannel} but the capture has ${channels.length} channels, of which one more must be measured, in ${kind}`,
      { timeReferenceChannel, channels: channels.length },
    );
  return channels[timeReferenceChannel - 1];
}

/** A sweep cut short at either end would still give a response, and a wrong one. */
function checkWhole(
  { inverse, peakLag }: SweepResponses,
  place: SweepPlace,
  captureFrames: number,
  kind: string,
): void {
  const { track, size, sampleRateHz } = inverse;
  const start = place.start + (peakLag > size / 2 ? peakLag - size : peakLag);
  const slack = EDGE_SECONDS * sampleRateHz;
  const missingFrames = Math.max(-start, start + track.frames - captureFrames);
  if (missingFrames > slack)
    throw new AmpbenchError(
      'data',
      'sweep-cut',
      `the capture has ${captureFrames} frames but ${(missingFrames / sampleRateHz).toFixed(3)} s of the sweep lie outside it in ${kind}`,
      { captureFrames, missingFrames },
      'Record from before the sweep until it is over.',
    );
}

/** From the pilots where there are any, else from the sweep; null where neither gives a rate that two audio clocks can have. */
function clockOf(
  stimulus: Float64Array,
  guide: Float64Array,
  guiding: SweepResponses,
  latencyFrames: number,
): ClockEstimate | null {
  const { track, sampleRateHz } = guiding.inverse;
  const clock = pilotClock(stimulus, guide, track, latencyFrames, sampleRateHz) ?? responseClock(guiding);
  return clock !== null && Math.abs(clock.ppm) < WIDEST_PPM && clock.uncertaintyPpm < WIDEST_PPM ? clock : null;
}

/** The first played channel that holds a sweep; a stereo file mostly holds it twice. */
function playedSweep(played: readonly Float64Array[], sampleRateHz: number, kind: string): Float64Array {
  const found = played.find((samples) => sweepInverse(samples, sampleRateHz) !== null);
  if (found === undefined)
    throw new AmpbenchError(
      'data',
      'no-sweep',
      `the reference of ${kind} holds no exponential sweep`,
      { kind },
      `Play the stimulus of ampbench measure ${kind}, or any exponential sweep between silences.`,
    );
  return found;
}

/** Enough of a sweep to tell which channel is loud. */
const LOUDNESS_STEP = 16;

function loudest(channels: readonly Float64Array[]): Float64Array {
  if (channels.length === 1) return channels[0];
  const energies = channels.map((samples) => {
    let sum = 0;
    for (let frame = 0; frame < samples.length; frame += LOUDNESS_STEP) sum += samples[frame] * samples[frame];
    return sum;
  });
  return channels[energies.indexOf(Math.max(...energies))];
}
