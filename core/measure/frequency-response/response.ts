import type { TransferPoint } from '../../dsp/transferFunction.ts';

/** A response on a frequency grid: magnitude re 1 kHz, with k = 2 uncertainty, both in dB. */
export interface Response {
  readonly frequenciesHz: readonly number[];
  readonly magnitudesDb: readonly number[];
  readonly uncertaintiesDb: readonly number[];
  /** What of it is noise; absent: not known apart, the points may all be off together. */
  readonly noise?: ResponseNoise;
}

/** The part of a response's uncertainty that averages out from point to point. */
export interface ResponseNoise {
  /** k = 2 of each point's own noise, dB. */
  readonly ownDb: readonly number[];
  /** k = 2 of that of the point at 0 dB, which all share, dB. */
  readonly referenceDb: number;
  /** How far points must lie apart for their noise to be independent. */
  readonly correlationHz: (frequencyHz: number) => number;
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
 * @param correlationHz as `ResponseNoise` has it, where it is known
 */
export function responseRe(
  dut: readonly TransferPoint[],
  loopback: readonly TransferPoint[] | null,
  referenceHz: number,
  methodDb: (frequencyHz: number) => number,
  correlationHz?: ResponseNoise['correlationHz'],
): Response {
  const at = dut.findIndex((point) => point.frequencyHz === referenceHz);
  const magnitude = (point: TransferPoint): number => Math.hypot(point.re, point.im);
  const ownAt = (index: number): number => (loopback === null ? 1 : magnitude(loopback[index]));
  const ownNoiseAt = (index: number): number => (loopback === null ? 0 : loopback[index].relativeStandardUncertainty);
  const ratioAt = magnitude(dut[at]) / ownAt(at);
  const frequenciesHz: number[] = [];
  const magnitudesDb: number[] = [];
  const uncertaintiesDb: number[] = [];
  const ownDb: number[] = [];
  const referenceNoise = Math.hypot(dut[at].relativeStandardUncertainty, ownNoiseAt(at));
  for (const [index, point] of dut.entries()) {
    if (20 * Math.log10(ownAt(index) / ownAt(at)) < -LARGEST_CORRECTION_DB) continue;
    frequenciesHz.push(point.frequencyHz);
    magnitudesDb.push(20 * Math.log10(magnitude(point) / ownAt(index) / ratioAt));
    const noise = Math.hypot(point.relativeStandardUncertainty, ownNoiseAt(index));
    const relative = Math.hypot(noise, referenceNoise);
    uncertaintiesDb.push(Math.hypot(methodDb(point.frequencyHz), 2 * relative * DB_PER_RELATIVE));
    ownDb.push(2 * noise * DB_PER_RELATIVE);
  }
  const response = { frequenciesHz, magnitudesDb, uncertaintiesDb };
  if (correlationHz === undefined) return response;
  return { ...response, noise: { ownDb, referenceDb: 2 * referenceNoise * DB_PER_RELATIVE, correlationHz } };
}

/** The lowest or highest point in a band, its uncertainty counted outward; null where the response has none there. */
export function extremePoint(
  response: Response,
  bandHz: readonly [number, number],
  side: 'low' | 'high',
): { frequencyHz: number; magnitudeDb: number; uncertaintyDb: number } | null {
  const sign = side === 'low' ? -1 : 1;
  let extreme: { frequencyHz: number; magnitudeDb: number; uncertaintyDb: number } | null = null;
  let reach = -Infinity;
  for (const [index, frequencyHz] of response.frequenciesHz.entries()) {
    if (frequencyHz < bandHz[0] || frequencyHz > bandHz[1]) continue;
    const magnitudeDb = response.magnitudesDb[index];
    const uncertaintyDb = response.uncertaintiesDb[index];
    if (sign * magnitudeDb + uncertaintyDb <= reach) continue;
    reach = sign * magnitudeDb + uncertaintyDb;
    extreme = { frequencyHz, magnitudeDb, uncertaintyDb };
  }
  return extreme;
}
