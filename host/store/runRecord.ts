import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import { deviationRulesSchema } from '../../core/verdict/deviationRules.ts';
import { cardIdentitySchema } from '../system/cardLibrary.ts';
import { parseCheckedJson } from './checkedJson.ts';
import { storageError, systemCode } from './storageError.ts';

export const RUN_FILE = 'run.json';

export const benchSchema = z.strictObject({ id: z.uuid(), name: z.string() });

/** The installation that measured. */
export type BenchIdentity = z.infer<typeof benchSchema>;

/** What may be absent was not kept by earlier versions. */
const startedWith = {
  schemaVersion: z.literal(1),
  runId: z.uuid().exactOptional(),
  /** When, in UTC. */
  startedAt: z.iso.datetime().exactOptional(),
  /** Of Ampbench. */
  productVersion: z.string().exactOptional(),
  /** Absent, too, where the run lies in a folder of its own. */
  bench: benchSchema.exactOptional(),
  /** Of the unit under test, as `unitSerial` keeps it; absent where none was given. */
  serial: z.string().exactOptional(),
  batchId: z.uuid().exactOptional(),
  rig: rigSchema,
  seed: z.int().min(0).max(0xffffffff),
};

const verificationRecord = z.strictObject({
  ...startedWith,
  /** The card's text exactly as it was read, and the id it was found under: enough to parse it again. */
  card: z.strictObject({ id: z.string().nullable(), text: z.string(), identity: cardIdentitySchema }),
  /** Absent: the product's own. */
  rules: deviationRulesSchema.exactOptional(),
});
const measurementRecord = z.strictObject({ ...startedWith, measurement: measurementSchema });

export type VerificationRecord = z.infer<typeof verificationRecord>;
export type MeasurementRecord = z.infer<typeof measurementRecord>;

/** `run.json`: all that a run was started with, so that it can be continued or recomputed from its folder alone. */
export type RunRecord = VerificationRecord | MeasurementRecord;

/**
 * Reads the text of a `run.json`.
 * @param place the file's name, for messages
 * @throws AmpbenchError `data/run-record-damaged`
 */
export function decodeRunRecord(text: string, place: string): RunRecord {
  try {
    // Read by the schema of its own sort, so that what is wrong with it can be named.
    const isMeasurement = Object.hasOwn(Object(JSON.parse(text)) as object, 'measurement');
    return isMeasurement ? parseCheckedJson(measurementRecord, text) : parseCheckedJson(verificationRecord, text);
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw new AmpbenchError('data', 'run-record-damaged', `${place} cannot be read: ${what}`, { path: place });
  }
}

/**
 * The text of a run's `run.json`.
 * @throws AmpbenchError `data/not-a-run-folder`, `storage/...`
 */
export async function readRunRecordText(path: string): Promise<string> {
  const file = join(path, RUN_FILE);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'read', file);
    throw new AmpbenchError('data', 'not-a-run-folder', `${path} holds no run: there is no ${RUN_FILE} in it`, {
      path,
    });
  }
}

/**
 * What a run was started with.
 * @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `storage/...`
 */
export async function readRunRecord(path: string): Promise<RunRecord> {
  return decodeRunRecord(await readRunRecordText(path), join(path, RUN_FILE));
}
