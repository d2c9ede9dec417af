import Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { migrateStore } from './migrateStore.ts';
import type { StoreDatabase, StoreSchema } from './schema.ts';
import { sqliteError } from './sqliteError.ts';

/** How long a statement waits while another process writes. */
const BUSY_MILLISECONDS = 10_000;

class TransactionalAdapter extends SqliteAdapter {
  /** Kysely says no for all its SQLite drivers; SQLite itself can, and half a schema must never be left. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StoreDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/**
 * Opens the embedded store, made where there is none, at this version's schema. A committed change outlasts a power cut;
 * several processes may use it at once.
 * @throws AmpbenchError `storage/database-damaged`, `storage/store-too-new`, `storage/disk-full`, `storage/not-writable`
 */
export async function openSqlite(path: string): Promise<StoreDatabase> {
  try {
    const file = new Database(path, { timeout: BUSY_MILLISECONDS });
    const database = new Kysely<StoreSchema>({
      dialect: new StoreDialect({
        database: {
          // Taken at once: a transaction that reads first and then writes fails when another process wrote in between.
          prepare: (sql) => file.prepare(sql === 'begin' ? 'begin immediate' : sql),
          close: () => file.close(),
        },
      }),
    });
    try {
      file.pragma('journal_mode = WAL');
      file.pragma('synchronous = FULL');
      file.pragma('foreign_keys = ON');
      await migrateStore(database, path);
      return database;
    } catch (error) {
      await database.destroy();
      throw error;
    }
  } catch (error) {
    throw sqliteError(error, path);
  }
}
