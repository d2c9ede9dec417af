import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AmpbenchError } from '../../../core/errors.ts';
import { loadBaseline } from '../../system/baselineLibrary.ts';
import { writeFileAtomically } from '../atomicFile.ts';
import { runIdOf } from '../database/runRows.ts';
import { standingRows } from '../journal.ts';
import { BASELINE_FILE, NOTES_FILE, readRunContents, readTextIfThere, RESULT_FILE } from '../runContents.ts';
import type { RunContents } from '../runContents.ts';
import { JOURNAL_FILE } from '../runFolder.ts';
import { PHOTOS_FILE, photoPath, readPhotos } from '../runPhotos.ts';
import { RUN_FILE } from '../runRecord.ts';
import type { RunRecord } from '../runRecord.ts';
import { photoEntry } from './recordFormat.ts';
import { recordBytes } from './writeZip.ts';
import type { EntrySource } from './writeZip.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** What `run.json` says, in files of their own for whoever opens a record with any unzip program. */
export function readableParts(record: RunRecord): ReadonlyMap<string, string> {
  return new Map([
    ...('card' in record ? ([['card.txt', record.card.text]] as const) : []),
    ['rig.json', json(record.rig)],
    ['versions.json', json({ product: record.productVersion ?? null, runSchema: record.schemaVersion })],
  ]);
}

function textSource(name: string, text: string): EntrySource {
  return { name, open: () => Promise.resolve(Readable.from([Buffer.from(text)])) };
}

/**
 * Writes a finished run as a record, all or nothing; the same run gives the same bytes.
 * @throws AmpbenchError `data/run-not-finished`, `data/capture-missing`, of kind `storage`
 */
export async function exportRecord(runPath: string, recordPath: string): Promise<void> {
  const contents = await readRunContents(runPath);
  const { record, recordText, startedAt, name, result } = contents;
  if (result === null) {
    throw new AmpbenchError(
      'data',
      'run-not-finished',
      `the run in ${runPath} is not finished: there is nothing to export yet`,
      { path: runPath },
      `finish it: ampbench verify --resume ${runPath}`,
    );
  }
  const head = {
    kind: 'ampbench-record',
    schemaVersion: 1,
    runId: runIdOf(record, recordText, name),
    name,
    startedAt,
    finishedAt: result.finishedAt,
  } as const;
  const sources = [
    ...(await textSources(runPath, contents)),
    ...captureSources(runPath, contents),
    ...(await photoSources(runPath)),
  ];
  await writeFileAtomically(recordPath, recordBytes(sources, head));
}

async function textSources(runPath: string, contents: RunContents): Promise<readonly EntrySource[]> {
  const { record, recordText, journal, result, notesText } = contents;
  const parts = readableParts(record);
  const baseline = await baselineText(runPath, record);
  const texts: readonly (readonly [name: string, text: string | null | undefined])[] = [
    [RUN_FILE, recordText],
    [JOURNAL_FILE, journal.map(({ line }) => `${line}\n`).join('')],
    [RESULT_FILE, result?.text],
    [NOTES_FILE, notesText],
    [PHOTOS_FILE, await readTextIfThere(join(runPath, PHOTOS_FILE))],
    ['card.txt', parts.get('card.txt')],
    ['rig.json', parts.get('rig.json')],
    ['baseline.json', baseline],
    ['versions.json', parts.get('versions.json')],
  ];
  return texts.flatMap(([name, text]) => (text === null || text === undefined ? [] : [textSource(name, text)]));
}

/** What the rig showed of itself, as far as this machine knows; a run from elsewhere brought its own. */
async function baselineText(runPath: string, record: RunRecord): Promise<string | null> {
  const brought = await readTextIfThere(join(runPath, BASELINE_FILE));
  if (brought !== null) return brought;
  const baseline = await loadBaseline(record.rig.id);
  return baseline === null ? null : json(baseline);
}

/** A photo whose file is gone is left out, as a report leaves it out. */
async function photoSources(runPath: string): Promise<readonly EntrySource[]> {
  return (await readPhotos(runPath))
    .map(({ file }) => ({ name: photoEntry(file), path: photoPath(runPath, file) }))
    .filter(({ path }) => existsSync(path))
    .map(({ name, path }) => ({ name, open: () => Promise.resolve(createReadStream(path)) }));
}

function captureSources(runPath: string, { journal }: RunContents): readonly EntrySource[] {
  return standingRows(journal).flatMap(({ entry }) => {
    if (entry.type !== 'take') return [];
    const path = join(runPath, entry.file);
    if (!existsSync(path)) {
      throw new AmpbenchError(
        'data',
        'capture-missing',
        `${path} is missing: the journal says that take "${entry.id}" was recorded`,
        { path, takeId: entry.id },
        'restore the file from a copy',
      );
    }
    return [{ name: entry.file, open: () => Promise.resolve(createReadStream(path)) }];
  });
}
