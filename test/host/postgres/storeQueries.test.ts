import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../host/store/database/openSqlite.ts';
import { findRun, listFigures, listRuns, readDocument } from '../../../host/store/database/runQueries.ts';
import type { StoreDatabase } from '../../../host/store/database/schema.ts';
import { writeRun } from '../../../host/store/database/writeRun.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { readRunRows } from '../../../host/store/sync/readRunRows.ts';
import { startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';
import { runId } from './storedRuns.ts';
import { syntheticRun } from './syntheticRuns.ts';

let server: PostgresServer;
let folder = '';
beforeAll(async () => {
  server = await startPostgresServer();
  folder = await mkdtemp(join(tmpdir(), 'ampbench-queries-'));
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const RUNS = 9;
const timeOf = (run: number): string => `2026-11-0${String(run)}T10:00:00.000Z`;

async function filled(database: StoreDatabase, action: (store: StoreDatabase) => Promise<void>): Promise<void> {
  for (let run = 1; run <= RUNS; run++) await writeRun(database, syntheticRun(run, timeOf(run), [run, null]));
  await action(database);
}

const dialects = {
  SQLite: async (action: (database: StoreDatabase) => Promise<void>): Promise<void> => {
    const database = await openSqlite(join(await mkdtemp(join(folder, 'store-')), 'store.sqlite'));
    await filled(database, action).finally(() => database.destroy());
  },
  PostgreSQL: async (action: (database: StoreDatabase) => Promise<void>): Promise<void> =>
    withSharedStore(parsePostgresAddress(await server.createDatabase()), ({ database }) => filled(database, action)),
};

describe.each(Object.entries(dialects))('%s', (_, withStore) => {
  it('lists runs, latest first, by words, by serial number and as many as asked for', () =>
    withStore(async (database) => {
      const names = async (filter: Parameters<typeof listRuns>[1]): Promise<readonly string[]> =>
        (await listRuns(database, filter)).map(({ name }) => name);
      expect(await names({ limit: 3 })).toEqual(['run-9', 'run-8', 'run-7']);
      expect(await names({ serial: 'S1' })).toEqual(['run-8', 'run-1']);
      expect(await names({ words: 'AMP exam' })).toHaveLength(RUNS);
      expect(await names({ words: '%' })).toEqual([]);
      expect(await names({ deleted: true })).toEqual([]);
    }));

  it('finds a run by its name and the first characters of its id, and reads its texts', () =>
    withStore(async (database) => {
      expect((await findRun(database, 'run-4')).id).toBe(runId(4));
      expect((await findRun(database, runId(5))).name).toBe('run-5');
      await expect(findRun(database, '00000000')).rejects.toMatchObject({ code: 'run-ambiguous' });
      await expect(findRun(database, 'run-77')).rejects.toMatchObject({ code: 'run-unknown' });
      expect(await readDocument(database, runId(4), 'run.json')).toBe('{}');
      expect(await readDocument(database, runId(4), 'notes.json')).toBeNull();
    }));

  it('a run that is written again replaces what was there, and is read as it was written', () =>
    withStore(async (database) => {
      const rows = syntheticRun(3, timeOf(3), [Math.PI, 5e-324, -1e300]);
      await writeRun(database, rows);
      await writeRun(database, rows);
      expect(await readRunRows(database, runId(3))).toEqual(rows);
      expect(await listRuns(database)).toHaveLength(RUNS);
      expect((await listFigures(database, { serial: 'S3' })).map(({ value }) => value)).toContain(Math.PI);
    }));

  it('a text that no database can hold is an error, and nothing of the run is left', () =>
    withStore(async (database) => {
      const rows = syntheticRun(50, timeOf(1), [1]);
      const broken = {
        ...rows,
        figures: [...rows.figures, { ...rows.figures[0], position: 1, series: null as never }],
      };
      await expect(writeRun(database, broken)).rejects.toThrow();
      expect(await readRunRows(database, runId(50))).toBeUndefined();
    }));
});
