import { averagePower } from './bandShare.ts';
import { bandPowers } from './likeness.ts';

/** What every channel of a capture is compared with: the spectra of one channel that was played. */
export interface PlayedBands {
  /** Power in bands of a 48th of an octave, in which 44.1 kHz taken for 48 kHz is six bands away. */
  readonly fine: Float64Array;
  /** The first frame that sounds: the bands are those of what begins there. */
  readonly firstFrame: number;
  /** Mean power spectrum of its blocks. */
  readonly average: Float64Array;
}

export const FINE_BANDS = 48;

export function playedBands(reference: Float64Array, sampleRateHz: number): PlayedBands {
  const firstFrame = Math.max(
    0,
    reference.findIndex((sample) => sample !== 0),
  );
  return {
    fine: bandPowers(reference.subarray(firstFrame), FINE_BANDS),
    firstFrame,
    average: averagePower(reference, 0, reference.length, sampleRateHz),
  };
}
