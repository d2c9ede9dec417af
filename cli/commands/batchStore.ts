import { join } from 'node:path';
import { RunStore } from '../../host/store/runStore.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';

/**
 * Does something with this bench's store, and tells what was found wrong with it.
 * @throws what opening the store and the action throw
 */
export async function inRunStore<Result>(action: (store: RunStore) => Promise<Result>): Promise<Result> {
  const store = await RunStore.open(join(dataFolder(), 'runs'));
  try {
    for (const notice of store.notices) process.stderr.write(`${notice}\n`);
    return await action(store);
  } finally {
    await store.close();
  }
}
