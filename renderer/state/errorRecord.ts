import type { ErrorRecord } from '../../core/errors.ts';
import { CallFailed } from '../bridge/connectBench.ts';

/** The record of anything that was thrown. */
export function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof CallFailed) return error.record;
  return { kind: 'bug', code: 'page-error', message: error instanceof Error ? error.message : String(error), data: {} };
}
