import { AmpbenchError } from '../errors.ts';
import { fadeEnds, RAMP_SECONDS } from './ramp.ts';

export interface SweepSettings {
  readonly sampleRateHz: number;
  /** First frequency, Hz. */
  readonly lowHz: number;
  /** Last frequency, Hz; below half the sample rate. */
  readonly highHz: number;
  /** Wanted length; the real one follows from f1·L being a whole number. */
  readonly seconds: number;
  /** Rms of the sweep's sine. */
  readonly voltsRms: number;
}

/** The rate L of the exponential, seconds, with f1·L a positive whole number: harmonics then lead by exactly L ln n. */
export function sweepRateSeconds(settings: SweepSettings): number {
  const { lowHz, highHz, seconds } = settings;
  return Math.max(1, Math.round((lowHz * seconds) / Math.log(highHz / lowHz))) / lowHz;
}

/**
 * Synchronized exponential sweep s(t) = sin(2π f1 L e^(t/L)), T = L ln(f2/f1).
 * After A. Novák et al., "Synchronized swept-sine: theory, application, and implementation", JAES 63 (2015), eqs. 33, 47–49.
 * The ends are faded over at least 20 ms, so the band of full level is a little narrower than lowHz … highHz.
 */
export function exponentialSweep(settings: SweepSettings): Float64Array {
  const { sampleRateHz, lowHz, highHz, voltsRms } = settings;
  if (!(lowHz > 0 && highHz > lowHz && highHz < sampleRateHz / 2)) {
    throw new AmpbenchError(
      'plan',
      'sweep-band',
      `the sweep's band ${lowHz} Hz to ${highHz} Hz must rise and stay below half of sampleRateHz ${sampleRateHz} in exponentialSweep`,
      { lowHz, highHz, sampleRateHz },
    );
  }
  const rateSeconds = sweepRateSeconds(settings);
  const frames = Math.floor(rateSeconds * Math.log(highHz / lowHz) * sampleRateHz);
  const samples = new Float64Array(frames);
  const amplitude = voltsRms * Math.SQRT2;
  const cyclesAtStart = lowHz * rateSeconds;
  for (let index = 0; index < frames; index++) {
    const cycles = cyclesAtStart * Math.exp(index / (sampleRateHz * rateSeconds));
    samples[index] = amplitude * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles)));
  }
  fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
  return samples;
}
