import { AmpbenchError } from '../../errors.ts';
import { multitoneDesign } from '../../signal/multitone.ts';
import type { Capture } from '../analysis.ts';
import { findTones, type Tone } from './findTones.ts';

/** Tones of a stimulus may differ by so much in level. */
const RANGE_DB = 40;
const LEAST_TONES = 3;
/** Tones farther above the band say nothing of what lies in it. */
const BAND_SHARE = 1.2;

/**
 * The tones each captured channel was driven with: from what was played, or the product's own multitone of equal levels where that is not known.
 * @param reference one channel for each captured one, or its first for all
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
  const found = new Map<Float64Array, readonly Tone[]>();
  return Array.from({ length: channelCount }, (_, index) => {
    const samples = reference.channels[Math.min(index, reference.channels.length - 1)];
    const known = found.get(samples);
    if (known !== undefined) return known;
    const tones = findTones(samples, sampleRateHz, RANGE_DB, BAND_SHARE * bandHz[1]);
    if (tones.length < LEAST_TONES)
      throw new AmpbenchError(
        'data',
        'no-multitone',
        `channel ${index + 1} of the reference holds ${tones.length} tones but must hold at least ${LEAST_TONES} in multitone`,
        { channel: index + 1, tones: tones.length },
        'Give the multitone that was played.',
      );
    found.set(samples, tones);
    return tones;
  });
}
