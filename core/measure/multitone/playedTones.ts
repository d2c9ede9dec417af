import { AmpbenchError } from '../../errors.ts';
import { multitoneDesign } from '../../signal/multitone.ts';
import type { Capture } from '../analysis.ts';
import { findTones, type Tone } from './findTones.ts';

/** Tones of a stimulus may differ by so much in level. */
const RANGE_DB = 40;
const LEAST_TONES = 3;
/** Tones farther above the band say nothing of what lies in it. */
const BAND_SHARE = 1.04;

/**
 * The tones each captured channel was driven with: from what was played, or the product's own multitone of equal levels where that is not known.
 * @param reference one channel for each captured one, or its first for all; its samples are not changed afterwards
 * @throws AmpbenchError `data/no-multitone` where the reference is something else
 */
export function playedTones(
  reference: Capture | null,
  sampleRateHz: number,
  channelCount: number,
  bandHz: readonly [number, number],
): readonly (readonly Tone[])[] {
  if (reference === null) {
    const tones = multitoneDesign(sampleRateHz, 'all').frequenciesHz.map((frequencyHz) => ({ frequencyHz, rms: 1 }));
    return Array.from({ length: channelCount }, () => tones);
  }
  const highestHz = BAND_SHARE * bandHz[1];
  return Array.from({ length: channelCount }, (_, index) => {
    const samples = reference.channels[Math.min(index, reference.channels.length - 1)];
    const tones = tonesOf(samples, sampleRateHz, highestHz);
    if (tones.length < LEAST_TONES)
      throw new AmpbenchError(
        'data',
        'no-multitone',
        `channel ${index + 1} of the reference holds ${tones.length} tones but must hold at least ${LEAST_TONES} in multitone`,
        { channel: index + 1, tones: tones.length },
        'Give the multitone that was played.',
      );
    return tones;
  });
}

interface FoundTones {
  readonly sampleRateHz: number;
  readonly highestHz: number;
  readonly tones: readonly Tone[];
}

/** Kept for as long as the stimulus is: its channels, and later captures of it, share them. */
const found = new WeakMap<Float64Array, FoundTones>();

function tonesOf(samples: Float64Array, sampleRateHz: number, highestHz: number): readonly Tone[] {
  const known = found.get(samples);
  if (known?.sampleRateHz === sampleRateHz && known.highestHz === highestHz) return known.tones;
  const tones = findTones(samples, sampleRateHz, RANGE_DB, highestHz);
  found.set(samples, { sampleRateHz, highestHz, tones });
  return tones;
}
