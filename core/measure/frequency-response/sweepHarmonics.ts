import { gatedSpectrum, readSpectrum, smoothedOpenSeconds } from '../../dsp/lagGate.ts';
import { harmonicGate } from '../../dsp/sweepGates.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import { clockCorrection, type AlignedSweep } from './sweepPoints.ts';

/** Under so many cycles for each factor e of frequency the harmonics' lags are too near each other: no value. */
const FEWEST_CYCLES = 8;
/** What gating and averaging may take from a harmonic's level, k = 2, relative (0.02 dB), and what more of it at the fewest cycles. */
const METHOD = 0.0023;
const SLOW_METHOD = 0.03;

/** A harmonic re the fundamental, at the frequency of the stimulus that made it. */
export interface HarmonicPoint {
  /** Null where it is under the noise or out of range. */
  readonly ratio: number | null;
  /** k = 2 of the ratio from noise; of a harmonic under the noise: the noise that hides it. Null out of range. */
  readonly noiseUncertainty: number | null;
  /** k = 2, relative, of the method. */
  readonly methodRelative: number;
}

/** Times the noise's power from which a harmonic is a value and not a bound. */
const LEAST_OVER_NOISE = 4;

/**
 * One harmonic's ratio to the fundamental at each stimulus frequency, noise power taken off. Null above `highestHz` (its own frequency), where the sweep fades out, and where the sweep passes too few cycles.
 */
export function harmonicPoints(
  aligned: AlignedSweep,
  order: number,
  frequenciesHz: readonly number[],
  fundamental: readonly TransferPoint[],
  highestHz: number,
): HarmonicPoint[] {
  const { sweep, clockRatio } = aligned;
  const { inverse, harmonicLags: lags } = sweep;
  const highestStimulusHz = (inverse.fullBin * inverse.sampleRateHz) / inverse.size;
  const spectrum = gatedSpectrum(lags, harmonicGate(inverse, lags.length, order), inverse.sampleRateHz);
  const clock = clockCorrection(inverse, clockRatio, order);
  const correction =
    clockRatio === 1 ? null : (hertz: number) => clock(hertz) + 2 * Math.PI * hertz * aligned.afterPeakSeconds;
  return frequenciesHz.map((frequencyHz, index) => {
    const at = order * frequencyHz;
    const cycles = frequencyHz * inverse.track.rateSeconds;
    const methodRelative = METHOD + SLOW_METHOD * (FEWEST_CYCLES / cycles) ** 3;
    if (at > highestHz || frequencyHz > highestStimulusHz || cycles < FEWEST_CYCLES)
      return { ratio: null, noiseUncertainty: null, methodRelative };
    const [re, im] = readSpectrum(spectrum, at, correction);
    const noise = sweep.noise.densityAt(at) * smoothedOpenSeconds(at, spectrum);
    const level = Math.hypot(fundamental[index].re, fundamental[index].im);
    const power = re * re + im * im;
    return power > LEAST_OVER_NOISE * noise
      ? {
          ratio: Math.sqrt(power - noise) / level,
          noiseUncertainty: (2 * sweep.noise.studentRatioAt(at) * Math.sqrt(noise / 2)) / level,
          methodRelative,
        }
      : { ratio: null, noiseUncertainty: Math.sqrt(noise) / level, methodRelative };
  });
}
