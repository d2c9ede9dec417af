import { decodeMeasurement } from '../../core/result/measurementResultSchema.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import type { RunRecord } from './runRecord.ts';

/** What a run found; both null until it is finished. */
export interface RunResult {
  readonly verification: Verification | null;
  readonly measurement: Measurement | null;
}

/**
 * Reads a run's `result.json`.
 * @param text null: not finished
 * @param place the file's name, for messages
 * @throws AmpbenchError `data/result-damaged`
 */
export function decodeRunResult(record: RunRecord, text: string | null, place: string): RunResult {
  if (text === null) return { verification: null, measurement: null };
  if ('card' in record) return { verification: decodeResult(text, place), measurement: null };
  return { verification: null, measurement: decodeMeasurement(text, place) };
}
