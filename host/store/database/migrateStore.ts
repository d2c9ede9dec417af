import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import { AmpbenchError } from '../../../core/errors.ts';
import { migrations } from './migrations.ts';
import type { StoreDatabase } from './schema.ts';

/**
 * Which changes of this version's schema a store has had, and which it has not.
 * @param place the store, for messages; without credentials
 * @throws AmpbenchError `storage/store-too-new` where a later version of Ampbench has changed the store; what the
 *   database throws
 */
export async function schemaState(
  database: StoreDatabase,
  place: string,
): Promise<{ readonly applied: readonly string[]; readonly pending: readonly string[] }> {
  const known = Object.keys(migrations);
  const applied = await appliedMigrations(database);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new AmpbenchError(
      'storage',
      'store-too-new',
      `the store ${place} was changed by a later version of Ampbench: it has the schema "${unknown}", this version knows up to "${known.at(-1) ?? ''}"`,
      { place, migration: unknown },
      'use that version or a later one; nothing was changed',
    );
  }
  return { applied, pending: known.filter((name) => !applied.includes(name)) };
}

/**
 * Brings a store's tables to this version's schema, each change whole or not at all. Safe when several processes do it
 * at once.
 * @throws AmpbenchError as `schemaState` does
 */
export async function migrateStore(database: StoreDatabase, place: string): Promise<void> {
  const { pending } = await schemaState(database, place);
  if (pending.length === 0) return;
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}

/** Names of the changes a database has had; none where it is new. */
async function appliedMigrations(database: StoreDatabase): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const bookkeeping = database as unknown as Kysely<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>;
  const rows = await bookkeeping.selectFrom(DEFAULT_MIGRATION_TABLE).select('name').execute();
  return rows.map(({ name }) => name);
}
