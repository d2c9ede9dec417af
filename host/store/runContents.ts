import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { storageError, systemCode } from './storageError.ts';
import { decodeJournal, readJournalText } from './journal.ts';
import type { JournalRow } from './journal.ts';
import { JOURNAL_FILE } from './runFolder.ts';
import { decodeRunRecord, readRunRecordText, RUN_FILE } from './runRecord.ts';
import type { RunRecord } from './runRecord.ts';

export const RESULT_FILE = 'result.json';
export const NOTES_FILE = 'notes.json';
/** Of a run from elsewhere: what its rig showed of itself. */
export const BASELINE_FILE = 'baseline.json';

/** All of a run's folder but its captures, at one moment. */
export interface RunContents {
  readonly name: string;
  readonly record: RunRecord;
  /** `run.json`, byte for byte. */
  readonly recordText: string;
  readonly journal: readonly JournalRow[];
  /** ISO 8601, UTC: when the run began, or where it does not say, when its folder was made. */
  readonly startedAt: string;
  /** Null until the run is finished. */
  readonly result: { readonly text: string; readonly finishedAt: string } | null;
  readonly notesText: string | null;
}

/**
 * Text of a file; null where there is none.
 * @throws AmpbenchError of kind `storage`
 */
export async function readTextIfThere(path: string): Promise<string | null> {
  return (await readFileIfThere(path))?.toString('utf8') ?? null;
}

/**
 * Bytes of a file; null where there is none.
 * @throws AmpbenchError of kind `storage`
 */
export async function readFileIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw storageError(error, 'read', path);
  }
}

async function changedAt(path: string): Promise<string> {
  return (await stat(path)).mtime.toISOString();
}

/**
 * Reads a run's folder, whether or not a process works on it; captures are not read.
 * @throws AmpbenchError `data/not-a-run-folder`, `data/run-record-damaged`, `data/journal-damaged`, `storage/...`
 */
export async function readRunContents(path: string): Promise<RunContents> {
  const recordText = await readRunRecordText(path);
  const record = decodeRunRecord(recordText, join(path, RUN_FILE));
  const journalPath = join(path, JOURNAL_FILE);
  const resultPath = join(path, RESULT_FILE);
  const resultText = await readTextIfThere(resultPath);
  return {
    name: basename(path),
    record,
    recordText,
    journal: decodeJournal(await readJournalText(journalPath), journalPath),
    startedAt: record.startedAt ?? (await changedAt(join(path, RUN_FILE))),
    result: resultText === null ? null : { text: resultText, finishedAt: await changedAt(resultPath) },
    notesText: await readTextIfThere(join(path, NOTES_FILE)),
  };
}
