import { dbFromRatio, ratioFromDb } from '../units/decibel.ts';

/** What a headphone takes at its terminals for a level, rms of a sine. */
export interface PowerNeed {
  readonly voltsRms: number;
  readonly amperesRms: number;
  readonly watts: number;
}

/** Volts rms at the headphone's terminals for a sine of this level, dB SPL. */
export const voltsForSpl = (splDb: number, dbPerVolt: number): number => ratioFromDb(splDb - dbPerVolt);

/**
 * Volts, amperes and watts for a level: `V = 10^((SPL − S_V)/20)`, `I = V/Z`, `P = V²/Z` (MEASUREMENTS, "Level, gain, power").
 * @param splDb dB SPL of a sine
 * @param dbPerVolt sensitivity in dB SPL at 1 V rms
 * @param ohms impedance, over 0
 */
export function powerNeed(splDb: number, dbPerVolt: number, ohms: number): PowerNeed {
  const voltsRms = voltsForSpl(splDb, dbPerVolt);
  return { voltsRms, amperesRms: voltsRms / ohms, watts: voltsRms ** 2 / ohms };
}

/** dB SPL that volts at the headphone's terminals make; `-Infinity` for none. */
export function splFromVolts(voltsRms: number, dbPerVolt: number): number {
  return dbPerVolt + dbFromRatio(voltsRms);
}

/** A sine's peak over its rms: 20 lg √2 dB. */
const SINE_CREST_DB = dbFromRatio(Math.SQRT2);

/**
 * The level of the sine whose peaks are as high as those of a signal: what an amp must be able to do. Amps are rated by the rms of a sine.
 * @param averageSplDb level of the signal's rms
 * @param crestFactorDb its peak over its rms, at least 0
 */
export function peakSplFromAverage(averageSplDb: number, crestFactorDb: number): number {
  return averageSplDb + crestFactorDb - SINE_CREST_DB;
}
