import { alignToneTracks } from '../../dsp/alignToneTracks.ts';
import { steadyStretches } from '../../dsp/steadyStretches.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Capture } from '../analysis.ts';

/** A stretch of a capture. */
export interface Part {
  readonly startFrame: number;
  readonly frames: number;
}

/** Where nothing plays, and where the quiet tone that keeps a device awake does (null: there is none). */
export interface IdleParts {
  readonly idle: Part;
  readonly tone: (Part & { readonly frequencyHz: number }) | null;
}

/** Left out at either end of what is analysed: ramps, latency's tolerance, what settles. */
const GUARD_SECONDS = 0.05;
const LEAST_CORRELATION = 0.5;

/** The longest stretch of zeros. */
function longestSilence(samples: Float64Array): Part {
  let best = { startFrame: 0, frames: 0 };
  let start = 0;
  for (let frame = 0; frame <= samples.length; frame++) {
    if (frame < samples.length && samples[frame] === 0) continue;
    if (frame - start > best.frames) best = { startFrame: start, frames: frame - start };
    start = frame + 1;
  }
  return best;
}

/**
 * Which part of a capture is idle noise. Without a reference, or after one that is silent, all of it.
 * @throws AmpbenchError `data/no-stimulus` where the reference's tone is not in the capture
 */
export function idleParts(capture: Capture, reference: Capture | null): IdleParts {
  const { sampleRateHz, channels } = capture;
  const frames = channels[0].length;
  const all = { idle: { startFrame: 0, frames }, tone: null };
  if (reference === null) return all;
  const played = reference.channels[0];
  const sounding = steadyStretches(played, sampleRateHz);
  if (sounding.length === 0) return all;
  const longest = sounding.reduce((most, stretch) => (stretch.frames > most.frames ? stretch : most));
  const { latencyFrames, correlation } = alignToneTracks(played, channels[0], sampleRateHz);
  if (correlation < LEAST_CORRELATION)
    throw new AmpbenchError(
      'data',
      'no-stimulus',
      `what was played agrees with the capture to ${correlation.toFixed(2)} but must to ${LEAST_CORRELATION} in noise`,
      { correlation },
      'Give the file that was played for this capture.',
    );
  const guard = Math.round(GUARD_SECONDS * sampleRateHz);
  const within = ({ startFrame, frames: length }: Part): Part => {
    const first = Math.max(startFrame + latencyFrames + guard, 0);
    return { startFrame: first, frames: Math.min(startFrame + latencyFrames + length - guard, frames) - first };
  };
  return {
    idle: within(longestSilence(played)),
    tone: { ...within(longest), frequencyHz: longest.frequencyHz },
  };
}

const PIECES = 16;
/** Power of the loudest over the quietest piece: 10 dB is no chance. */
const MUTE_RATIO = 10;

/** True where the noise falls by 10 dB or more within the record, or some of it is nothing but one value: a device muted itself. */
export function fallsSilent(samples: Float64Array, { startFrame, frames }: Part): boolean {
  const part = Math.floor(frames / PIECES);
  if (part < 2) return false;
  let least = Infinity;
  let most = 0;
  for (let piece = 0; piece < PIECES; piece++) {
    const first = startFrame + piece * part;
    let sum = 0;
    let square = 0;
    for (let frame = first; frame < first + part; frame++) {
      // Differences, so that neither DC nor hum hides what the noise does
      const step = samples[frame + 1 < startFrame + frames ? frame + 1 : frame] - samples[frame];
      sum += step;
      square += step * step;
    }
    const variance = square / part - (sum / part) ** 2;
    least = Math.min(least, variance);
    most = Math.max(most, variance);
  }
  return most > MUTE_RATIO * Math.max(least, 0);
}
