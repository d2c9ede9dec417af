import { DRIFT_RELATIVE, type RepeatedRatios } from '../impedance/pairRatio.ts';
import { repeatedUncertainty } from '../impedance/repeatability.ts';
import { outputImpedanceUncertainty, type ImpedanceSetup } from './analyze.ts';
import type { ImpedanceReading } from './reading.ts';

/** k = 2 of what is read, from everything but the load's tolerance. */
export interface ImpedanceChance {
  /** Of the magnitude at each point, ohms. */
  readonly pointOhms: readonly number[];
  /** Of the magnitude at 1 kHz. */
  readonly atReferenceOhms: number;
  readonly resistanceOhms: number;
  readonly inductanceHenry: number;
  /** Null where no capacitor is seen. */
  readonly capacitanceFarad: number | null;
}

/** By one capture in each role: the noise, and what two captures of one session may differ by. */
export function chanceOfOne({ points, atReference, fit }: ImpedanceReading, setup: ImpedanceSetup): ImpedanceChance {
  const driftAt = (ohms: number): number => outputImpedanceUncertainty(ohms, setup, DRIFT_RELATIVE, 0).repeatability;
  const drift = driftAt(atReference.ohms);
  const capacitance = fit?.capacitanceFarad ?? null;
  return {
    pointOhms: points.map(({ ohms, uncertaintyOhms }) => Math.hypot(uncertaintyOhms, driftAt(ohms))),
    atReferenceOhms: Math.hypot(atReference.uncertaintyOhms, drift),
    resistanceOhms: Math.hypot(fit?.resistanceUncertaintyOhms ?? 0, drift),
    inductanceHenry: fit?.inductanceUncertaintyHenry ?? 0,
    capacitanceFarad:
      capacitance === null ? null : Math.hypot(fit?.capacitanceUncertaintyFarad ?? 0, capacitance * DRIFT_RELATIVE),
  };
}

/**
 * By several captures in a role: their repeatability, which has drift and contacts in it as they were; never less than their noise.
 * @param read a reading of other ratios in the same way
 */
export function chanceOfRepeats(
  reading: ImpedanceReading,
  setup: ImpedanceSetup,
  repeats: RepeatedRatios,
  read: (ratios: RepeatedRatios['first'][number]) => ImpedanceReading,
): ImpedanceChance {
  const first = repeats.first.map(read);
  const second = repeats.second.map(read);
  const repeated = (valueOf: (each: ImpedanceReading) => number, noise: number): number =>
    Math.max(repeatedUncertainty(first.map(valueOf), second.map(valueOf)), noise);
  const { points, atReference, fit } = reading;
  const isSeen = [...first, ...second].every((each) => each.fit !== null && each.fit.capacitanceFarad !== null);
  return {
    pointOhms: points.map(({ uncertaintyOhms }, at) => repeated((each) => each.points[at].ohms, uncertaintyOhms)),
    atReferenceOhms: repeated((each) => each.atReference.ohms, atReference.uncertaintyOhms),
    resistanceOhms: repeated((each) => each.fit?.resistanceOhms ?? 0, fit?.resistanceUncertaintyOhms ?? 0),
    inductanceHenry: repeated((each) => each.fit?.inductanceHenry ?? 0, fit?.inductanceUncertaintyHenry ?? 0),
    // A capacitor that some captures do not show has no scatter
    capacitanceFarad: isSeen
      ? repeated((each) => each.fit?.capacitanceFarad ?? 0, fit?.capacitanceUncertaintyFarad ?? 0)
      : chanceOfOne(reading, setup).capacitanceFarad,
  };
}
