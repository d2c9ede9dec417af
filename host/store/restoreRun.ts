import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from './atomicFile.ts';
import type { RunTable, StoreDatabase, TakeTable } from './database/schema.ts';
import { JOURNAL_FILE } from './runFolder.ts';
import { RESULT_FILE } from './runContents.ts';
import { storageError } from './storageError.ts';

/**
 * Makes a run's folder of what a store knows of it, all or nothing.
 * @param path the folder, which must not exist
 * @param writeCapture puts a take's samples into a file
 * @throws AmpbenchError of kind `storage`, and what `writeCapture` throws
 */
export async function restoreRun(
  database: StoreDatabase,
  run: Pick<RunTable, 'id' | 'finishedAt'>,
  path: string,
  writeCapture: (file: string, take: TakeTable) => Promise<void>,
): Promise<void> {
  const draft = join(dirname(path), `.${run.id}.restored`);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, 'captures'), { recursive: true });
    const documents = await database.selectFrom('documents').selectAll().where('runId', '=', run.id).execute();
    for (const { name, content } of documents) await writeFileAtomically(join(draft, name), [Buffer.from(content)]);
    const entries = await database
      .selectFrom('journalEntries')
      .select('line')
      .where('runId', '=', run.id)
      .orderBy('position')
      .execute();
    const journal = entries.map(({ line }) => `${line}\n`).join('');
    await writeFileAtomically(join(draft, JOURNAL_FILE), [Buffer.from(journal)]);
    const takes = await database.selectFrom('takes').selectAll().where('runId', '=', run.id).execute();
    for (const take of takes) await writeCapture(join(draft, take.file), take);
    if (run.finishedAt !== null) {
      const finishedAt = new Date(run.finishedAt);
      await utimes(join(draft, RESULT_FILE), finishedAt, finishedAt);
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw storageError(error, 'restore', path);
  }
}
