import type { PhaseTrack } from '../../dsp/phaseTrack.ts';
import { readTone, type ToneLine } from '../../dsp/toneLine.ts';
import { repeatability } from '../../uncertainty/combine.ts';

/** All rms values are in the samples' unit. */
export interface LevelAnalysis {
  readonly frequencyHz: number;
  /** k = 2. */
  readonly frequencyUncertaintyHz: number;
  readonly rms: number;
  /** Phase of the cosine at the first sample analysed, radians. */
  readonly phaseRadians: number;
  /** k = 2, relative: the scatter of 16 sub-records, or the chance in the noise beside the line where that is more. */
  readonly relativeRepeatability: number;
  readonly dc: number;
  /** k = 2 of `dc`, from the noise beside it. */
  readonly dcUncertainty: number;
  readonly track: PhaseTrack;
}

const SUB_RECORDS = 16;

/**
 * Level, frequency and phase of a sine in a stretch of a capture; needs no coherence. docs/spec/level.md.
 * @param samples one channel, any unit
 * @param nominalHz what was played, the clock being up to 1,500 ppm off; null: the strongest line
 * @throws AmpbenchError `data/record-too-short`, `data/frequency-above-nyquist`
 */
export function analyzeLevel(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number | null,
): LevelAnalysis {
  const tone = readTone(samples, start, length, { sampleRateHz, nominalHz, highestHz: nominalHz ?? 0 });
  return {
    frequencyHz: tone.frequencyHz,
    frequencyUncertaintyHz: tone.track.frequencyUncertaintyHz,
    rms: tone.rms,
    phaseRadians: tone.phaseRadians,
    relativeRepeatability: levelRepeatability(tone),
    dc: tone.dc,
    dcUncertainty: dcUncertainty(tone),
    track: tone.track,
  };
}

/** k = 2 of DC, from the noise beside the tone in the window's noise bandwidth; at DC it has no second side, so half of it is there. */
export function dcUncertainty({ densityBeside, spectrum: { window, sampleRateHz } }: ToneLine): number {
  const bandwidthHz = (sampleRateHz * window.energy) / window.transformAt(0) ** 2;
  return 2 * Math.sqrt((densityBeside * bandwidthHz) / 2);
}

/**
 * k = 2 of a level, relative: from the scatter of 16 parts of the record that count alike (fewer in a short record, whose parts would not be independent of each
 * other), at least the chance in the noise beside the line.
 */
export function levelRepeatability({ track, rms, densityBeside, halfWidthHz }: ToneLine): number {
  const { levelsRms, weights, stepSeconds } = track;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // The line's band of twice the half width has as many independent readings a second; two of them make a part
  const count = Math.max(2, Math.min(SUB_RECORDS, Math.floor(total * stepSeconds * halfWidthHz)));
  const sums = new Float64Array(count);
  const masses = new Float64Array(count);
  let passed = 0;
  let square = 0;
  for (let index = 0; index < levelsRms.length; index++) {
    const weight = weights[index];
    const part = Math.min(Math.floor(((passed + weight / 2) / total) * count), count - 1);
    passed += weight;
    square += weight * weight;
    sums[part] += weight * levelsRms[index];
    masses[part] += weight;
  }
  const spread = repeatability(Array.from(sums, (sum, part) => sum / masses[part]));
  if (spread === null || !(rms > 0)) return 1;
  const chanceRms = Math.sqrt((2 * densityBeside * square) / (total * total * stepSeconds));
  return Math.max(spread.expanded, chanceRms) / rms;
}
