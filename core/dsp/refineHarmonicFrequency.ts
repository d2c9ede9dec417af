import { fitHarmonics } from './fitHarmonics.ts';
import { refineFrequency } from './fitSine.ts';

/** From so many periods on, windowed halves tell the fundamental from DC and harmonics by themselves. */
const WINDOWED_PERIODS = 20;
const PASSES = 4;
/** Periods a record must hold for harmonics and DC to be told apart in its halves. */
export const LEAST_PERIODS = 3.5;

/**
 * Frequency of a tone in a short record: from the phase advance between its halves, both fitted by least squares together with the harmonics, so that neither
 * those nor DC bias it and `LEAST_PERIODS` are enough; by windowed halves where there are many periods.
 * @param nominalHz within 1,500 ppm, or a sixth of a period in the record, of the truth
 * @param orders harmonics fitted, as in `fitHarmonics`
 */
export function refineHarmonicFrequency(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  nominalHz: number,
  orders: number,
): number {
  if ((length * nominalHz) / sampleRateHz >= WINDOWED_PERIODS)
    return refineFrequency(samples, start, length, sampleRateHz, nominalHz);
  // Odd halves, so that each has a middle frame
  const half = ((length >> 1) - 1) | 1;
  let frequencyHz = nominalHz;
  for (let pass = 0; pass < PASSES; pass++) {
    const first = fitHarmonics(samples, start, half, sampleRateHz, frequencyHz, orders, 1);
    const second = fitHarmonics(samples, start + length - half, half, sampleRateHz, frequencyHz, orders, 1);
    const distance = second.middle - first.middle;
    const turns =
      (Math.atan2(-second.sines[0], second.cosines[0]) - Math.atan2(-first.sines[0], first.cosines[0])) /
        (2 * Math.PI) -
      (frequencyHz * distance) / sampleRateHz;
    const change = ((turns - Math.round(turns)) * sampleRateHz) / distance;
    frequencyHz += change;
    if (Math.abs(change) < 1e-12 * frequencyHz) break;
  }
  return frequencyHz;
}
