import type { KeptCaptures, StoreDatabase } from '../../host/store/database/schema.ts';
import { parsePostgresAddress } from '../../host/store/postgres/postgresAddress.ts';
import { migrateSharedStore, withSharedStore } from '../../host/store/postgres/sharedStore.ts';
import { fetchRun } from '../../host/store/sync/fetchRun.ts';
import { forgetSharedSetting, saveSharedSetting } from '../../host/store/sync/sharedSetting.ts';
import { SentBook } from '../../host/store/sync/sentBook.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { withOwnStore } from '../runFolder.ts';
import { requireSharedAddress } from '../sharedStore.ts';

export interface StoreOption {
  readonly store?: string;
  readonly json?: boolean;
}

/** `ampbench store use ADDRESS`: opens it once, so that a slip of the pen is heard now. */
export async function runStoreUse(text: string): Promise<number> {
  const address = parsePostgresAddress(text);
  await withSharedStore(address, () => Promise.resolve());
  await saveSharedSetting(address);
  process.stderr.write(`runs to come are synchronized with ${address.place}; ampbench sync sends those there are\n`);
  return EXIT.pass;
}

/** `ampbench store forget`. */
export async function runStoreForget(): Promise<number> {
  await forgetSharedSetting();
  process.stderr.write('runs stay on this machine\n');
  return EXIT.pass;
}

async function countsOf(database: StoreDatabase): Promise<Readonly<Record<'benches' | 'units' | 'runs', number>>> {
  const count = async (table: 'benches' | 'units' | 'runs'): Promise<number> => {
    const query = database.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'));
    return (await query.executeTakeFirstOrThrow()).count;
  };
  return { benches: await count('benches'), units: await count('units'), runs: await count('runs') };
}

/** `ampbench store show`. */
export async function runStoreShow(options: StoreOption): Promise<number> {
  const address = await requireSharedAddress(options.store);
  const state = await withSharedStore(address, async (shared) => ({
    store: address.place,
    keptCaptures: shared.keptCaptures,
    ...(await countsOf(shared.database)),
    ...(await withOwnStore(async ({ database }) => {
      const book = new SentBook(database, shared.id);
      return { waitingRuns: await book.countWaiting(), problems: await book.problems() };
    })),
  }));
  if (options.json === true) {
    printJson(state);
    return EXIT.pass;
  }
  const { keptCaptures, benches, units, runs, waitingRuns, problems } = state;
  process.stdout.write(
    `${address.place}\n${String(runs)} runs of ${String(units)} units from ${String(benches)} benches; captures kept: ${keptCaptures}\n`,
  );
  process.stdout.write(`${String(waitingRuns)} runs of this machine wait to be sent\n`);
  for (const { reason } of problems) process.stderr.write(`not sent: ${reason}\n`);
  return EXIT.pass;
}

/** `ampbench store migrate`. */
export async function runStoreMigrate(options: StoreOption): Promise<number> {
  const address = await requireSharedAddress(options.store);
  await migrateSharedStore(address);
  process.stderr.write(`${address.place} is as this version needs it\n`);
  return EXIT.pass;
}

/** `ampbench store keep all|not-passed|none`. */
export async function runStoreKeep(keptCaptures: KeptCaptures, options: StoreOption): Promise<number> {
  const address = await requireSharedAddress(options.store);
  await withSharedStore(address, ({ database }) =>
    database.updateTable('storeSettings').set({ keptCaptures }).execute(),
  );
  process.stderr.write(`captures to come are kept in ${address.place}: ${keptCaptures}\n`);
  return EXIT.pass;
}

/** `ampbench store fetch RUN`. */
export async function runStoreFetch(reference: string, options: StoreOption): Promise<number> {
  const address = await requireSharedAddress(options.store);
  const run = await withOwnStore((store) => withSharedStore(address, (shared) => fetchRun(shared, store, reference)));
  if (options.json === true) printJson({ run });
  else process.stdout.write(`${run}\n`);
  return EXIT.pass;
}
