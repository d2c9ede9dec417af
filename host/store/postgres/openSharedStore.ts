import { AmpbenchError } from '../../../core/errors.ts';
import { migrateStore, schemaState } from '../database/migrateStore.ts';
import type { StoreDatabase } from '../database/schema.ts';
import { connectPostgres } from './connectPostgres.ts';
import type { PostgresAddress } from './postgresAddress.ts';
import { postgresError } from './postgresError.ts';

/**
 * Opens a store that benches share. Its tables are made in a database without any; an older schema is left alone, as benches that were not
 * updated yet could not use the store after a change.
 * @throws AmpbenchError `storage/store-too-old`, `storage/store-too-new`, and as `postgresError` does
 */
export async function openSharedStore(address: PostgresAddress): Promise<StoreDatabase> {
  return openAtSchema(address, async (database) => {
    const { applied, pending } = await schemaState(database, address.place);
    if (applied.length === 0) await migrateStore(database, address.place);
    else if (pending.length > 0) {
      throw new AmpbenchError(
        'storage',
        'store-too-old',
        `the store ${address.place} has the schema "${applied.at(-1) ?? ''}" but this version of Ampbench needs "${pending.at(-1) ?? ''}"`,
        { place: address.place, pending: pending.length },
        'when all benches can be updated: ampbench store migrate; until then this bench keeps what it measures',
      );
    }
  });
}

/**
 * Brings a shared store to this version's schema, and opens it.
 * @throws AmpbenchError `storage/store-too-new`, and as `postgresError` does
 */
export async function migrateSharedStore(address: PostgresAddress): Promise<StoreDatabase> {
  return openAtSchema(address, (database) => migrateStore(database, address.place));
}

async function openAtSchema(
  address: PostgresAddress,
  prepare: (database: StoreDatabase) => Promise<void>,
): Promise<StoreDatabase> {
  const database = connectPostgres(address);
  try {
    await prepare(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw postgresError(error, address.place);
  }
}
