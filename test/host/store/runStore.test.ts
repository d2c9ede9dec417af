import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
} from 'node:fs';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../../host/engine/runHistory.ts';
import { findRun, listRuns } from '../../../host/store/database/runQueries.ts';
import { runRows } from '../../../host/store/database/runRows.ts';
import { writeRun } from '../../../host/store/database/writeRun.ts';
import { readRunContents } from '../../../host/store/runContents.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { enterInStore, RunStore, withStore } from '../../../host/store/runStore.ts';
import { capturesOf, DATABASE_FILE } from '../../../host/store/storeLayout.ts';
import { keepQuickRun, quickTake } from './quickRuns.ts';

let store = '';
const at = (...names: string[]): string => join(store, ...names);
const names = (): Promise<readonly string[]> =>
  withStore(store, async ({ database }) => (await listRuns(database)).map(({ name }) => name).sort());
const makeStore = (): Promise<void> => withStore(store, () => Promise.resolve());

beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ampbench-store-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

describe('a store', () => {
  it('takes in the runs of an earlier version that lie in its folder', async () => {
    await keepQuickRun(at('a'));
    await keepQuickRun(at('b'), { isFinished: false });
    const listed = await withStore(store, ({ database }) => listRuns(database));
    expect(listed.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([
      ['a', 'fail'],
      ['b', null],
    ]);
    // What lies there already stays where it is, byte for byte
    expect(readdirSync(at('a', 'captures')).sort()).toEqual(['t0.wav', 't1.wav']);
  });

  it('gives the same rows however often a run is entered', async () => {
    await keepQuickRun(at('a'), { serial: 'S-1' });
    const content = (): Promise<unknown> =>
      withStore(store, async (opened) => {
        const { database, bench } = opened;
        await writeRun(database, runRows(await readRunContents(at('a')), bench, null));
        const tables = ['runs', 'units', 'documents', 'journalEntries', 'captures', 'takes', 'figures'] as const;
        return Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()));
      });
    const once = await content();
    expect(await content()).toEqual(once);
    expect(once).toHaveLength(7);
    for (const rows of once as unknown[][]) expect(rows.length).toBeGreaterThan(0);
  });

  it('keeps equal samples once, under their sha256', async () => {
    await makeStore();
    await keepQuickRun(at('a'), { values: [0.1, 0.1, 0.2] });
    await keepQuickRun(at('b'), { values: [0.2] });
    await enterInStore(at('b'));
    const captures = await withStore(store, ({ database }) => database.selectFrom('captures').selectAll().execute());
    expect(captures).toHaveLength(2);
    for (const { sha256, byteCount } of captures) {
      expect(existsSync(capturesOf(store).pathOf(sha256))).toBe(true);
      expect(byteCount).toBe(500 * 4);
    }
    expect(statSync(at('a', 'captures', 't2.wav')).ino).toBe(statSync(at('b', 'captures', 't0.wav')).ino);
    expect(statSync(at('a', 'captures', 't0.wav')).nlink).toBe(3);
  });

  it('does not rely on a stored capture that was damaged since', async () => {
    await makeStore();
    await keepQuickRun(at('a'), { values: [0.1] });
    const [{ sha256 }] = await withStore(store, ({ database }) =>
      database.selectFrom('captures').selectAll().execute(),
    );
    const stored = capturesOf(store).pathOf(sha256);
    const bytes = readFileSync(stored);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(stored, bytes);
    await keepQuickRun(at('b'), { values: [0.1] });
    const folder = await RunFolder.openForReading(at('b'));
    expect((await folder.loadTake(quickTake('t0', 0.1)))?.sha256).toBe(sha256);
    const damaged = await RunFolder.openForReading(at('a'));
    await expect(damaged.loadTake(quickTake('t0', 0.1))).rejects.toMatchObject({ code: 'capture-damaged' });
  });

  it('finds runs by id, the beginning of an id, name, words and serial number', async () => {
    await keepQuickRun(at('a'), { serial: 'Å Ω-7 ٣' });
    await keepQuickRun(at('b'), { serial: '100%_x' });
    await withStore(store, async ({ database }) => {
      const { id } = await findRun(database, 'a');
      expect((await findRun(database, id)).name).toBe('a');
      expect((await findRun(database, id.slice(0, 8).toUpperCase())).name).toBe('a');
      await expect(findRun(database, 'nothing')).rejects.toMatchObject({ code: 'run-unknown' });
      const found = async (words: string): Promise<readonly string[]> =>
        (await listRuns(database, { words })).map(({ name }) => name);
      expect(await found('ω-7 hpa')).toEqual(['a']);
      expect(await found('0%_')).toEqual(['b']);
      expect(await found('%')).toEqual(['b']);
      // A decomposed Å is the same unit
      const serial = 'A\u030a Ω-7 ٣'.normalize('NFC');
      expect((await listRuns(database, { serial })).map(({ name }) => name)).toEqual(['a']);
    });
  });

  it('says which run it cannot read, and lists the others', async () => {
    await keepQuickRun(at('a'));
    mkdirSync(at('broken'));
    writeFileSync(at('broken', 'run.json'), '{');
    await withStore(store, async ({ database, notices }) => {
      expect(notices.join()).toContain(at('broken', 'run.json'));
      expect(await listRuns(database)).toHaveLength(1);
    });
  });

  it('says so where a folder is a copy of a run', async () => {
    await keepQuickRun(at('a'));
    await makeStore();
    mkdirSync(at('b'));
    for (const file of ['run.json', 'journal.jsonl']) copyFileSync(at('a', file), at('b', file));
    await withStore(store, ({ notices }) => {
      expect(notices.join()).toContain('is a copy of the run a');
      return Promise.resolve();
    });
    expect(await names()).toEqual(['a']);
  });

  it('makes the folder of a run anew where it is gone, from the database and the stored captures', async () => {
    await makeStore();
    await keepQuickRun(at('a'), { values: [0.1, 0.3] });
    await makeStore();
    const before = ['run.json', 'journal.jsonl', 'result.json', 'captures/t0.wav', 'captures/t1.wav'].map((file) =>
      readFileSync(at('a', file)),
    );
    rmSync(at('a'), { recursive: true });
    expect(await names()).toEqual(['a']);
    expect((await readRun(at('a'))).verification).not.toBeNull();
    const after = ['run.json', 'journal.jsonl', 'result.json', 'captures/t0.wav', 'captures/t1.wav'].map((file) =>
      readFileSync(at('a', file)),
    );
    expect(after).toEqual(before);
  });

  it('orders runs by what their clocks said, and loses none when the clock was set back', async () => {
    await keepQuickRun(at('a'));
    await keepQuickRun(at('b'));
    const record = JSON.parse(readFileSync(at('b', 'run.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(at('b', 'run.json'), JSON.stringify({ ...record, startedAt: '1999-12-31T23:59:59.000Z' }));
    utimesSync(at('b', 'result.json'), new Date(0), new Date(0));
    const listed = await withStore(store, ({ database }) => listRuns(database));
    expect(listed.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(listed[1].finishedAt).toBe('1970-01-01T00:00:00.000Z');
  });

  it('lists without reading captures: 10 GB of them are no matter', async () => {
    await makeStore();
    await keepQuickRun(at('a'));
    // A sparse file: whoever reads it reads 10 GB of zeros
    const file = openSync(at('a', 'captures', 't0.wav'), 'r+');
    ftruncateSync(file, 10 * 1024 ** 3);
    closeSync(file);
    expect(await names()).toEqual(['a']);
    const [capture] = await withStore(store, ({ database }) => database.selectFrom('captures').selectAll().execute());
    expect(capture.byteCount).toBe(500 * 4);
  });
});

describe('a damaged database', () => {
  /** Writes over the pages after the first, which opening reads. */
  function damage(): void {
    const file = openSync(at(DATABASE_FILE), 'r+');
    const { size } = statSync(at(DATABASE_FILE));
    for (let place = 8192; place < size; place += 4096) writeSync(file, 'damaged!', place);
    closeSync(file);
  }

  it.each([
    ['in its middle', damage],
    ['in whole', () => writeFileSync(at(DATABASE_FILE), 'this is no database at all, but long enough to be looked at')],
  ])('%s is put aside and made anew from the runs, and that is said', async (_, spoil) => {
    await keepQuickRun(at('a'), { serial: 'S-1' });
    await keepQuickRun(at('b'), { isFinished: false });
    const before = await withStore(store, ({ database }) => listRuns(database));
    spoil();
    const { after, notices } = await withStore(store, async (opened) => ({
      after: await listRuns(opened.database),
      notices: opened.notices,
    }));
    expect(after).toEqual(before);
    expect(notices.join()).toMatch(/was damaged and has been made anew/u);
    expect(readdirSync(store).some((name) => name.startsWith('damaged-'))).toBe(true);
  });

  it('hands over the rows that no folder holds', async () => {
    await keepQuickRun(at('a'));
    await withStore(store, async ({ database, bench }) => {
      const batch = { id: 'b-1', benchId: bench.id, name: 'May', definitionJson: '{}', createdAt: '', closedAt: null };
      await database.insertInto('batches').values(batch).execute();
    });
    const database = new Database(at(DATABASE_FILE));
    const figures = database.prepare("select rootpage from sqlite_schema where name = 'figures'").pluck().get();
    const pageBytes = database.pragma('page_size', { simple: true });
    database.close();
    // Nothing of a figure can be read any more
    const file = openSync(at(DATABASE_FILE), 'r+');
    writeSync(file, 'damaged!', (Number(figures) - 1) * Number(pageBytes));
    closeSync(file);
    const opened = await RunStore.rebuild(store);
    expect(opened.notices.join()).toContain('was damaged');
    expect(await opened.database.selectFrom('batches').select('name').execute()).toEqual([{ name: 'May' }]);
    expect(await listRuns(opened.database)).toHaveLength(1);
    await opened.close();
  });

  it('is left as it is where another process has made it anew meanwhile', async () => {
    await keepQuickRun(at('a'));
    await makeStore();
    const opened = await RunStore.rebuild(store);
    expect(opened.notices).toEqual([]);
    expect(await listRuns(opened.database)).toHaveLength(1);
    await opened.close();
    expect(readdirSync(store).some((name) => name.startsWith('damaged-'))).toBe(false);
  });

  it('is made anew when it is only gone', async () => {
    await keepQuickRun(at('a'));
    await makeStore();
    for (const file of [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`])
      rmSync(at(file), { force: true });
    expect(await names()).toEqual(['a']);
  });
});

it('refuses a store that a later version has changed, and leaves it as it is', async () => {
  await withStore(store, async ({ database }) => {
    await database
      .insertInto('kysely_migration' as never)
      .values({ name: '9999Later', timestamp: '' })
      .execute();
  });
  const before = readFileSync(at(DATABASE_FILE));
  await expect(makeStore()).rejects.toMatchObject({ kind: 'storage', code: 'store-too-new' });
  expect(readFileSync(at(DATABASE_FILE)).equals(before)).toBe(true);
});

it('moves with its folder', async () => {
  await keepQuickRun(at('a'));
  const { bench } = await RunStore.open(store).then(async (opened) => {
    await opened.close();
    return opened;
  });
  const moved = `${store}-moved`;
  renameSync(store, moved);
  store = moved;
  const opened = await RunStore.open(store);
  expect(opened.bench).toEqual(bench);
  expect(opened.notices).toEqual([]);
  await opened.close();
  expect(await names()).toEqual(['a']);
});
