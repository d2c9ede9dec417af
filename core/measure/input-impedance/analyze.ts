import type { Complex } from '../impedance/pairRatio.ts';

/**
 * Input impedance from the ratio V1/V2 of the DUT's output without and with R in series with the drive:
 * Z = R/(V1/V2 − 1) − Z_source, complex, or with a real ratio of magnitudes for a resistive input. docs/spec/input-impedance.md.
 */
export function inputImpedance(withoutOverWith: Complex, seriesOhms: number, sourceOhms: number): Complex {
  const re = withoutOverWith.re - 1;
  const im = withoutOverWith.im;
  const square = re * re + im * im;
  return { re: (seriesOhms * re) / square - sourceOhms, im: (-seriesOhms * im) / square };
}

/**
 * k = 2 parts of |Z|, ohms: |dZ| = |Z + Zs|·|r|/|r − 1|·(dr/r), and the series resistor's tolerance in proportion.
 * @param relativeRatio k = 2 of V1/V2, relative
 */
export function inputImpedanceUncertainty(
  impedanceOhms: number,
  ratio: Complex,
  sourceOhms: number,
  relativeRatio: number,
  relativeSeriesTolerance: number,
): { repeatability: number; series: number } {
  const total = impedanceOhms + sourceOhms;
  return {
    repeatability: (total * Math.hypot(ratio.re, ratio.im) * relativeRatio) / Math.hypot(ratio.re - 1, ratio.im),
    series: total * relativeSeriesTolerance,
  };
}
