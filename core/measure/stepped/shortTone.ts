import { fitHarmonics, residualOf } from '../../dsp/fitHarmonics.ts';
import { lineSpectrum } from '../../dsp/lineSpectrum.ts';
import { bandPowerOf, noiseSpectrum } from '../../dsp/noiseSpectrum.ts';
import { refineHarmonicFrequency } from '../../dsp/refineHarmonicFrequency.ts';

export interface ShortToneSettings {
  readonly sampleRateHz: number;
  /** Residual band, Hz. */
  readonly bandHz: readonly [number, number];
  /** Highest harmonic fitted (and counted in THD where it lies in the band). */
  readonly harmonicCount: number;
  readonly denominator: 'total' | 'fundamental';
}

/** A tone of few periods, taken apart. All rms in the samples' unit; uncertainties k = 2, in the ratio's own unit. */
export interface ShortTone {
  readonly frequencyHz: number;
  readonly fundamentalRms: number;
  readonly fundamentalUncertainty: number;
  readonly totalRms: number;
  readonly thdnRatio: number;
  readonly thdnUncertainty: number;
  /** THD_F; null when no harmonic lies in the band. */
  readonly thdRatio: number | null;
  readonly thdUncertainty: number;
}

/** The highest frequency looked at, as a share of the sample rate. */
const HIGHEST_SHARE = 0.49;
/** In a record of fewer periods than this, what a coupling capacitor still settles is fitted as a polynomial of this degree. */
const FEW_PERIODS = 14;
const SETTLING_DEGREE = 5;
/** The residual's window: its ends are this many bins of 1/T wide. Lines are gone, so they only have to keep noise above the band out of it. */
const SKIRT_BINS = 20;

/**
 * THD+N and THD of a tone too short for a window to part it from its harmonics: DC, drift, fundamental and harmonics are fitted in time by least squares, the
 * noise is what the fit leaves in the band, and the harmonics' powers (with the noise that the fit took for them) are added to it. docs/spec/stepped-tones.md.
 * @param nominalHz within 1,500 ppm
 * @param length at least `LEAST_PERIODS` periods
 */
export function analyzeShortTone(
  samples: Float64Array,
  start: number,
  length: number,
  nominalHz: number,
  settings: ShortToneSettings,
): ShortTone {
  const { sampleRateHz, bandHz, denominator } = settings;
  const orders = Math.min(settings.harmonicCount, Math.max(Math.floor((HIGHEST_SHARE * sampleRateHz) / nominalHz), 1));
  const frequencyHz = refineHarmonicFrequency(samples, start, length, sampleRateHz, nominalHz, orders);
  const degree = (length * frequencyHz) / sampleRateHz < FEW_PERIODS ? SETTLING_DEGREE : 1;
  const fit = fitHarmonics(samples, start, length, sampleRateHz, frequencyHz, orders, degree);
  const residual = residualOf(samples, sampleRateHz, fit);
  const seconds = residual.length / sampleRateHz;
  const highestHz = Math.min(bandHz[1] + 1 / seconds, sampleRateHz / 2);
  const spectrum = noiseSpectrum(
    lineSpectrum(residual, 0, residual.length, sampleRateHz, SKIRT_BINS / seconds, highestHz),
  );
  const noise = bandPowerOf(spectrum, bandHz[0], bandHz[1]);
  // Of every `periods` cells the fit has taken one for a harmonic, and near DC some for the moving mean
  const periods = seconds * frequencyHz;
  const taken = periods / (periods - 1.5);
  /** Mean square of the noise that one fitted pair of cosine and sine takes for its own. */
  const cellPower = (hz: number): number => {
    const { floor, binWidthHz } = spectrum;
    return (taken * floor[Math.min(Math.round(hz / binWidthHz), floor.length - 1)]) / binWidthHz / seconds;
  };

  const powerOf = (order: number): number => (fit.cosines[order - 1] ** 2 + fit.sines[order - 1] ** 2) / 2;
  let harmonics = 0;
  let harmonicsClean = 0;
  let harmonicVariance = 0;
  let inBand = 0;
  for (let order = 2; order <= orders; order++) {
    const hz = order * frequencyHz;
    if (hz < bandHz[0] || hz > bandHz[1]) continue;
    inBand++;
    const power = powerOf(order);
    const cell = cellPower(hz);
    harmonics += power;
    harmonicsClean += Math.max(power - cell, 0);
    harmonicVariance += 2 * Math.max(power - cell, 0) * cell + cell * cell;
  }
  const fundamental = powerOf(1);
  const fundamentalCell = cellPower(frequencyHz);
  const underFundamental = frequencyHz >= bandHz[0] && frequencyHz <= bandHz[1] ? fundamentalCell : 0;
  const residualPower = noise.meanSquare + harmonics + underFundamental;
  const total = fundamental + residualPower;
  const reference = denominator === 'total' ? total : fundamental;
  const thdnRatio = Math.sqrt(residualPower / reference);
  const fundamentalRms = Math.sqrt(fundamental);
  // One standard uncertainty of a power is two of its rms
  const halfRelative = (variance: number, power: number): number => (power > 0 ? Math.sqrt(variance) / power : 0);
  return {
    frequencyHz,
    fundamentalRms,
    fundamentalUncertainty: Math.SQRT2 * Math.sqrt(fundamentalCell),
    totalRms: Math.sqrt(total),
    thdnRatio,
    thdnUncertainty: thdnRatio * halfRelative(noise.variance + harmonicVariance, residualPower),
    thdRatio: inBand === 0 ? null : Math.sqrt(harmonicsClean / fundamental),
    thdUncertainty:
      harmonicsClean ** 2 > harmonicVariance
        ? Math.sqrt(harmonicVariance / (harmonicsClean * fundamental))
        : Math.sqrt((2 * Math.sqrt(harmonicVariance)) / fundamental),
  };
}
