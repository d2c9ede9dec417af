import { AmpbenchError } from '../../../core/errors.ts';
import { migrateStore, schemaState } from '../database/migrateStore.ts';
import type { KeptCaptures, StoreDatabase } from '../database/schema.ts';
import { connectPostgres } from './connectPostgres.ts';
import type { PostgresAddress } from './postgresAddress.ts';
import { postgresError } from './postgresError.ts';

/** A store on PostgreSQL that benches share. */
export interface SharedStore {
  readonly address: PostgresAddress;
  readonly database: StoreDatabase;
  /** UUID. */
  readonly id: string;
  readonly keptCaptures: KeptCaptures;
}

/** An older schema is left alone, as benches that were not updated yet could not use the store after a change. */
async function requireSchema(database: StoreDatabase, place: string): Promise<void> {
  const { applied, pending } = await schemaState(database, place);
  if (applied.length === 0) await migrateStore(database, place);
  else if (pending.length > 0) {
    throw new AmpbenchError(
      'storage',
      'store-too-old',
      `the store ${place} has the schema "${applied.at(-1) ?? ''}" but this version of Ampbench needs "${pending.at(-1) ?? ''}"`,
      { place, pending: pending.length },
      'when all benches can be updated: ampbench store migrate; until then this bench keeps what it measures',
    );
  }
}

async function withDatabase<Result>(
  address: PostgresAddress,
  action: (database: StoreDatabase) => Promise<Result>,
): Promise<Result> {
  const database = connectPostgres(address);
  try {
    return await action(database);
  } catch (error) {
    throw postgresError(error, address.place);
  } finally {
    await database.destroy();
  }
}

/**
 * Opens a shared store for one action. Its tables are made in a database without any.
 * @throws AmpbenchError `storage/store-too-old`, `storage/store-too-new`, as `postgresError` says, and what the action throws
 */
export async function withSharedStore<Result>(
  address: PostgresAddress,
  action: (store: SharedStore) => Promise<Result>,
): Promise<Result> {
  return withDatabase(address, async (database) => {
    await requireSchema(database, address.place);
    const settings = await database.selectFrom('storeSettings').selectAll().executeTakeFirstOrThrow();
    return action({ address, database, ...settings });
  });
}

/**
 * Brings a shared store to this version's schema.
 * @throws AmpbenchError `storage/store-too-new`, and as `postgresError` says
 */
export async function migrateSharedStore(address: PostgresAddress): Promise<void> {
  await withDatabase(address, (database) => migrateStore(database, address.place));
}
