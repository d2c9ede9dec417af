import { lineAt } from '../../dsp/lineAt.ts';
import { lineSpectrum } from '../../dsp/lineSpectrum.ts';
import { readTone } from '../../dsp/toneLine.ts';
import type { PlacedStep } from '../stepped/locateSteps.ts';
import { stepClock } from '../stepped/stepClock.ts';
import type { ClockEstimate } from '../analysis.ts';

/** One level of a linearity measurement. */
export interface LinearityPoint {
  /** Level played, re the highest one played; dB. */
  readonly playedDb: number;
  /** Rms of the tone as found, in the samples' unit; null: not told from noise. */
  readonly rms: number | null;
  /** Gain at this level / gain at the reference level. */
  readonly ratio: number | null;
  /** k = 2 of the ratio. */
  readonly uncertainty: number | null;
}

export interface LinearityAnalysis {
  readonly points: readonly LinearityPoint[];
  /** Level re the highest at which the gain is taken for 1; dB. */
  readonly referenceDb: number;
  readonly clock: ClockEstimate | null;
}

/** The gain of this level is the reference: far over the noise, and under where a device begins to compress. */
const REFERENCE_DB = -20;
/** Levels within so much of the highest tell the frequency. */
const LOUD_DB = -45;
/** Noise and hum further than this from the tone have no influence. */
const HALF_WIDTH_HZ = 15;
const LEAST_LOBE_WIDTHS = 7.2;
/** A line under this many times its noise is not told from it. */
const LEAST_POWER_RATIO = 4;

/**
 * Gain against level from tones of one frequency at known levels, each read in a band of about 1/T at the frequency that the loud tones of the same capture have, so
 * that noise far over the tone does not matter. docs/spec/linearity.md.
 * @param samples one channel, any unit
 * @param steps all of one nominal frequency, with the level that was played
 */
export function analyzeLinearity(
  samples: Float64Array,
  sampleRateHz: number,
  steps: readonly PlacedStep[],
): LinearityAnalysis {
  const highest = Math.max(...steps.map(({ playedRms }) => playedRms ?? 0));
  const levels = steps.map((step) => ({ ...step, playedDb: 20 * Math.log10((step.playedRms ?? 0) / highest) }));
  const found = levels
    .filter(({ playedDb }) => playedDb >= LOUD_DB)
    .map(({ startFrame, frames, frequencyHz }) => {
      const tone = readTone(samples, startFrame, frames, {
        sampleRateHz,
        nominalHz: frequencyHz,
        highestHz: frequencyHz,
      });
      return { playedHz: frequencyHz, foundHz: tone.frequencyHz, seconds: frames / sampleRateHz, rms: tone.rms };
    });
  const rateRatio = found.reduce((sum, { playedHz, foundHz }) => sum + foundHz / playedHz, 0) / found.length;
  const clock = stepClock(found);
  const read = levels.map(({ startFrame, frames, frequencyHz, playedDb, playedRms }) => {
    const seconds = frames / sampleRateHz;
    const foundHz = frequencyHz * rateRatio;
    const halfWidthHz = Math.max(HALF_WIDTH_HZ, LEAST_LOBE_WIDTHS / seconds);
    const highestHz = Math.min(foundHz + 5 * halfWidthHz, sampleRateHz / 2);
    const { meanSquare, noiseMeanSquare } = lineAt(
      lineSpectrum(samples, startFrame, frames, sampleRateHz, halfWidthHz, highestHz),
      foundHz,
    );
    const power = meanSquare - noiseMeanSquare;
    const isHeard = meanSquare > LEAST_POWER_RATIO * noiseMeanSquare;
    // A rate that moves by this much turns the tone's phase over the record and takes (π Δf T)²/6 of it
    const turned = Math.PI * foundHz * (clock === null ? 0 : clock.wanderPpm * 1e-6) * seconds;
    return {
      playedDb,
      gain: isHeard ? Math.sqrt(power) / (playedRms ?? 0) : null,
      rms: isHeard ? Math.sqrt(power) : null,
      relative: isHeard ? Math.hypot(Math.sqrt((2 * noiseMeanSquare) / power), (turned * turned) / 6) : 0,
    };
  });
  let reference: { readonly gain: number; readonly relative: number; readonly playedDb: number } | null = null;
  for (const { gain, relative, playedDb } of read) {
    const distance = Math.abs(playedDb - REFERENCE_DB);
    if (gain !== null && (reference === null || distance < Math.abs(reference.playedDb - REFERENCE_DB)))
      reference = { gain, relative, playedDb };
  }
  return {
    points: read.map(({ playedDb, gain, rms, relative }) => {
      if (gain === null || reference === null) return { playedDb, rms, ratio: null, uncertainty: null };
      const ratio = gain / reference.gain;
      return { playedDb, rms, ratio, uncertainty: ratio * Math.hypot(relative, reference.relative) };
    }),
    referenceDb: reference?.playedDb ?? REFERENCE_DB,
    clock,
  };
}
