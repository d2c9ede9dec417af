import { AmpbenchError } from '../../errors.ts';
import type { Capture } from '../analysis.ts';
import { soundingStretch, type Stretch } from '../imd/soundingStretch.ts';
import { findTones, LINE_HALF_WIDTH_HZ, type Tone } from '../multitone/findTones.ts';
import { drivenStretches } from './drivenStretches.ts';

/** One channel that is driven, where, and with what. */
export interface Direction {
  /** Counted from 0. */
  readonly channel: number;
  readonly stretch: Stretch;
  /** As captured, ascending; none where what plays is not made of tones. */
  readonly tones: readonly Tone[];
  /** False: the others are driven at the same time, with tones of their own. */
  readonly isAlone: boolean;
}

/** Tones of a driven channel lie within this of its strongest; its harmonics and hum do not. */
const RANGE_DB = 30;
/** Farther than two audio clocks are apart; tones of two channels are farther apart still. */
const CLOCK_RANGE = 3e-4;
/** Tones of two channels closer than this cannot be told apart, Hz. */
const LEAST_APART_HZ = 5;

/**
 * The channels that are driven and their tones: one after the other, found from the levels; or all at once with tones of their own, known from what was
 * played.
 * @throws AmpbenchError `data/no-driven-channel`
 */
export function findDirections(
  channels: readonly Float64Array[],
  sampleRateHz: number,
  reference: Capture | null,
  drivenChannel: number | null,
): readonly Direction[] {
  const driven = drivenStretches(channels, sampleRateHz, drivenChannel);
  if (driven.length > 0)
    return driven.map(({ channel, stretch }) => ({
      channel,
      stretch,
      tones: findTones(
        channels[channel].subarray(stretch.start, stretch.start + stretch.length),
        sampleRateHz,
        RANGE_DB,
        sampleRateHz / 2,
      ),
      isAlone: true,
    }));
  const interleaved = reference === null ? null : interleavedDirections(channels, sampleRateHz, reference);
  if (interleaved !== null) return interleaved;
  throw new AmpbenchError(
    'data',
    'no-driven-channel',
    `none of ${channels.length} channels is 6 dB over the others for 0.15 s but one must be driven alone in crosstalk`,
    { channels: channels.length },
    'Drive one channel after the other, name the one that is driven, or give what was played.',
  );
}

/** All channels at once, where each was played tones of its own; null where they share tones. */
function interleavedDirections(
  channels: readonly Float64Array[],
  sampleRateHz: number,
  reference: Capture,
): readonly Direction[] | null {
  if (reference.channels.length < channels.length) return null;
  const sets = channels.map((_, index) =>
    findTones(reference.channels[index], sampleRateHz, RANGE_DB, sampleRateHz / 2),
  );
  const apart = (tone: Tone, others: readonly Tone[]): boolean =>
    others.every((other) => Math.abs(other.frequencyHz - tone.frequencyHz) > LEAST_APART_HZ);
  const distinct = sets.every(
    (set, index) =>
      set.length > 0 && sets.every((others, other) => other === index || set.every((tone) => apart(tone, others))),
  );
  if (!distinct) return null;
  return channels.flatMap((samples, channel) => {
    const stretch = soundingStretch(samples, sampleRateHz);
    if (stretch === null) return [];
    const tones = findTones(samples, sampleRateHz, RANGE_DB, sampleRateHz / 2).filter((tone) =>
      isOf(sets[channel], tone),
    );
    return [{ channel, stretch, tones, isAlone: false }];
  });
}

const isOf = (played: readonly Tone[], captured: Tone): boolean =>
  played.some(
    (tone) =>
      Math.abs(captured.frequencyHz / tone.frequencyHz - 1) < CLOCK_RANGE + LINE_HALF_WIDTH_HZ / 10 / tone.frequencyHz,
  );
