import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findRun } from '../database/runQueries.ts';
import type { SharedStore } from '../postgres/sharedStore.ts';
import { restoreRun } from '../restoreRun.ts';
import type { RunStore } from '../runStore.ts';
import { capturesOf } from '../storeLayout.ts';
import { fetchSamples } from './captureParts.ts';

/**
 * Brings a run of a shared store into a bench's own, byte for byte, to look at it, pass it on or compute it again.
 * @param reference its name, id or the first characters of its id
 * @returns its name there
 * @throws AmpbenchError `data/run-unknown`, `usage/run-ambiguous`, `data/capture-missing`, `data/capture-damaged`, of kind `storage`
 */
export async function fetchRun(shared: SharedStore, store: RunStore, reference: string): Promise<string> {
  const { database } = shared;
  const run = await findRun(database, reference);
  const own = await store.database.selectFrom('runs').select('name').where('id', '=', run.id).executeTakeFirst();
  if (own !== undefined) return own.name;
  const free = existsSync(join(store.folder, run.name)) ? `${run.name}-${run.id}` : run.name;
  await restoreRun(database, run, join(store.folder, free), async (file, take) => {
    const sha256 = take.captureSha256;
    const capture = await database
      .selectFrom('captures')
      .selectAll()
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow();
    const samples = { ...take, frames: await fetchSamples(database, capture) };
    await capturesOf(store.folder).write(file, sha256, samples, '');
  });
  await store.enter(free);
  return free;
}
