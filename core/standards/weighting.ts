/** How a noise spectrum is weighted before its rms is taken; docs/spec/noise.md. `ccir-rms` is the 468 curve 5.63 dB lower (0 dB at 2 kHz). */
export type Weighting = 'unweighted' | 'a' | '468' | 'ccir-rms';

/**
 * A-weighting after IEC 61672-1 (poles at 20.598997, 107.65265, 737.86223 and 12194.217 Hz, +2.000 dB so that 1 kHz reads 0 dB).
 * @returns power factor
 */
function aPower(frequencyHz: number): number {
  const f2 = frequencyHz * frequencyHz;
  const numerator = 12194.217 ** 2 * f2 * f2;
  const denominator =
    (f2 + 20.598997 ** 2) * Math.sqrt((f2 + 107.65265 ** 2) * (f2 + 737.86223 ** 2)) * (f2 + 12194.217 ** 2);
  const ratio = numerator / denominator;
  return ratio * ratio * 10 ** 0.2;
}

const ITU_468_GAIN = 1.246332637532143e-4 ** 2 * 10 ** 1.8246265;

/**
 * Weighting of ITU-R BS.468 (0 dB at 1 kHz, +12.2 dB at 6.3 kHz) by the closed form of its network, within 0.05 dB of the table.
 * @returns power factor
 */
function itu468Power(frequencyHz: number): number {
  const f = frequencyHz;
  const f2 = f * f;
  const f4 = f2 * f2;
  const h1 = -4.737338981378384e-24 * f4 * f2 + 2.043828333606125e-15 * f4 - 1.363894795463638e-7 * f2 + 1;
  const h2 = f * (1.306612257412824e-19 * f4 - 2.118150887518656e-11 * f2 + 5.559488023498642e-4);
  return (ITU_468_GAIN * f2) / (h1 * h1 + h2 * h2);
}

/** What the 468 curve reads at 2 kHz by definition of CCIR-RMS: 5.63 dB, as a power factor. */
const CCIR_RMS_SHIFT = 10 ** -0.563;

/**
 * Power factor of a weighting, to lay on spectrum bins: no filter, so nothing warps near half the sample rate.
 * @param frequencyHz 0 or more
 */
export function weightingPower(weighting: Weighting, frequencyHz: number): number {
  switch (weighting) {
    case 'unweighted':
      return 1;
    case 'a':
      return aPower(frequencyHz);
    case '468':
      return itu468Power(frequencyHz);
    case 'ccir-rms':
      return itu468Power(frequencyHz) * CCIR_RMS_SHIFT;
  }
}

const CACHE_LIMIT = 8;
const cache = new Map<string, Float64Array>();

/** Power factors for the bins 0 … `bins`−1 of a spectrum; kept for the next spectrum of the same shape. */
export function weightingForBins(weighting: Weighting, bins: number, binWidthHz: number): Float64Array {
  const key = `${weighting} ${bins} ${binWidthHz}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const weights = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) weights[bin] = weightingPower(weighting, bin * binWidthHz);
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  cache.set(key, weights);
  return weights;
}
