import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findRun } from '../host/store/database/runQueries.ts';
import { ownStoreFolder } from '../host/store/ownStore.ts';
import { restoreMissingRun, withStore, type RunStore } from '../host/store/runStore.ts';

/** Opens this person's store; what was found wrong in it goes to stderr. */
export async function withOwnStore<Result>(action: (store: RunStore) => Promise<Result>): Promise<Result> {
  return withStore(await ownStoreFolder(), async (store) => {
    for (const notice of store.notices) process.stderr.write(`${notice}\n`);
    return action(store);
  });
}

/**
 * The folder of the run that a person means: a folder they point at, or a run of their store by its name or id.
 * @throws AmpbenchError `data/run-unknown`, `usage/run-ambiguous`
 */
export async function runFolderOf(reference: string): Promise<string> {
  if (existsSync(reference) || /[/\\]/u.test(reference)) return resolve(reference);
  const path = await withOwnStore(async (store) => store.pathOf(await findRun(store.database, reference)));
  await restoreMissingRun(path);
  return path;
}

/**
 * Where a new run goes: the folder the person names, else one of its own in their store.
 * @param what ends its name, so that a list of runs reads by itself
 */
export async function newRunFolder(out: string | undefined, what: string): Promise<string> {
  if (out !== undefined) return resolve(out);
  const store = await withOwnStore((opened) => Promise.resolve(opened.folder));
  return join(store, `${new Date().toISOString().replaceAll(/[:.]/gu, '-')}-${what}`);
}
