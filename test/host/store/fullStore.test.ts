import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type DatabaseModule from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** Every statement that writes a run fails with this code. */
const disk = vi.hoisted(() => ({ failure: null as string | null }));

vi.mock('better-sqlite3', async (original) => {
  const { default: Real } = await original<{ default: typeof DatabaseModule }>();
  class FailingDatabase extends Real {
    override prepare(sql: string): never {
      if (disk.failure !== null && sql.startsWith('insert into "runs"'))
        throw new Real.SqliteError('test', disk.failure);
      return super.prepare(sql) as never;
    }
  }
  return { default: FailingDatabase };
});

const { enterInStore, withStore } = await import('../../../host/store/runStore.ts');
const { listRuns } = await import('../../../host/store/database/runQueries.ts');
const { DATABASE_FILE } = await import('../../../host/store/storeLayout.ts');
const { keepQuickRun } = await import('./quickRuns.ts');

let store = '';
beforeEach(() => {
  disk.failure = null;
  store = mkdtempSync(join(tmpdir(), 'ampbench-full-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

it.each([
  ['SQLITE_FULL', 'disk-full', /disk is full/u],
  ['SQLITE_READONLY', 'not-writable', /read-only/u],
  ['SQLITE_IOERR_WRITE', 'storage-failed', /disk could not be read or written/u],
  ['SQLITE_BUSY', 'store-busy', /another process holds it/u],
])('%s is told with the store and what to do; the run is whole and entered later', async (failure, code, words) => {
  await withStore(store, () => Promise.resolve());
  await keepQuickRun(join(store, 'before'));
  await enterInStore(join(store, 'before'));
  disk.failure = failure;
  await keepQuickRun(join(store, 'run'));
  // The run's own end is not disturbed
  await enterInStore(join(store, 'run'));
  expect(existsSync(join(store, 'run', 'result.json'))).toBe(true);
  const error: unknown = await withStore(store, ({ database }) => listRuns(database)).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ kind: 'storage', code });
  expect(String(error)).toMatch(words);
  expect(String(error)).toContain(join(store, DATABASE_FILE));
  disk.failure = null;
  const runs = await withStore(store, ({ database, notices }) => {
    expect(notices).toEqual([]);
    return listRuns(database);
  });
  expect(runs.map(({ name }) => name).sort()).toEqual(['before', 'run']);
  expect(readFileSync(join(store, DATABASE_FILE)).length).toBeGreaterThan(0);
});
