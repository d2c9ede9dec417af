import { AmpbenchError } from '../core/errors.ts';
import type { StoreDatabase } from '../host/store/database/schema.ts';
import { ownStoreFolder } from '../host/store/ownStore.ts';
import { parsePostgresAddress } from '../host/store/postgres/postgresAddress.ts';
import type { PostgresAddress } from '../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../host/store/postgres/sharedStore.ts';
import { readSharedSetting } from '../host/store/sync/sharedSetting.ts';
import { synchronizeRun } from '../host/store/sync/syncBench.ts';
import { withOwnStore } from './runFolder.ts';

const SET_STORE = 'shared';

/** The shared store that the option names, else the one that is set; null where there is none. */
export async function sharedAddress(option: string | undefined): Promise<PostgresAddress | null> {
  return option === undefined || option === SET_STORE ? readSharedSetting() : parsePostgresAddress(option);
}

/** @throws AmpbenchError `usage/store-missing` where neither the option nor the setting names one */
export async function requireSharedAddress(option: string | undefined): Promise<PostgresAddress> {
  const address = await sharedAddress(option);
  if (address !== null) return address;
  throw new AmpbenchError(
    'usage',
    'store-missing',
    'no shared store is named: neither with --store nor with store use',
    {},
    'give --store postgres://user@host:5432/database',
  );
}

/** The database that `--store` names; without it this person's own. */
export async function withNamedStore<Result>(
  option: string | undefined,
  action: (database: StoreDatabase) => Promise<Result>,
): Promise<Result> {
  if (option === undefined) return withOwnStore(({ database }) => action(database));
  return withSharedStore(await requireSharedAddress(option), ({ database }) => action(database));
}

/** Gives a finished run to the shared store, where there is one. It is kept here all the same, so what goes wrong is told and no more. */
export async function shareRun(runPath: string, address: PostgresAddress | null): Promise<void> {
  if (address === null) return;
  try {
    const { problems } = await synchronizeRun(runPath, await ownStoreFolder(), address);
    for (const { reason } of problems) process.stderr.write(`not synchronized: ${reason}\n`);
  } catch (error) {
    if (!(error instanceof AmpbenchError)) throw error;
    process.stderr.write(`not synchronized: ${error.message}\n`);
    process.stderr.write('the run is kept on this machine; ampbench sync tries again\n');
  }
}
