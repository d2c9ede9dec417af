import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import type { RunListing, RunNote, StoredRun } from '../../electron/ipc/contract.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { parseCheckedJson } from '../store/checkedJson.ts';
import { factsOf, listRuns as listRunRows } from '../store/database/runQueries.ts';
import { lockFolder } from '../store/folderLock.ts';
import { NOTES_FILE, readRunContents, readTextIfThere } from '../store/runContents.ts';
import { runFacts, type RunFacts } from '../store/runFacts.ts';
import { readRunRecord } from '../store/runRecord.ts';
import { enterInStore, restoreMissingRun, withStore } from '../store/runStore.ts';
import { storageError } from '../store/storageError.ts';
import { DELETED_FOLDER, storeAround } from '../store/storeLayout.ts';

const notesSchema = z.array(z.strictObject({ at: z.string(), text: z.string() }));

function decodeNotes(text: string | null, path: string): readonly RunNote[] {
  if (text === null) return [];
  try {
    return parseCheckedJson(notesSchema, text);
  } catch (error) {
    throw new AmpbenchError('data', 'notes-damaged', `${path} cannot be read: ${String(error)}`, { path });
  }
}

function listingOf(run: RunFacts): RunListing {
  const { name, sort, title, rigName, serial, simulated, startedAt, finishedAt, summary } = run;
  return {
    runId: name,
    sort,
    name: title,
    rigName,
    ...(serial === null ? {} : { serial }),
    simulated,
    startedAt,
    finished: finishedAt !== null,
    summary,
  };
}

/**
 * A run as it lies on disk; its folder is made anew where it is gone and the store still knows it.
 * @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `data/result-damaged`, `data/notes-damaged`
 */
export async function readRun(folder: string): Promise<StoredRun> {
  await restoreMissingRun(folder);
  const contents = await readRunContents(folder);
  const { verification, measurement, ...facts } = runFacts(contents);
  return {
    listing: listingOf(facts),
    rig: contents.record.rig,
    verification,
    measurement,
    notes: decodeNotes(contents.notesText, join(folder, NOTES_FILE)),
  };
}

/**
 * The runs of a folder, latest first; the folder becomes a store, an empty one where there was none. A folder whose run cannot be read is left out, and said
 * on standard error: the others must stay reachable.
 */
export async function listRuns(runsFolder: string): Promise<readonly RunListing[]> {
  return withStore(runsFolder, async ({ database, notices }) => {
    for (const notice of notices) process.stderr.write(`${notice}\n`);
    return (await listRunRows(database)).map((run) => listingOf(factsOf(run)));
  });
}

/** Adds a note to a run, with the time, and returns all. */
export async function noteRun(folder: string, text: string): Promise<readonly RunNote[]> {
  await readRunRecord(folder);
  const path = join(folder, NOTES_FILE);
  const notes = [...decodeNotes(await readTextIfThere(path), path), { at: new Date().toISOString(), text }];
  await writeFileAtomically(path, [Buffer.from(`${JSON.stringify(notes, null, 1)}\n`)]);
  const store = storeAround(folder);
  if (store !== null) await withStore(store, (opened) => opened.enter(basename(folder)));
  return notes;
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw storageError(error, 'move', from);
  }
}

/**
 * Puts a run aside into a hidden folder beside it: deleting the wrong measurement must cost nothing.
 * @throws AmpbenchError `storage/folder-in-use` while a process works on it, `data/not-a-run-folder`
 */
export async function deleteRun(folder: string): Promise<void> {
  await readRunRecord(folder);
  const unlock = await lockFolder(folder);
  await unlock();
  await move(folder, join(dirname(folder), DELETED_FOLDER, basename(folder)));
  await enterInStore(folder);
}

/** Brings a deleted run back. */
export async function undeleteRun(folder: string): Promise<void> {
  await move(join(dirname(folder), DELETED_FOLDER, basename(folder)), folder);
  await enterInStore(folder);
}
