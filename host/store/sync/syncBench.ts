import type { PostgresAddress } from '../postgres/postgresAddress.ts';
import { withSharedStore } from '../postgres/sharedStore.ts';
import { readRunContents } from '../runContents.ts';
import { runRows } from '../database/runRows.ts';
import { withStore } from '../runStore.ts';
import { storeAround } from '../storeLayout.ts';
import { sendRun } from './sendRun.ts';
import { synchronize } from './synchronize.ts';
import type { SyncReport } from './synchronize.ts';

export interface SyncOptions {
  readonly tell?: (runId: string) => void;
  readonly cancel?: AbortSignal;
}

/**
 * Synchronizes the store in a folder with a shared one.
 * @throws AmpbenchError as `withStore` and `withSharedStore` do
 */
export async function synchronizeFolder(
  folder: string,
  address: PostgresAddress,
  { tell, cancel }: SyncOptions = {},
): Promise<SyncReport> {
  return withStore(folder, (store) => withSharedStore(address, (shared) => synchronize(store, shared, tell, cancel)));
}

/**
 * Gives one finished run to a shared store, wherever its folder lies, and after it whatever of the bench's own store is not there yet.
 * @throws AmpbenchError `storage/run-differs`, and as `withStore` and `withSharedStore` do
 */
export async function synchronizeRun(
  runPath: string,
  storeFolder: string,
  address: PostgresAddress,
): Promise<SyncReport> {
  return withStore(storeFolder, (store) =>
    withSharedStore(address, async (shared) => {
      if (storeAround(runPath) === null) {
        const rows = runRows(await readRunContents(runPath), store.bench, null);
        await sendRun(shared, rows, { benchId: rows.bench.id, folder: runPath });
      }
      return synchronize(store, shared);
    }),
  );
}
