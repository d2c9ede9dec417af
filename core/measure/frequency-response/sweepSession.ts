import { alignCoarsely } from '../../dsp/coarseAlignment.ts';
import { sweepInverse, type SweepInverse } from '../../dsp/deconvolution.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Capture, ClockEstimate } from '../analysis.ts';
import { analyzeSweep, type SweepResponses } from './analyzeSweep.ts';
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
  readonly timeReference: AlignedSweep | null;
  readonly inverse: SweepInverse;
  readonly clock: ClockEstimate | null;
}

/** Left of the silence after the sweep for what alignment is off by, seconds. */
const GUARD_SECONDS = 0.005;
/** A clock offset under this many times its uncertainty is not corrected: it may be the DUT's own phase. */
const LEAST_SIGNIFICANCE = 2;

/**
 * Deconvolves every channel of a capture by what was played. The rate of a player on its own clock comes from the stimulus' pilot tones where it has
 * them, else from the time reference's sweep, else from the sweep itself.
 * @param reference what was played; null: the time reference's capture takes its place
 * @throws AmpbenchError `usage/reference-missing`, `usage/time-reference-channel`, `data/no-sweep`, `data/reference-not-played`
 */
export function analyzeSession(
  capture: Capture,
  reference: Capture | null,
  timeReferenceChannel: number | undefined,
  kind: string,
): SweepSession {
  const { sampleRateHz, channels } = capture;
  if (timeReferenceChannel !== undefined && timeReferenceChannel > channels.length)
    throw new AmpbenchError(
      'usage',
      'time-reference-channel',
      `timeReferenceChannel is ${timeReferenceChannel} but the capture has ${channels.length} channels in ${kind}`,
      { timeReferenceChannel, channels: channels.length },
    );
  const timeReference = timeReferenceChannel === undefined ? null : channels[timeReferenceChannel - 1];
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
  const measured = channels.map((_, index) => index + 1).filter((channel) => channel !== timeReferenceChannel);
  if (measured.length === 0)
    throw new AmpbenchError(
      'data',
      'too-few-channels',
      `the capture's only channel is the time reference in ${kind}, so there is none to measure`,
      { channels: channels.length },
    );
  const guide = timeReference ?? loudest(channels);
  const latencyFrames = guide === stimulus ? 0 : alignCoarsely(stimulus, guide, sampleRateHz).latencyFrames;
  const place = {
    start: track.startFrame + latencyFrames,
    frames: track.frames + Math.max(0, track.quietFrames - Math.ceil(GUARD_SECONDS * sampleRateHz)),
  };
  const deconvolve = (channel: number): SweepResponses => analyzeSweep(channels[channel - 1], place, inverse, channel);
  const responses = measured.map(deconvolve);
  const own = timeReferenceChannel === undefined ? null : deconvolve(timeReferenceChannel);
  const clock =
    reference === null
      ? null
      : (pilotClock(stimulus, guide, track, latencyFrames, sampleRateHz) ?? responseClock(own ?? responses[0]));
  const isOff = clock !== null && Math.abs(clock.ppm) > LEAST_SIGNIFICANCE * clock.uncertaintyPpm;
  const clockRatio = isOff ? 1 + 1e-6 * clock.ppm : 1;
  const ownAligned = own === null ? null : alignSweep(own, clockRatio);
  return {
    channels: responses.map((sweep, index) => {
      const aligned = alignSweep(sweep, clockRatio);
      const latencySeconds =
        ownAligned === null
          ? latencyFrames / sampleRateHz + aligned.delaySeconds
          : aligned.delaySeconds - ownAligned.delaySeconds;
      return { channel: measured[index], aligned, latencySeconds };
    }),
    timeReference: ownAligned,
    inverse,
    clock,
  };
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
  const energies = channels.map((samples) => {
    let sum = 0;
    for (let frame = 0; frame < samples.length; frame += LOUDNESS_STEP) sum += samples[frame] * samples[frame];
    return sum;
  });
  return channels[energies.indexOf(Math.max(...energies))];
}
