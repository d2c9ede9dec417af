import { fitSine } from '../../dsp/fitSine.ts';
import { bandPower, noiseDensityBeside, powerSpectrum, type PowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { blackmanHarris7 } from '../../dsp/window.ts';
import { coverageFactor } from '../../uncertainty/combine.ts';

export interface ThdnSettings {
  readonly sampleRateHz: number;
  /** What was played. */
  readonly frequencyHz: number;
  /** Residual band, Hz. */
  readonly bandHz: readonly [number, number];
  /** Highest harmonic counted in THD. */
  readonly harmonicCount: number;
}

export interface Harmonic {
  readonly order: number;
  readonly voltsRms: number;
  /** True: under the local noise; `voltsRms` is an upper bound. */
  readonly isBound: boolean;
}

export interface ThdnAnalysis {
  readonly frequencyHz: number;
  readonly fundamentalVoltsRms: number;
  readonly residualVoltsRms: number;
  /** Residual rms / total rms, after AES17. */
  readonly thdnRatio: number;
  /** THD_F: rss of the harmonics / fundamental; null when no harmonic lies in the band. */
  readonly thdRatio: number | null;
  /** Residual without the harmonics. */
  readonly noiseVoltsRms: number;
  readonly harmonics: readonly Harmonic[];
  /** k = 2 of `thdnRatio` from noise and scatter, in the ratio's own unit. */
  readonly thdnUncertainty: number;
  readonly spectrum: PowerSpectrum;
}

/**
 * Half the width in hertz that counts as fundamental. Fixed in Hz, whatever the record's length (docs/spec/thdn.md, THDN-2); narrower for bass
 * tones so that it ends well before the second harmonic.
 */
export const lobeHalfWidthHz = (frequencyHz: number): number => Math.min(30, 0.3 * frequencyHz);

/** Shortest record that resolves the lobe: 7 bins of 1/T within its half width. */
export const shortestThdnSeconds = (frequencyHz: number): number => 7.2 / lobeHalfWidthHz(frequencyHz);

function residual(
  spectrum: PowerSpectrum,
  frequencyHz: number,
  bandHz: readonly [number, number],
): {
  fundamentalPower: number;
  residualPower: number;
} {
  const halfWidthHz = Math.max(lobeHalfWidthHz(frequencyHz), spectrum.lobeHalfWidthHz);
  const densityBeside = noiseDensityBeside(spectrum, frequencyHz, halfWidthHz, 2 * halfWidthHz);
  const lobe = bandPower(spectrum, frequencyHz - halfWidthHz, frequencyHz + halfWidthHz);
  const inBandHz = Math.max(
    Math.min(frequencyHz + halfWidthHz, bandHz[1]) - Math.max(frequencyHz - halfWidthHz, bandHz[0]),
    0,
  );
  // Summed on either side of the line: taking it off the whole would cost the digits of a residual far below it
  const beside =
    bandPower(spectrum, bandHz[0], Math.min(frequencyHz - halfWidthHz, bandHz[1])) +
    bandPower(spectrum, Math.max(frequencyHz + halfWidthHz, bandHz[0]), bandHz[1]);
  return {
    fundamentalPower: Math.max(lobe - densityBeside * 2 * halfWidthHz, 0),
    // The noise that hides under the fundamental is put back from its neighbours
    residualPower: beside + densityBeside * inBandHz,
  };
}

/**
 * THD+N, THD, noise and harmonics of a sine capture, method `lobe`: exactly the fundamental's line is removed. docs/spec/thdn.md.
 * @param samples volts, one channel; the stretch analysed lasts at least `shortestThdnSeconds`
 * Floor: about −150 dB, set by the float32 capture.
 */
export function analyzeThdn(
  samples: Float64Array,
  start: number,
  length: number,
  settings: ThdnSettings,
): ThdnAnalysis {
  const { sampleRateHz, bandHz } = settings;
  const fit = fitSine(samples, start, length, sampleRateHz, settings.frequencyHz);
  const spectrum = powerSpectrum(samples, start, length, sampleRateHz, fit.dc);
  const { fundamentalPower, residualPower } = residual(spectrum, fit.frequencyHz, bandHz);

  const harmonics: Harmonic[] = [];
  const halfWidthHz = spectrum.lobeHalfWidthHz * 1.1;
  let harmonicPower = 0;
  for (let order = 2; order <= settings.harmonicCount; order++) {
    const centreHz = order * fit.frequencyHz;
    if (centreHz + halfWidthHz > Math.min(bandHz[1], sampleRateHz / 2) || centreHz - halfWidthHz < bandHz[0]) continue;
    const noise = noiseDensityBeside(spectrum, centreHz, halfWidthHz, 2 * halfWidthHz) * 2 * halfWidthHz;
    const power = bandPower(spectrum, centreHz - halfWidthHz, centreHz + halfWidthHz) - noise;
    const isBound = power < noise;
    if (!isBound) harmonicPower += power;
    harmonics.push({ order, voltsRms: Math.sqrt(isBound ? noise : power), isBound });
  }

  const totalPower = fundamentalPower + residualPower;
  const noisePower = Math.max(residualPower - harmonicPower, 0);
  const thdnRatio = Math.sqrt(residualPower / totalPower);
  return {
    frequencyHz: fit.frequencyHz,
    fundamentalVoltsRms: Math.sqrt(fundamentalPower),
    residualVoltsRms: Math.sqrt(residualPower),
    thdnRatio,
    thdRatio: harmonics.length === 0 ? null : Math.sqrt(harmonicPower / fundamentalPower),
    noiseVoltsRms: Math.sqrt(noisePower),
    harmonics,
    thdnUncertainty: Math.max(
      noiseUncertainty(length, sampleRateHz, bandHz, noisePower, residualPower) * thdnRatio,
      scatter(samples, start, length, settings, fit.dc, fit.frequencyHz),
    ),
    spectrum,
  };
}

/**
 * k = 2 of a residual's rms, relative, from the chance in its noise: the variance of a windowed mean square of noise of bandwidth B over T is
 * (Σw⁴/(Σw²)²)·n/(B·T) of its square.
 */
function noiseUncertainty(
  length: number,
  sampleRateHz: number,
  bandHz: readonly [number, number],
  noisePower: number,
  residualPower: number,
): number {
  const window = blackmanHarris7(length);
  let square = 0;
  let fourth = 0;
  for (let index = 0; index < length; index++) {
    const w2 = window[index] * window[index];
    square += w2;
    fourth += w2 * w2;
  }
  const bandTimesSeconds = ((bandHz[1] - bandHz[0]) * length) / sampleRateHz;
  const relativePower = Math.sqrt((length * fourth) / (square * square) / bandTimesSeconds);
  return residualPower > 0 ? (relativePower * noisePower) / residualPower : 0;
}

/** k = 2 of THD+N from 16 sub-records, where the record is long enough for their lobes; else 0. */
function scatter(
  samples: Float64Array,
  start: number,
  length: number,
  settings: ThdnSettings,
  dc: number,
  frequencyHz: number,
): number {
  const count = 16;
  const part = Math.floor(length / count);
  if (part / settings.sampleRateHz < shortestThdnSeconds(settings.frequencyHz)) return 0;
  const powers = Array.from({ length: count }, (_, index) => {
    const spectrum = powerSpectrum(samples, start + index * part, part, settings.sampleRateHz, dc);
    const { fundamentalPower, residualPower } = residual(spectrum, frequencyHz, settings.bandHz);
    return Math.sqrt(residualPower / (fundamentalPower + residualPower));
  });
  const mean = powers.reduce((sum, value) => sum + value, 0) / count;
  const variance = powers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return coverageFactor(count - 1) * Math.sqrt(variance / count);
}
