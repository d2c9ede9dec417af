import { existsSync } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AmpbenchError } from '../../../core/errors.ts';
import { readFloat32Wave } from '../../files/wave/waveReader.ts';
import { writeFileAtomically } from '../atomicFile.ts';
import { samplesHash } from '../captureStore.ts';
import { runIdOf } from '../database/runRows.ts';
import { decodeJournal, standingRows } from '../journal.ts';
import type { TakeEntry } from '../journal.ts';
import { BASELINE_FILE, NOTES_FILE, RESULT_FILE } from '../runContents.ts';
import { JOURNAL_FILE } from '../runFolder.ts';
import { decodePhotos, isPhotoOfName, PHOTOS_FILE, photoPath } from '../runPhotos.ts';
import { decodeRunRecord, RUN_FILE } from '../runRecord.ts';
import { decodeRunResult } from '../runResult.ts';
import type { RunStore } from '../runStore.ts';
import { capturesOf } from '../storeLayout.ts';

/** A run that lies elsewhere. */
export interface ForeignRun {
  /** For messages. */
  readonly place: string;
  /** Its folder's, where it was measured. */
  readonly name: string;
  /** Null: not finished. */
  readonly finishedAt: string | null;
  /** Null where it has none of that name. */
  readText(name: string): Promise<string | null>;
  readCapture(file: string): Promise<AsyncIterable<Uint8Array>>;
  /** Null where it is gone. */
  readPhoto(file: string): Promise<Uint8Array | null>;
}

/** The files that a run's folder takes over as they are. */
const KEPT = [RUN_FILE, JOURNAL_FILE, RESULT_FILE, NOTES_FILE, PHOTOS_FILE, BASELINE_FILE];

/**
 * Takes a run from elsewhere into a store, all or nothing; each capture only as the samples that its journal names. A run
 * that the store has already stays as it is.
 * @returns the run's name in the store
 * @throws AmpbenchError `data/capture-damaged`, `data/photo-damaged`, what reading the run throws, of kind `storage`
 */
export async function adoptRun(store: RunStore, run: ForeignRun): Promise<string> {
  const { place, name, finishedAt } = run;
  const recordText = (await run.readText(RUN_FILE)) ?? '';
  const record = decodeRunRecord(recordText, `${RUN_FILE} in ${place}`);
  decodeRunResult(record, await run.readText(RESULT_FILE), `${RESULT_FILE} in ${place}`);
  const runId = runIdOf(record, recordText, name);
  const known = await store.database.selectFrom('runs').select('name').where('id', '=', runId).executeTakeFirst();
  if (known !== undefined) return known.name;
  const draft = join(store.folder, `.${runId}.import`);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, 'captures'), { recursive: true });
    for (const file of KEPT) {
      const text = await run.readText(file);
      if (text !== null) await writeFileAtomically(join(draft, file), [Buffer.from(text)]);
    }
    const journal = decodeJournal((await run.readText(JOURNAL_FILE)) ?? '', `${JOURNAL_FILE} in ${place}`);
    for (const { entry } of standingRows(journal)) if (entry.type === 'take') await adoptTake(store, run, entry, draft);
    await adoptPhotos(run, draft);
    if (finishedAt !== null) await utimes(join(draft, RESULT_FILE), new Date(finishedAt), new Date(finishedAt));
    const free = existsSync(join(store.folder, name)) ? `${name}-${runId.slice(0, 8)}` : name;
    await rename(draft, join(store.folder, free));
    await store.enter(free);
    return free;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function adoptPhotos(run: ForeignRun, draft: string): Promise<void> {
  const photos = decodePhotos(await run.readText(PHOTOS_FILE), `${PHOTOS_FILE} in ${run.place}`);
  for (const { file } of photos) {
    const bytes = await run.readPhoto(file);
    if (bytes === null) continue;
    if (!isPhotoOfName(file, bytes)) {
      throw new AmpbenchError(
        'data',
        'photo-damaged',
        `photo ${file} in ${run.place} is not the picture of that name`,
        { path: run.place, file },
        'restore the file from a copy',
      );
    }
    await mkdir(dirname(photoPath(draft, file)), { recursive: true });
    await writeFileAtomically(photoPath(draft, file), [bytes]);
  }
}

async function adoptTake(store: RunStore, run: ForeignRun, take: TakeEntry, draft: string): Promise<void> {
  const raw = join(draft, 'capture.part');
  await writeFileAtomically(raw, await run.readCapture(take.file));
  const wave = await readFloat32Wave(raw);
  await rm(raw);
  if (samplesHash(wave.frames) !== take.sha256) {
    throw new AmpbenchError(
      'data',
      'capture-damaged',
      `${take.file} in ${run.place} is not what its journal says take "${take.id}" recorded`,
      { path: run.place, takeId: take.id },
      'restore the file from a copy',
    );
  }
  await capturesOf(store.folder).write(join(draft, take.file), take.sha256, wave, '');
}
