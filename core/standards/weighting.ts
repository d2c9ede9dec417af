/**
 * A-weighting after IEC 61672-1 (poles at 20.598997, 107.65265, 737.86223 and 12194.217 Hz, +2.000 dB so that 1 kHz reads 0 dB),
 * as a power factor to lay on spectrum bins: no filter, so no warping near the Nyquist frequency.
 */
export function aWeightingPower(frequencyHz: number): number {
  const f2 = frequencyHz * frequencyHz;
  const numerator = 12194.217 ** 2 * f2 * f2;
  const denominator =
    (f2 + 20.598997 ** 2) * Math.sqrt((f2 + 107.65265 ** 2) * (f2 + 737.86223 ** 2)) * (f2 + 12194.217 ** 2);
  return (numerator / denominator) ** 2 * 10 ** 0.2;
}

/** A-weighting for the bins 0 … `bins`−1 of a spectrum. */
export function aWeightingForBins(bins: number, binWidthHz: number): Float64Array {
  const weights = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) weights[bin] = aWeightingPower(bin * binWidthHz);
  return weights;
}
