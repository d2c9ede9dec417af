import { existsSync } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../../core/errors.ts';
import { readFloat32Wave } from '../../files/wave/waveReader.ts';
import { writeFileAtomically } from '../atomicFile.ts';
import { runIdOf } from '../database/runRows.ts';
import { decodeJournal, standingRows } from '../journal.ts';
import type { TakeEntry } from '../journal.ts';
import { RESULT_FILE } from '../runContents.ts';
import { decodeRunRecord, RUN_FILE } from '../runRecord.ts';
import { JOURNAL_FILE } from '../runFolder.ts';
import { decodeRunResult } from '../runResult.ts';
import type { RunStore } from '../runStore.ts';
import { samplesHash } from '../captureStore.ts';
import { capturesOf } from '../storeLayout.ts';
import { readableParts } from './exportRecord.ts';
import { OpenRecord } from './openRecord.ts';
import { refused } from './recordFormat.ts';
import { verifyRecord } from './verifyRecord.ts';

/** The files of a record that a run's folder holds as they are. */
const KEPT = [RUN_FILE, JOURNAL_FILE, RESULT_FILE, 'notes.json', 'baseline.json'];

/**
 * Takes the run of a record into a store, all or nothing, after every byte of it was checked. A run that the store has
 * already stays as it is.
 * @returns the run's name in the store
 * @throws AmpbenchError `data/record-changed` naming what was changed, `data/record-refused`, of kind `storage`
 */
export async function importRecord(store: RunStore, recordPath: string): Promise<string> {
  const fault = (await verifyRecord(recordPath)).at(0);
  if (fault !== undefined) {
    throw new AmpbenchError(
      'data',
      'record-changed',
      `${recordPath} is not as it was exported: ${fault.text}`,
      { path: recordPath, entry: fault.entry },
      'ask for a new export of the run',
    );
  }
  const record = await OpenRecord.open(recordPath);
  const { runId, name } = record.manifest;
  const draft = join(store.folder, `.${runId}.import`);
  try {
    const takes = await checkedTakes(record);
    const known = await store.database.selectFrom('runs').select('name').where('id', '=', runId).executeTakeFirst();
    if (known !== undefined) return known.name;
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, 'captures'), { recursive: true });
    for (const file of KEPT) {
      const text = await record.readText(file);
      if (text !== null) await writeFileAtomically(join(draft, file), [Buffer.from(text)]);
    }
    for (const take of takes) await takeOver(record, take, draft, store);
    const finishedAt = new Date(record.manifest.finishedAt);
    await utimes(join(draft, RESULT_FILE), finishedAt, finishedAt);
    const free = existsSync(join(store.folder, name)) ? `${name}-${runId.slice(0, 8)}` : name;
    await rename(draft, join(store.folder, free));
    await store.enter(free);
    return free;
  } finally {
    record.close();
    await rm(draft, { recursive: true, force: true });
  }
}

/** The takes whose captures a record must hold, after what it says was checked against itself. */
async function checkedTakes(record: OpenRecord): Promise<readonly TakeEntry[]> {
  const { path, manifest } = record;
  const recordText = (await record.readText(RUN_FILE)) ?? '';
  const run = decodeRunRecord(recordText, `${RUN_FILE} in ${path}`);
  decodeRunResult(run, await record.readText(RESULT_FILE), `${RESULT_FILE} in ${path}`);
  if (runIdOf(run, recordText, manifest.name) !== manifest.runId)
    throw refused(path, 'its manifest names another run than run.json');
  for (const [name, text] of readableParts(run)) {
    if ((await record.readText(name)) !== text)
      throw refused(path, `${name} says something else than ${RUN_FILE}`, name);
  }
  const journal = decodeJournal((await record.readText(JOURNAL_FILE)) ?? '', `${JOURNAL_FILE} in ${path}`);
  return standingRows(journal).flatMap(({ entry }) => (entry.type === 'take' ? [entry] : []));
}

/** A capture leaves the record only as the samples the journal names. */
async function takeOver(record: OpenRecord, take: TakeEntry, draft: string, store: RunStore): Promise<void> {
  const raw = join(draft, 'capture.part');
  await writeFileAtomically(raw, (await record.read(take.file)) as AsyncIterable<Uint8Array>);
  const wave = await readFloat32Wave(raw);
  await rm(raw);
  if (samplesHash(wave.frames) !== take.sha256)
    throw refused(record.path, `${take.file} is not what the journal says take "${take.id}" recorded`, take.file);
  await capturesOf(store.folder).write(join(draft, take.file), take.sha256, wave, '');
}
