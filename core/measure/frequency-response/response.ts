import type { TransferPoint } from '../../dsp/transferFunction.ts';

/** A response on a frequency grid: magnitude re 1 kHz, with k = 2 uncertainty, both in dB. */
export interface Response {
  readonly frequenciesHz: readonly number[];
  readonly magnitudesDb: readonly number[];
  readonly uncertaintiesDb: readonly number[];
}

/** The interface's own response beyond which a point cannot be measured (its correction would exceed this), dB. */
const LARGEST_CORRECTION_DB = 3;

/** dB for a small relative change: 20/ln 10. */
export const DB_PER_RELATIVE = 20 / Math.LN10;

/**
 * The DUT's response: through the DUT divided by through the cable, 0 dB at `referenceHz` (which must be on the grid).
 * Points where the interface itself is more than 3 dB down are left out.
 * @param loopback null: the DUT's points are re the stimulus and nothing is divided out
 * @param methodDb what may differ for other reasons than noise, k = 2
 */
export function responseRe(
  dut: readonly TransferPoint[],
  loopback: readonly TransferPoint[] | null,
  referenceHz: number,
  methodDb: (frequencyHz: number) => number,
): Response {
  const at = dut.findIndex((point) => point.frequencyHz === referenceHz);
  const magnitude = (point: TransferPoint): number => Math.hypot(point.re, point.im);
  const ownAt = (index: number): number => (loopback === null ? 1 : magnitude(loopback[index]));
  const ownNoiseAt = (index: number): number => (loopback === null ? 0 : loopback[index].relativeStandardUncertainty);
  const ratioAt = magnitude(dut[at]) / ownAt(at);
  const frequenciesHz: number[] = [];
  const magnitudesDb: number[] = [];
  const uncertaintiesDb: number[] = [];
  for (const [index, point] of dut.entries()) {
    if (20 * Math.log10(ownAt(index) / ownAt(at)) < -LARGEST_CORRECTION_DB) continue;
    frequenciesHz.push(point.frequencyHz);
    magnitudesDb.push(20 * Math.log10(magnitude(point) / ownAt(index) / ratioAt));
    const relative = Math.hypot(
      point.relativeStandardUncertainty,
      ownNoiseAt(index),
      dut[at].relativeStandardUncertainty,
      ownNoiseAt(at),
    );
    uncertaintiesDb.push(Math.hypot(methodDb(point.frequencyHz), 2 * relative * DB_PER_RELATIVE));
  }
  return { frequenciesHz, magnitudesDb, uncertaintiesDb };
}

/** The point of a band nearest below a lower limit: lowest magnitude minus its uncertainty. Null when the band is not covered at all. */
export function worstLowPoint(
  response: Response,
  bandHz: readonly [number, number],
): { frequencyHz: number; magnitudeDb: number; uncertaintyDb: number } | null {
  let worst: { frequencyHz: number; magnitudeDb: number; uncertaintyDb: number } | null = null;
  for (const [index, frequencyHz] of response.frequenciesHz.entries()) {
    if (frequencyHz < bandHz[0] || frequencyHz > bandHz[1]) continue;
    const magnitudeDb = response.magnitudesDb[index];
    const uncertaintyDb = response.uncertaintiesDb[index];
    if (worst === null || magnitudeDb - uncertaintyDb < worst.magnitudeDb - worst.uncertaintyDb) {
      worst = { frequencyHz, magnitudeDb, uncertaintyDb };
    }
  }
  return worst;
}
