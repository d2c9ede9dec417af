import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { makeBenchIdentity, readBenchIdentity } from './benchIdentity.ts';
import { openSqlite } from './database/openSqlite.ts';
import { runRows } from './database/runRows.ts';
import type { StoreDatabase } from './database/schema.ts';
import { sqliteError } from './database/sqliteError.ts';
import { writeRun } from './database/writeRun.ts';
import { isDamaged, replaceDamagedDatabase } from './openDatabase.ts';
import { restoreRun } from './restoreRun.ts';
import { readRunContents } from './runContents.ts';
import type { BenchIdentity } from './runRecord.ts';
import { storageError, systemCode } from './storageError.ts';
import { capturesOf, DATABASE_FILE, DELETED_FOLDER, storeAround } from './storeLayout.ts';

/** Names of the folders in a folder that may be runs; none where there is no such folder. */
async function runNames(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw storageError(error, 'list', folder);
  }
}

/** Together with its journal's length, what tells whether a run has changed: it is entered at every opening until it is finished. */
const DECISIVE = ['name', 'recordSha256', 'resultSha256', 'finishedAt', 'deletedAt', 'searchText'] as const;

/**
 * The store of a bench (`storeLayout.ts`). The runs' folders are the record; the database says the same in a form that
 * can be searched, and whatever happened in the folders since is entered when the store is opened.
 */
export class RunStore {
  readonly folder: string;
  readonly bench: BenchIdentity;
  readonly database: StoreDatabase;
  /** What was found wrong on opening, and what was done about it: for the person. */
  readonly notices: readonly string[];

  private constructor(folder: string, bench: BenchIdentity, database: StoreDatabase, notices: readonly string[]) {
    this.folder = folder;
    this.bench = bench;
    this.database = database;
    this.notices = notices;
  }

  /**
   * Opens the store in a folder; an existing folder of runs becomes one.
   * @throws AmpbenchError of kind `storage`, `data/bench-file-damaged`
   */
  static async open(folder: string): Promise<RunStore> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw storageError(error, 'make the store', folder);
    }
    const bench = (await readBenchIdentity(folder)) ?? (await makeBenchIdentity(folder));
    const store = new RunStore(folder, bench, await openSqlite(join(folder, DATABASE_FILE)), []);
    try {
      return store.#noticing(await store.#enterChanges());
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** The store with a new database in place of a damaged one. */
  static async rebuild(folder: string): Promise<RunStore> {
    const bench = (await readBenchIdentity(folder)) ?? (await makeBenchIdentity(folder));
    const { database, notices } = await replaceDamagedDatabase(folder);
    const store = new RunStore(folder, bench, database, []);
    return store.#noticing([...notices, ...(await store.#enterChanges())]);
  }

  #noticing(notices: readonly string[]): RunStore {
    return new RunStore(this.folder, this.bench, this.database, notices);
  }

  /** Where a run lies, or lies put aside. */
  pathOf(run: { readonly name: string; readonly deletedAt: string | null }): string {
    return run.deletedAt === null ? join(this.folder, run.name) : join(this.folder, DELETED_FOLDER, run.name);
  }

  /**
   * Enters a run as its folder now says it is.
   * @throws AmpbenchError `data/run-copied` where another folder holds the same run, and what reading the folder throws
   */
  async enter(name: string, deletedAt: string | null = null): Promise<void> {
    const contents = await readRunContents(this.pathOf({ name, deletedAt }));
    const rows = runRows(contents, this.bench, deletedAt);
    const known = await this.#knownRun(rows.run.id);
    if (known !== undefined && known.name !== name && existsSync(this.pathOf(known))) {
      throw new AmpbenchError(
        'data',
        'run-copied',
        `${this.pathOf({ name, deletedAt })} is a copy of the run ${known.name}`,
        { name, other: known.name },
        'remove one of the two folders',
      );
    }
    const isKnown =
      known?.entryCount === rows.journalEntries.length &&
      DECISIVE.every((column) => known[column] === rows.run[column]);
    if (!isKnown) await writeRun(this.database, rows);
  }

  async #knownRun(id: string) {
    return this.database
      .selectFrom('runs')
      .select(DECISIVE)
      .select((select) =>
        select
          .selectFrom('journalEntries')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('runId', '=', id)
          .as('entryCount'),
      )
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** Enters what is new, unfinished or moved since the store was last open. Returns what could not be entered. */
  async #enterChanges(): Promise<readonly string[]> {
    const rows = await this.database.selectFrom('runs').select(['name', 'finishedAt', 'deletedAt']).execute();
    const settled = (isDeleted: boolean): ReadonlySet<string> =>
      new Set(
        rows.filter((run) => run.finishedAt !== null && (run.deletedAt !== null) === isDeleted).map(({ name }) => name),
      );
    const notices: string[] = [];
    const enterAll = async (folder: string, known: ReadonlySet<string>, isDeleted: boolean): Promise<void> => {
      for (const name of await runNames(folder)) {
        if (known.has(name)) continue;
        const deletedAt = isDeleted ? (await stat(join(folder, name))).ctime.toISOString() : null;
        try {
          await this.enter(name, deletedAt);
        } catch (error) {
          if (!(error instanceof AmpbenchError) || error.kind === 'storage') throw error;
          if (error.code !== 'not-a-run-folder') notices.push(error.message);
        }
      }
    };
    await enterAll(this.folder, settled(false), false);
    await enterAll(join(this.folder, DELETED_FOLDER), settled(true), true);
    return notices;
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}

/**
 * Opens a store for one action. Where its database turns out to be damaged, it is made anew from the runs' folders and
 * the action is done again.
 * @throws AmpbenchError of kind `storage`, and what the action throws
 */
export async function withStore<Result>(folder: string, action: (store: RunStore) => Promise<Result>): Promise<Result> {
  const attempt = async (open: () => Promise<RunStore>): Promise<Result> => {
    try {
      const store = await open();
      try {
        return await action(store);
      } finally {
        await store.close();
      }
    } catch (error) {
      throw sqliteError(error, join(folder, DATABASE_FILE));
    }
  };
  try {
    return await attempt(() => RunStore.open(folder));
  } catch (error) {
    if (!isDamaged(error)) throw error;
    return await attempt(() => RunStore.rebuild(folder));
  }
}

/**
 * Enters a run in the store its folder lies in, if it lies in one. A store in trouble is no trouble of the run's: the
 * folder is the record, and whoever opens the store next enters it and hears what is wrong.
 */
export async function enterInStore(runPath: string): Promise<void> {
  const folder = storeAround(runPath);
  if (folder === null) return;
  try {
    await withStore(folder, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof AmpbenchError)) throw error;
  }
}

/**
 * Makes a run's folder anew where it is gone and its store still knows the run. Captures that are gone, too, are left
 * out: what misses them says so.
 * @throws AmpbenchError of kind `storage`
 */
export async function restoreMissingRun(runPath: string): Promise<void> {
  const folder = storeAround(runPath);
  if (folder === null || existsSync(runPath)) return;
  await withStore(folder, async ({ database }) => {
    const run = await database
      .selectFrom('runs')
      .select(['id', 'finishedAt'])
      .where('name', '=', basename(runPath))
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (run === undefined) return;
    const captures = capturesOf(folder);
    await restoreRun(database, run, runPath, async (file, { captureSha256 }) => {
      const samples = await captures.read(captureSha256);
      if (samples !== null) await captures.write(file, captureSha256, samples, '');
    });
  });
}
