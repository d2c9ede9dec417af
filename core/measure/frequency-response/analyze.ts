import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';
import { transferFunction, type TransferPoint } from '../../dsp/transferFunction.ts';

/** Highest share of the sample rate at which a response is reported: the interface's own filters end it. */
export const HIGHEST_RATE_SHARE = 0.45;

/**
 * Transfer functions from a played sweep (or the time-reference channel's capture of it) to each recorded channel. docs/spec/frequency-response.md.
 * @param reference the known stimulus, or what the reference channel recorded
 * @param captures one array per channel, on the reference's time base to within a few milliseconds; equal lengths
 */
export function analyzeTransfer(
  reference: Float64Array,
  captures: readonly Float64Array[],
  sampleRateHz: number,
  frequenciesHz: readonly number[],
): TransferPoint[][] {
  const size = nextPowerOfTwo(reference.length);
  const x = realFft(reference, size);
  return captures.map((capture) => transferFunction(x, realFft(capture, size), sampleRateHz / size, frequenciesHz));
}

/** A response on a frequency grid: magnitude re 1 kHz, with k = 2 uncertainty, both in dB. */
export interface Response {
  readonly frequenciesHz: readonly number[];
  readonly magnitudesDb: readonly number[];
  readonly uncertaintiesDb: readonly number[];
}

/** The interface's own response beyond which a point cannot be measured (its correction would exceed this), dB. */
const LARGEST_CORRECTION_DB = 3;

/** What the two loopback and DUT sweeps may differ by for other reasons than noise (drift, contact), dB, k = 2. */
const METHOD_DB = 0.005;

/**
 * The DUT's response: through the DUT divided by through the cable, 0 dB at `referenceHz` (which must be on the grid).
 * Points where the interface itself is more than 3 dB down are left out.
 */
export function responseRe(
  dut: readonly TransferPoint[],
  loopback: readonly TransferPoint[],
  referenceHz: number,
): Response {
  const at = dut.findIndex((point) => point.frequencyHz === referenceHz);
  const magnitude = (point: TransferPoint): number => Math.hypot(point.re, point.im);
  const ratioAt = magnitude(dut[at]) / magnitude(loopback[at]);
  const loopbackAt = magnitude(loopback[at]);
  const frequenciesHz: number[] = [];
  const magnitudesDb: number[] = [];
  const uncertaintiesDb: number[] = [];
  for (const [index, point] of dut.entries()) {
    const own = loopback[index];
    if (20 * Math.log10(magnitude(own) / loopbackAt) < -LARGEST_CORRECTION_DB) continue;
    frequenciesHz.push(point.frequencyHz);
    magnitudesDb.push(20 * Math.log10(magnitude(point) / magnitude(own) / ratioAt));
    const relative = Math.hypot(
      point.relativeStandardUncertainty,
      own.relativeStandardUncertainty,
      dut[at].relativeStandardUncertainty,
      loopback[at].relativeStandardUncertainty,
    );
    uncertaintiesDb.push(Math.hypot(METHOD_DB, 2 * relative * 8.685889638065037));
  }
  return { frequenciesHz, magnitudesDb, uncertaintiesDb };
}

/**
 * The frequency where the response first falls `dropDb` below 0 dB going from 1 kHz outwards, interpolated on a log scale; null when it does not
 * within the measured band.
 * @param side `low`: going down from 1 kHz, `high`: going up
 */
export function cornerHz(response: Response, dropDb: number, side: 'low' | 'high', fromHz = 1000): number | null {
  const { frequenciesHz, magnitudesDb } = response;
  const step = side === 'low' ? -1 : 1;
  let index = frequenciesHz.indexOf(fromHz);
  for (; index >= 0; index += step) {
    const next = index + step;
    if (next < 0 || next >= frequenciesHz.length) return null;
    if (magnitudesDb[next] < -dropDb) {
      const share = (magnitudesDb[index] + dropDb) / (magnitudesDb[index] - magnitudesDb[next]);
      return frequenciesHz[index] * (frequenciesHz[next] / frequenciesHz[index]) ** share;
    }
  }
  return null;
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
