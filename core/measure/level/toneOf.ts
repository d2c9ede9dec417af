import { strongestLineHz } from '../../dsp/strongestLine.ts';
import { CLOCK_RANGE, readTone, type ToneLine } from '../../dsp/toneLine.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Capture, ClockEstimate } from '../analysis.ts';
import { steadyTone, type Stretch } from './steadyTone.ts';

/** Where a channel's tone lies and how high it is to be expected. */
export interface TonePlace extends Stretch {
  readonly expectedHz: number;
}

/** How much stronger the noise's line may be: what is less than 10 dB over the noise within its own width is no tone. */
const LEAST_POWER_RATIO = 10;

/** Frequency of the tone that was played: as set, else as it is in the reference; null where neither is known. */
export function playedFrequencyHz(frequencyHz: number | undefined, reference: Capture | null): number | null {
  if (frequencyHz !== undefined) return frequencyHz;
  if (reference === null) return null;
  const { sampleRateHz, channels } = reference;
  const found = placeTone(channels[0], sampleRateHz, null);
  if (found === null) return null;
  const { start, length, expectedHz } = found;
  return readTone(channels[0], start, length, { sampleRateHz, nominalHz: expectedHz, highestHz: 0 }).frequencyHz;
}

/** The tone's steady stretch in a channel. @returns null where the channel is silent */
function placeTone(samples: Float64Array, sampleRateHz: number, playedHz: number | null): TonePlace | null {
  const expectedHz = playedHz ?? strongestLineHz(samples, 0, samples.length, sampleRateHz);
  if (expectedHz === 0) return null;
  const stretch = steadyTone(samples, sampleRateHz, expectedHz);
  return stretch === null ? null : { ...stretch, expectedHz };
}

/** No tone can be told from anything else in fewer samples. */
const LEAST_FRAMES = 16;

/**
 * The tone's steady stretch in each channel; null for a channel that is silent among others that are not.
 * @throws AmpbenchError `data/record-too-short`, `data/silence`
 */
export function placeTones(capture: Capture, playedHz: number | null, kind: string): readonly (TonePlace | null)[] {
  const { sampleRateHz, channels } = capture;
  const frames = channels[0].length;
  if (frames < LEAST_FRAMES)
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `the capture has ${frames} samples but must have at least ${LEAST_FRAMES} to hold a tone in ${kind}`,
      { frames },
    );
  const places = channels.map((samples) => placeTone(samples, sampleRateHz, playedHz));
  if (places.every((place) => place === null))
    throw new AmpbenchError(
      'data',
      'silence',
      `nothing changes in any channel of the capture, but a tone must be heard in ${kind}`,
      { channels: channels.length },
      'Check that something was playing, and that the input that was recorded is the one it came in by.',
    );
  return places;
}

/**
 * Makes sure that a tone was found where one was expected.
 * @param place names channel and kind
 * @throws AmpbenchError `data/no-tone`, `data/frequency-not-found`
 */
export function expectTone(tone: ToneLine, expectedHz: number, place: string): void {
  const { power, binWidthHz, recordSeconds } = tone.power;
  const reach = 4 * tone.halfWidthHz;
  const last = Math.min(Math.ceil((expectedHz + reach) / binWidthHz), power.length - 1);
  let strongest = 1;
  for (let bin = Math.max(Math.floor((expectedHz - reach) / binWidthHz), 1); bin <= last; bin++)
    if (power[bin] > power[strongest]) strongest = bin;
  const strongestHz = strongest * binWidthHz;
  if (!(tone.rms ** 2 > LEAST_POWER_RATIO * tone.densityBeside * 2 * tone.halfWidthHz)) {
    throw new AmpbenchError(
      'data',
      'no-tone',
      `nothing at ${expectedHz} Hz stands 10 dB out of the noise beside it in ${place}`,
      { frequencyHz: expectedHz },
      'Check that the tone was playing, and name its frequency if another line is stronger.',
    );
  }
  if (Math.abs(strongestHz - expectedHz) > CLOCK_RANGE * expectedHz + 2 / recordSeconds) {
    throw new AmpbenchError(
      'data',
      'frequency-not-found',
      `${expectedHz} Hz was expected within ${CLOCK_RANGE * 1e6} ppm but the line there is at ${strongestHz.toFixed(2)} Hz in ${place}`,
      { frequencyHz: expectedHz, foundHz: strongestHz },
      'Name the frequency that was played, or leave it out.',
    );
  }
}

/** The player's clock against the recorder's, from a tone whose played frequency is known. */
export function clockOf(tone: ToneLine, playedHz: number): ClockEstimate {
  return {
    ppm: (tone.frequencyHz / playedHz - 1) * 1e6,
    uncertaintyPpm: (tone.track.frequencyUncertaintyHz / playedHz) * 1e6,
    wanderPpm: (tone.track.wanderHz / playedHz) * 1e6,
  };
}
