import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AmpbenchError } from '../../core/errors.ts';
import { openSqlite } from './database/openSqlite.ts';
import type { StoreDatabase } from './database/schema.ts';
import { lockFolder } from './folderLock.ts';
import { DATABASE_FILE } from './storeLayout.ts';

/** What SQLite keeps beside a database. */
const COMPANIONS = ['', '-wal', '-shm'] as const;

/** Tables whose rows nothing but the database holds: all others are made of the runs' folders. */
const NOT_IN_FOLDERS = new Set([
  ...['runs', 'documents', 'journalEntries', 'captures', 'takes', 'figures'],
  // What follows from them; all runs are then sent to the shared store again, which changes nothing there
  ...['storeSettings', 'runChanges', 'sentChanges', 'syncProblems', 'uncountedRuns', 'hourFigures'],
]);

export function isDamaged(error: unknown): boolean {
  return error instanceof AmpbenchError && error.code === 'database-damaged';
}

/** Whether SQLite finds nothing wrong with a database. */
function isSound(path: string): boolean {
  try {
    const file = new Database(path, { fileMustExist: true });
    try {
      return file.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      file.close();
    }
  } catch {
    return false;
  }
}

/**
 * Puts a store's damaged database aside, for whoever can still read it, and makes a new one with the rows that only it held.
 * @returns the new database, and what to tell the person; nothing where another process has done it meanwhile
 */
export async function replaceDamagedDatabase(
  store: string,
): Promise<{ readonly database: StoreDatabase; readonly notices: readonly string[] }> {
  const path = join(store, DATABASE_FILE);
  const unlock = await lockFolder(store);
  try {
    if (isSound(path)) return { database: await openSqlite(path), notices: [] };
    const aside = join(store, `damaged-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}.sqlite`);
    for (const companion of COMPANIONS) {
      if (existsSync(path + companion)) await rename(path + companion, aside + companion);
    }
    const database = await openSqlite(path);
    const lost = copyReadable(aside, path);
    const rest = lost.length === 0 ? '' : `; not readable any more: ${lost.join(', ')}`;
    return {
      database,
      notices: [
        `the database ${path} was damaged and has been made anew from the runs' folders; the damaged one is kept as ${aside}${rest}`,
      ],
    };
  } finally {
    await unlock();
  }
}

/** Copies what can be read of the tables that only the database holds. Returns the names of those that cannot. */
function copyReadable(from: string, to: string): readonly string[] {
  const target = new Database(to);
  try {
    const tables = target
      .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and name not like 'kysely%'")
      .all()
      .map(({ name }) => name)
      .filter((name) => !NOT_IN_FOLDERS.has(name));
    target.pragma('foreign_keys = OFF');
    try {
      target.prepare('attach database ? as damaged').run(from);
    } catch {
      return tables;
    }
    return tables.filter((table) => {
      try {
        target.exec(`insert or ignore into main."${table}" select * from damaged."${table}"`);
        return false;
      } catch {
        return true;
      }
    });
  } finally {
    target.close();
  }
}
