import { bandPower, powerSpectrum } from '../../dsp/powerSpectrum.ts';
import { weightingForBins } from '../../standards/weighting.ts';

export interface NoiseAnalysis {
  readonly voltsRms: number;
  readonly aWeightedVoltsRms: number;
  /** k = 2, relative: the chance in noise of this bandwidth and length. */
  readonly relativeUncertainty: number;
}

/** n·Σw⁴/(Σw²)² of the 7-term window: so many times the variance of an unwindowed mean square. */
const WINDOW_STATISTICS_LOSS = 3.67;

/**
 * Idle noise in a band, unweighted and A-weighted (weights laid on spectrum bins). docs/spec/noise.md.
 * @param samples volts, one channel, nothing playing
 */
export function analyzeNoise(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  bandHz: readonly [number, number],
): NoiseAnalysis {
  let sum = 0;
  for (let index = start; index < start + length; index++) sum += samples[index];
  const spectrum = powerSpectrum(samples, start, length, sampleRateHz, sum / length);
  const weights = weightingForBins('a', spectrum.power.length, spectrum.binWidthHz);
  const bandTimesSeconds = ((bandHz[1] - bandHz[0]) * length) / sampleRateHz;
  return {
    voltsRms: Math.sqrt(bandPower(spectrum, bandHz[0], bandHz[1])),
    aWeightedVoltsRms: Math.sqrt(bandPower(spectrum, bandHz[0], bandHz[1], weights)),
    // One standard uncertainty of the power is two of the rms
    relativeUncertainty: Math.sqrt(WINDOW_STATISTICS_LOSS / bandTimesSeconds),
  };
}
