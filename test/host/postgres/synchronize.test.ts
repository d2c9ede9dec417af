import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { StoreSchema } from '../../../host/store/database/schema.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import type { PostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { RunStore } from '../../../host/store/runStore.ts';
import { fetchSamples } from '../../../host/store/sync/captureParts.ts';
import { readRunRows } from '../../../host/store/sync/readRunRows.ts';
import { synchronize } from '../../../host/store/sync/synchronize.ts';
import type { SyncReport } from '../../../host/store/sync/synchronize.ts';
import { startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';
import { copyInto, measureInto, runId, runName } from './storedRuns.ts';

const RUNS = 6;
/** Three parts of a MiB and a bit. */
const LARGE_FRAMES = 800_000;

let server: PostgresServer;
let folder = '';
let store: RunStore;
let result = '';
let shared: PostgresAddress;

beforeAll(async () => {
  server = await startPostgresServer();
  folder = await mkdtemp(join(tmpdir(), 'ampbench-sync-'));
  store = await RunStore.open(join(folder, 'bench'));
  result = await measureInto(store, 1);
  for (let number = 2; number < RUNS; number++) await copyInto(store, result, number, 300 * number);
  await copyInto(store, result, RUNS, LARGE_FRAMES);
}, 60_000);
afterAll(async () => {
  await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  shared = parsePostgresAddress(await server.createDatabase());
});

const send = (from = store, tell?: (id: string) => void): Promise<SyncReport> =>
  withSharedStore(shared, (target) => synchronize(from, target, tell));

const DELETED_AT = '2026-11-30T00:00:00.000Z';

async function putAside(from: RunStore, number: number): Promise<void> {
  await mkdir(join(from.folder, '.deleted'), { recursive: true });
  await rename(join(from.folder, runName(number)), join(from.folder, '.deleted', runName(number)));
  await from.enter(runName(number), DELETED_AT);
}

async function bringBack(from: RunStore, number: number): Promise<void> {
  await rename(join(from.folder, '.deleted', runName(number)), join(from.folder, runName(number)));
  await from.enter(runName(number));
}

/** Every row of a shared store that tells of runs, and its samples. */
async function contentOf(): Promise<unknown> {
  return withSharedStore(shared, async ({ database }) => {
    const tables: (keyof StoreSchema)[] = [
      'benches',
      'units',
      'runs',
      'documents',
      'journalEntries',
      'captures',
      'takes',
      'figures',
      'captureParts',
    ];
    const rows = await Promise.all(tables.map((table) => database.selectFrom(table).selectAll().execute()));
    return rows.map((table) => table.map((row) => JSON.stringify(row)).sort());
  });
}

const countRuns = (): Promise<number> =>
  withSharedStore(shared, async ({ database }) => (await database.selectFrom('runs').select('id').execute()).length);

it('brings every run to the shared store, row for row and sample for sample', async () => {
  const told: string[] = [];
  const report = await send(store, (id) => told.push(id));
  expect(report).toMatchObject({ sentRuns: RUNS, problems: [] });
  expect(told).toEqual(Array.from({ length: RUNS }, (_, index) => runId(index + 1)));
  await withSharedStore(shared, async ({ database }) => {
    for (let number = 1; number <= RUNS; number++) {
      const rows = await readRunRows(store.database, runId(number));
      expect(await readRunRows(database, runId(number))).toEqual(rows);
      for (const capture of rows?.captures ?? []) {
        expect((await fetchSamples(database, capture)).byteLength).toBe(capture.byteCount);
      }
    }
  });
});

it('a second time sends nothing, and neither does a bench that forgot what it had sent', async () => {
  await send();
  const before = await contentOf();
  expect(await send()).toMatchObject({ sentRuns: 0, captureBytes: 0 });
  await store.database.deleteFrom('sentChanges').execute();
  expect(await send()).toMatchObject({ sentRuns: 0, captureBytes: 0 });
  expect(await contentOf()).toEqual(before);
});

it('the server is killed again and again on the way: the rest follows, nothing twice', async () => {
  let kills = 0;
  for (const stopAfter of [1, 2, 1]) {
    let told = 0;
    const attempt = withSharedStore(shared, (target) =>
      synchronize(store, target, () => {
        told += 1;
        // Not waited for: what is under way is cut off wherever it is
        if (told === stopAfter) void server.kill();
      }),
    );
    await expect(attempt).rejects.toMatchObject({ kind: 'storage', code: 'store-unreachable' });
    kills += 1;
    await server.restart();
  }
  await send();
  const resumed = await contentOf();
  shared = parsePostgresAddress(await server.createDatabase());
  await send();
  expect(kills).toBe(3);
  expect(resumed).toEqual(await contentOf());
});

it('what was put aside and what was noted follows, from the bench that measured', async () => {
  await send();
  await putAside(store, 2);
  await writeFile(join(store.folder, runName(3), 'notes.json'), '[{"at":"2026-11-30T00:00:00.000Z","text":"Größe"}]\n');
  await store.enter(runName(3));
  try {
    expect(await send()).toMatchObject({ sentRuns: 2, captureBytes: 0 });
    await withSharedStore(shared, async ({ database }) => {
      expect((await readRunRows(database, runId(2)))?.run.deletedAt).toBe(DELETED_AT);
      expect((await readRunRows(database, runId(3)))?.documents.map(({ name }) => name).sort()).toEqual([
        'notes.json',
        'result.json',
        'run.json',
      ]);
    });
  } finally {
    await bringBack(store, 2);
  }
});

it('two benches at once, and a copy of a run on a bench that did not measure it', async () => {
  const other = await RunStore.open(join(folder, 'other'));
  await copyInto(other, result, 101);
  await copyInto(other, result, 102, 100);
  // The record says who measured: as an imported run does
  const record = join(other.folder, runName(102), 'run.json');
  const text = (await readFile(record, 'utf8')).replaceAll(other.bench.id, store.bench.id);
  await writeFile(record, text);
  await other.enter(runName(102));
  const [mine, theirs] = await Promise.all([send(), send(other)]);
  expect([mine.sentRuns, theirs.sentRuns]).toEqual([RUNS, 2]);
  // Put aside there, it stays here: the run is not that bench's
  await putAside(other, 102);
  expect(await send(other)).toMatchObject({ sentRuns: 0, problems: [] });
  expect(await countRuns()).toBe(RUNS + 2);
  await other.close();
});

it('a run with another content under the same id is left as it is there, and told', async () => {
  await send();
  const before = await contentOf();
  const other = await RunStore.open(join(folder, 'impostor'));
  await copyInto(other, result, 1);
  const report = await send(other);
  expect(report.sentRuns).toBe(0);
  expect(report.problems).toEqual([{ runId: runId(1), reason: expect.stringContaining('another content') as string }]);
  expect(await contentOf()).toEqual(before);
  await other.close();
});

it('a damaged capture is told with its file; the figures and all other runs arrive, and the capture once it is whole', async () => {
  const path = join(store.folder, runName(4), 'captures', 'noise.main.wav');
  const whole = await readFile(path);
  const damaged = Buffer.from(whole);
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 1) ^ 1, damaged.length - 1);
  await writeFile(path, damaged);
  const report = await send();
  expect(report.sentRuns).toBe(RUNS);
  expect(report.problems).toEqual([{ runId: runId(4), reason: expect.stringContaining(path) as string }]);
  await writeFile(path, whole);
  expect(await send()).toMatchObject({ sentRuns: 0, problems: [], captureBytes: 300 * 4 * 4 });
});

