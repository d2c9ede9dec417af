import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CaptureStore } from './captureStore.ts';

/*
 * A store is a folder:
 *   bench.json        who measures here; its presence makes the folder a store
 *   ampbench.sqlite   the catalogue (host/store/database/schema.ts)
 *   captures/ab/…     samples by their sha256
 *   <run>/            one folder for each run (host/store/runFolder.ts)
 *   .deleted/<run>/   runs put aside
 */
export const BENCH_FILE = 'bench.json';
export const DATABASE_FILE = 'ampbench.sqlite';
const CAPTURES_FOLDER = 'captures';
/** Its name is no run's. */
export const DELETED_FOLDER = '.deleted';

export const capturesOf = (store: string): CaptureStore => new CaptureStore(join(store, CAPTURES_FOLDER));

/** The store a run's folder lies in; null where it stands alone. */
export function storeAround(runPath: string): string | null {
  const folder = dirname(runPath);
  return existsSync(join(folder, BENCH_FILE)) ? folder : null;
}

export function capturesAround(runPath: string): CaptureStore | null {
  const store = storeAround(runPath);
  return store === null ? null : capturesOf(store);
}
