import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { productName } from '../../core/report/sentences.ts';
import { decodeMeasurement } from '../../core/result/measurementResultSchema.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import type { RunListing, RunNote, StoredRun } from '../../electron/ipc/contract.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { parseCheckedJson } from '../store/checkedJson.ts';
import { lockFolder } from '../store/folderLock.ts';
import { readRunRecord, type RunRecord } from '../store/runRecord.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { parseLoadedCard } from '../system/parseLoadedCard.ts';

const NOTES_FILE = 'notes.json';
const RESULT_FILE = 'result.json';
/** Where deleted runs wait to be asked back; its name is no run's. */
const DELETED_FOLDER = '.deleted';

const notesSchema = z.array(z.strictObject({ at: z.string(), text: z.string() }));

/** Text of a file; null where there is none. */
async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw storageError(error, 'read', path);
  }
}

async function readNotes(folder: string): Promise<readonly RunNote[]> {
  const path = join(folder, NOTES_FILE);
  const text = await readIfThere(path);
  if (text === null) return [];
  try {
    return parseCheckedJson(notesSchema, text);
  } catch (error) {
    throw new AmpbenchError('data', 'notes-damaged', `${path} cannot be read: ${String(error)}`, { path });
  }
}

interface Result {
  readonly verification: Verification | null;
  readonly measurement: Measurement | null;
}

async function readResult(folder: string, record: RunRecord): Promise<Result> {
  const path = join(folder, RESULT_FILE);
  const text = await readIfThere(path);
  if (text === null) return { verification: null, measurement: null };
  if ('card' in record) return { verification: decodeResult(text, path), measurement: null };
  return { verification: null, measurement: decodeMeasurement(text, path) };
}

function nameOf(record: RunRecord): string {
  if (!('card' in record)) return kindNamed(record.measurement.kind).title;
  return productName({ card: parseLoadedCard(record.card) });
}

async function listingOf(
  folder: string,
  record: RunRecord,
  { verification, measurement }: Result,
): Promise<RunListing> {
  return {
    runId: basename(folder),
    sort: 'card' in record ? 'verification' : 'measurement',
    name: nameOf(record),
    rigName: record.rig.name,
    simulated: record.rig.driver === 'simulated',
    startedAt: record.startedAt ?? (await stat(join(folder, 'run.json'))).mtime.toISOString(),
    finished: verification !== null || measurement !== null,
    summary: verification?.summary ?? null,
  };
}

/** @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `data/result-damaged`, `data/notes-damaged` */
export async function readRun(folder: string): Promise<StoredRun> {
  const record = await readRunRecord(folder);
  const result = await readResult(folder, record);
  return {
    listing: await listingOf(folder, record, result),
    rig: record.rig,
    ...result,
    notes: await readNotes(folder),
  };
}

/** The runs of a folder, latest first. A folder whose run cannot be read is left out: the others must stay reachable. */
export async function listRuns(runsFolder: string): Promise<readonly RunListing[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw storageError(error, 'list', runsFolder);
  });
  const listings = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) =>
        readRun(join(runsFolder, name)).then(
          ({ listing }) => [listing],
          () => [],
        ),
      ),
  );
  return listings.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt) || b.runId.localeCompare(a.runId));
}

/** Adds a note to a run, with the time, and returns all. */
export async function noteRun(folder: string, text: string): Promise<readonly RunNote[]> {
  await readRunRecord(folder);
  const notes = [...(await readNotes(folder)), { at: new Date().toISOString(), text }];
  await writeFileAtomically(join(folder, NOTES_FILE), [Buffer.from(`${JSON.stringify(notes, null, 1)}\n`)]);
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
}

/** Brings a deleted run back. */
export async function undeleteRun(folder: string): Promise<void> {
  await move(join(dirname(folder), DELETED_FOLDER, basename(folder)), folder);
}