it('keeps samples of those runs that the store is set to', async () => {
  const set = (keptCaptures: 'none' | 'all'): Promise<unknown> =>
    withSharedStore(shared, ({ database }) => database.updateTable('storeSettings').set({ keptCaptures }).execute());
  await set('none');
  expect(await send()).toMatchObject({ sentRuns: RUNS, captureBytes: 0, problems: [] });
  await withSharedStore(shared, async ({ database }) => {
    const [capture] = (await readRunRows(database, runId(1)))!.captures;
    await expect(fetchSamples(database, capture)).rejects.toMatchObject({ code: 'capture-missing' });
  });
});

it('a run that is not finished stays on its bench', async () => {
  await send();
  await store.database.updateTable('runs').set({ finishedAt: null }).where('id', '=', runId(5)).execute();
  await store.database.deleteFrom('sentChanges').execute();
  shared = parsePostgresAddress(await server.createDatabase());
  expect(await send()).toMatchObject({ sentRuns: RUNS - 1 });
  await store.enter(runName(5));
  expect(await send()).toMatchObject({ sentRuns: 1 });
});

it('what a batch found of each unit follows, attempt after attempt', async () => {
  const batch = {
    id: runId(500),
    benchId: store.bench.id,
    name: 'Los 7',
    definitionJson: '{}',
    createdAt: DELETED_AT,
    closedAt: null,
  };
  const { unit } = (await readRunRows(store.database, runId(1)))!;
  await store.database
    .insertInto('benches')
    .values(store.bench)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await store.database.insertInto('batches').values(batch).execute();
  const attempt = async (position: number): Promise<void> => {
    const id = runId(600 + position);
    const row = {
      id,
      batchId: batch.id,
      unitId: unit!.id,
      position,
      operator: null,
      startedAt: DELETED_AT,
      seconds: 5,
      outcome: 'pass' as const,
    };
    await store.database.insertInto('attempts').values(row).execute();
    const none = { uncertainty: null, uncertaintyPartsJson: null, lower: null, upper: 1, verdict: 'pass' };
    const figure = { attemptId: id, position: 0, series: 'a', value: position, unit: 'V', ...none };
    await store.database.insertInto('attemptFigures').values(figure).execute();
  };
  const values = (): Promise<unknown> =>
    withSharedStore(shared, async ({ database }) =>
      (await database.selectFrom('attemptFigures').select('value').orderBy('value').execute()).map(
        ({ value }) => value,
      ),
    );
  // More than are sent at once
  for (let position = 0; position < 150; position++) await attempt(position);
  await send();
  expect(await values()).toEqual(Array.from({ length: 150 }, (_, position) => position));
  await attempt(150);
  await store.database.updateTable('batches').set({ closedAt: DELETED_AT }).execute();
  await send();
  await send();
  expect(await values()).toHaveLength(151);
  await withSharedStore(shared, async ({ database }) => {
    expect((await database.selectFrom('batches').select('closedAt').executeTakeFirst())?.closedAt).toBe(DELETED_AT);
  });
});

it('the run that was changed last is sent again when it is changed once more', async () => {
  await send();
  await putAside(store, RUNS);
  try {
    expect(await send()).toMatchObject({ sentRuns: 1 });
  } finally {
    await bringBack(store, RUNS);
  }
  expect(await send()).toMatchObject({ sentRuns: 1 });
});
