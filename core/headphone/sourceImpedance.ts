import { dbFromRatio } from '../units/decibel.ts';

/** The share of the open-circuit volts that reaches a headphone: `Z/(Z + Z_s)`. */
export function dividerRatio(ohms: number, sourceOhms: number): number {
  return ohms / (ohms + sourceOhms);
}

/**
 * How much louder a headphone plays at its impedance peak than at its least impedance, for what the amp's output impedance does:
 * `20 lg[(Zmax/(Zmax + Zs))/(Zmin/(Zmin + Zs))]` (MEASUREMENTS, "Level, gain, power"). Impedances are taken as real, which is the most it can be.
 * @param sourceOhms the amp's output impedance, at least 0
 */
export function responseChangeDb(maxOhms: number, minOhms: number, sourceOhms: number): number {
  return dbFromRatio(dividerRatio(maxOhms, sourceOhms) / dividerRatio(minOhms, sourceOhms));
}

/** What the amp's output impedance takes of the level, dB, at least 0. */
export function levelLossDb(ohms: number, sourceOhms: number): number {
  return -dbFromRatio(dividerRatio(ohms, sourceOhms));
}
