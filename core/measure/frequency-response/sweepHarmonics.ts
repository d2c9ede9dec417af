import { gatedSpectrum, readSpectrum, smoothedOpenSeconds } from '../../dsp/lagGate.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import { harmonicGate } from './analyzeSweep.ts';
import { clockCorrection, type AlignedSweep } from './sweepPoints.ts';

/** Highest harmonic that is read from a sweep. */
export const HIGHEST_HARMONIC = 5;

/** A harmonic re the fundamental, at the frequency of the stimulus that made it. */
export interface HarmonicPoint {
  /** Null where it is under the noise or out of range. */
  readonly ratio: number | null;
  /** Standard uncertainty of the ratio; of a harmonic under the noise: the noise that hides it. */
  readonly standardUncertainty: number | null;
}

/** Times the noise's power from which a harmonic is a value and not a bound. */
const LEAST_OVER_NOISE = 4;

/**
 * One harmonic's ratio to the fundamental at each stimulus frequency, noise power taken off. Null above `highestHz` (its own frequency) and beyond
 * the sweep.
 */
export function harmonicPoints(
  aligned: AlignedSweep,
  order: number,
  frequenciesHz: readonly number[],
  fundamental: readonly TransferPoint[],
  highestHz: number,
): HarmonicPoint[] {
  const { sweep, clockRatio } = aligned;
  const { inverse } = sweep;
  const highestStimulusHz = (inverse.highBin * inverse.sampleRateHz) / inverse.size;
  const spectrum = gatedSpectrum(sweep.responses, harmonicGate(inverse, sweep.peakLag, order), inverse.sampleRateHz);
  const clock = clockCorrection(inverse, clockRatio, order);
  const correction =
    clockRatio === 1 ? null : (hertz: number) => clock(hertz) + 2 * Math.PI * hertz * aligned.afterPeakSeconds;
  return frequenciesHz.map((frequencyHz, index) => {
    const at = order * frequencyHz;
    if (at > highestHz || frequencyHz > highestStimulusHz) return { ratio: null, standardUncertainty: null };
    const [re, im] = readSpectrum(spectrum, at, correction);
    const noise = sweep.noise.densityAt(at) * smoothedOpenSeconds(at, spectrum);
    const level = Math.hypot(fundamental[index].re, fundamental[index].im);
    const power = re * re + im * im;
    const standardUncertainty = Math.sqrt(noise / 2) / level;
    return power > LEAST_OVER_NOISE * noise
      ? { ratio: Math.sqrt(power - noise) / level, standardUncertainty }
      : { ratio: null, standardUncertainty: Math.sqrt(noise) / level };
  });
}
