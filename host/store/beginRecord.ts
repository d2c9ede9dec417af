import { randomUUID } from 'node:crypto';
import { unitSerial } from '../../core/run/unitSerial.ts';
import { productVersion } from '../system/productFolder.ts';
import { readBenchIdentity } from './benchIdentity.ts';
import type { RunRecord } from './runRecord.ts';
import { storeAround } from './storeLayout.ts';

/** What a run's record says whatever the run does. */
type RunBeginning = Pick<
  RunRecord,
  'schemaVersion' | 'runId' | 'startedAt' | 'productVersion' | 'bench' | 'serial' | 'batchId'
>;

/**
 * The beginning of the record of a run that starts now.
 * @param folder the run's
 * @throws AmpbenchError `usage/serial-invalid`, `data/bench-file-damaged`
 */
export async function beginRecord(
  folder: string,
  unit: { readonly serial?: string; readonly batchId?: string },
): Promise<RunBeginning> {
  const store = storeAround(folder);
  const bench = store === null ? null : await readBenchIdentity(store);
  return {
    schemaVersion: 1,
    runId: randomUUID(),
    startedAt: new Date().toISOString(),
    productVersion: productVersion(),
    ...(bench === null ? {} : { bench }),
    ...(unit.serial === undefined ? {} : { serial: unitSerial(unit.serial) }),
    ...(unit.batchId === undefined ? {} : { batchId: unit.batchId }),
  };
}
