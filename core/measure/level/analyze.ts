import { fitSineAt, refineFrequency } from '../../dsp/fitSine.ts';
import { repeatability } from '../../uncertainty/combine.ts';

export interface LevelAnalysis {
  readonly frequencyHz: number;
  readonly voltsRms: number;
  /** Phase of the cosine at the first sample analysed, radians. */
  readonly phaseRadians: number;
  /** k = 2, relative, from the scatter of 16 sub-records. */
  readonly relativeRepeatability: number;
}

const SUB_RECORDS = 16;
const LEAST_CYCLES = 8;

/**
 * Level, frequency and phase of a sine in a stretch of a capture; needs no coherence. docs/spec/level.md.
 * @param samples volts, one channel
 * @param nominalHz what was played; the clock offset may be ±1,000 ppm
 */
export function analyzeLevel(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
): LevelAnalysis {
  const frequencyHz = refineFrequency(samples, start, length, sampleRateHz, nominalHz);
  const fit = fitSineAt(samples, start, length, sampleRateHz, frequencyHz);
  // Fewer sub-records where 16 would hold too few cycles each
  const count = Math.max(2, Math.min(SUB_RECORDS, Math.floor((length * nominalHz) / sampleRateHz / LEAST_CYCLES)));
  const part = Math.floor(length / count);
  const readings = Array.from(
    { length: count },
    (_, index) => fitSineAt(samples, start + index * part, part, sampleRateHz, frequencyHz).amplitude,
  );
  const spread = repeatability(readings);
  return {
    frequencyHz,
    voltsRms: fit.amplitude / Math.SQRT2,
    phaseRadians: fit.phaseRadians,
    relativeRepeatability: spread === null ? 1 : spread.expanded / fit.amplitude,
  };
}
