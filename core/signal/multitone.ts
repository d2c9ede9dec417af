import { multitoneBins } from './multitoneBins.ts';
import { lowCrestPhases, type MultitonePhases } from './multitonePhases.ts';
import { createRandom } from './random.ts';

export const MULTITONE_COUNT = 32;
/** The phases are part of the signal's definition: the same tones peak at the same place on every bench. */
const PHASE_SEED = 32;
/** A period lasts about a third of a second, whole in frames at every rate: 2^14 frames at 44.1 and 48 kHz. */
const PERIOD_FRAMES_AT_48K = 2 ** 14;

/** All tones, or every other one: two sets that share no tone, so that two channels driven at once can be told apart. */
export type MultitoneSet = 'all' | 'even' | 'odd';

export interface MultitoneDesign {
  readonly sampleRateHz: number;
  readonly periodFrames: number;
  /** Cycles in a period of each tone, ascending. */
  readonly bins: readonly number[];
  readonly frequenciesHz: readonly number[];
}

/** The choice of bins takes longer than the analysis of a second of audio. */
const designs = new Map<string, MultitoneDesign>();
const KEPT_DESIGNS = 16;

/**
 * The 32 tones of equal level at a sample rate: docs/spec/multitone.md. Rates of one family (48, 96, 192 kHz …) share their frequencies.
 * @param sampleRateHz from 44.1 kHz
 */
export function multitoneDesign(sampleRateHz: number, set: MultitoneSet): MultitoneDesign {
  const key = `${sampleRateHz} ${set}`;
  let design = designs.get(key);
  if (design === undefined) {
    design = makeDesign(sampleRateHz, set);
    if (designs.size >= KEPT_DESIGNS) designs.clear();
    designs.set(key, design);
  }
  return design;
}

function makeDesign(sampleRateHz: number, set: MultitoneSet): MultitoneDesign {
  const periodFrames = PERIOD_FRAMES_AT_48K * 2 ** Math.max(Math.round(Math.log2(sampleRateHz / 48_000)), 0);
  const binWidthHz = sampleRateHz / periodFrames;
  const bins = multitoneBins(binWidthHz, MULTITONE_COUNT).filter(
    (_, index) => set === 'all' || index % 2 === (set === 'even' ? 0 : 1),
  );
  return { sampleRateHz, periodFrames, bins, frequenciesHz: bins.map((bin) => bin * binWidthHz) };
}

/** The phases that belong to a design, with the crest factor they give. */
export function multitonePhases(design: MultitoneDesign): MultitonePhases {
  return lowCrestPhases(design.bins, createRandom(PHASE_SEED));
}

/** The multitone, one period over and over. @param peakVolts of the sum; its rms is lower by the crest factor */
export function multitone(design: MultitoneDesign, frames: number, peakVolts: number): Float64Array {
  const { periodFrames, bins } = design;
  const { phasesRadians, peak } = multitonePhases(design);
  const amplitude = peakVolts / peak;
  const samples = new Float64Array(frames);
  const first = samples.subarray(0, Math.min(periodFrames, frames));
  for (const [tone, bin] of bins.entries()) {
    for (let index = 0; index < first.length; index++) {
      // Whole cycles are taken off before the product grows
      const place = (bin * index) % periodFrames;
      first[index] += amplitude * Math.cos((2 * Math.PI * place) / periodFrames + phasesRadians[tone]);
    }
  }
  for (let start = periodFrames; start < frames; start += periodFrames)
    samples.set(first.subarray(0, Math.min(periodFrames, frames - start)), start);
  return samples;
}
