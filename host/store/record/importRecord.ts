import { buffer } from 'node:stream/consumers';
import { AmpbenchError } from '../../../core/errors.ts';
import { runIdOf } from '../database/runRows.ts';
import { decodeRunRecord, RUN_FILE } from '../runRecord.ts';
import type { RunStore } from '../runStore.ts';
import { adoptRun } from './adoptRun.ts';
import { readableParts } from './exportRecord.ts';
import { OpenRecord } from './openRecord.ts';
import { photoEntry, refused } from './recordFormat.ts';
import { verifyRecord } from './verifyRecord.ts';

/**
 * Takes the run of a record into a store, all or nothing, after every byte of it was checked. A run that the store has
 * already stays as it is.
 * @returns the run's name in the store
 * @throws AmpbenchError `data/record-changed` naming what was changed, `data/record-refused`, and as `adoptRun`
 */
export async function importRecord(store: RunStore, path: string): Promise<string> {
  const fault = (await verifyRecord(path)).at(0);
  if (fault !== undefined) {
    throw new AmpbenchError(
      'data',
      'record-changed',
      `${path} is not as it was exported: ${fault.text}`,
      { path, entry: fault.entry },
      'ask for a new export of the run',
    );
  }
  const record = await OpenRecord.open(path);
  try {
    await checkAgreement(record);
    return await adoptRun(store, {
      place: path,
      name: record.manifest.name,
      finishedAt: record.manifest.finishedAt,
      readText: (name) => record.readText(name),
      readCapture: (file) => record.read(file),
      readPhoto: async (file) => (record.has(photoEntry(file)) ? buffer(await record.read(photoEntry(file))) : null),
    });
  } finally {
    record.close();
  }
}

/** What a record says for people must be what it says for the product. */
async function checkAgreement(record: OpenRecord): Promise<void> {
  const { path, manifest } = record;
  const recordText = (await record.readText(RUN_FILE)) ?? '';
  const run = decodeRunRecord(recordText, `${RUN_FILE} in ${path}`);
  if (runIdOf(run, recordText, manifest.name) !== manifest.runId)
    throw refused(path, `its manifest names another run than ${RUN_FILE}`);
  for (const [name, text] of readableParts(run)) {
    if ((await record.readText(name)) !== text)
      throw refused(path, `${name} says something else than ${RUN_FILE}`, name);
  }
}
