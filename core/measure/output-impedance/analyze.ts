import type { Complex } from '../impedance/pairRatio.ts';

export interface ImpedanceSetup {
  /** What hangs on the DUT's jack, where the interface senses: the load with its cable, ohms. */
  readonly loadOhms: number;
  /** The interface's input, across the output in both captures, ohms; Infinity where it is of no account. */
  readonly inputOhms: number;
}

/**
 * Output impedance from the ratio open / loaded of the same signal, complex or magnitude only (im 0). General two-load form
 * Z = (V1 − V2)/(V2/R2 − V1/R1) with R1 the interface's input and R2 the load in parallel with it. docs/spec/output-impedance.md.
 * @param openOverLoaded V_open / V_loaded at one frequency
 */
export function outputImpedance(openOverLoaded: Complex, setup: ImpedanceSetup): Complex {
  const { loadOhms, inputOhms } = setup;
  // numerator r − 1, denominator 1/R2 − r/R1
  const denominatorRe = 1 / loadOhms + 1 / inputOhms - openOverLoaded.re / inputOhms;
  const denominatorIm = -openOverLoaded.im / inputOhms;
  const numeratorRe = openOverLoaded.re - 1;
  const numeratorIm = openOverLoaded.im;
  const square = denominatorRe ** 2 + denominatorIm ** 2;
  return {
    re: (numeratorRe * denominatorRe + numeratorIm * denominatorIm) / square,
    im: (numeratorIm * denominatorRe - numeratorRe * denominatorIm) / square,
  };
}

/**
 * k = 2 parts of |Z|, ohms.
 * @param relativeRatio k = 2 of the ratio V_open / V_loaded
 */
export function outputImpedanceUncertainty(
  impedanceOhms: number,
  setup: ImpedanceSetup,
  relativeRatio: number,
  relativeLoadTolerance: number,
): { repeatability: number; load: number } {
  return {
    // d|Z| = (R_L + Z) · dr/r: 0.115 % for each 0.01 dB
    repeatability: (setup.loadOhms + impedanceOhms) * relativeRatio,
    load: impedanceOhms * relativeLoadTolerance,
  };
}
