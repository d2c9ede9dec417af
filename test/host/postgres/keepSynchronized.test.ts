import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { recomputeRun } from '../../../host/engine/recomputeRun.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import type { PostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { RunStore } from '../../../host/store/runStore.ts';
import { fetchRun } from '../../../host/store/sync/fetchRun.ts';
import { keepSynchronized } from '../../../host/store/sync/keepSynchronized.ts';
import { forgetSharedSetting, readSharedSetting, saveSharedSetting } from '../../../host/store/sync/sharedSetting.ts';
import { synchronize } from '../../../host/store/sync/synchronize.ts';
import { startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';
import { copyInto, measureInto, runId, runName } from './storedRuns.ts';

let server: PostgresServer;
let folder = '';
let store: RunStore;
let result = '';
beforeAll(async () => {
  server = await startPostgresServer();
  folder = await mkdtemp(join(tmpdir(), 'ampbench-keep-'));
  store = await RunStore.open(join(folder, 'bench'));
  result = await measureInto(store, 1);
}, 60_000);
afterAll(async () => {
  await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const countRuns = (address: PostgresAddress): Promise<number> =>
  withSharedStore(address, async ({ database }) => (await database.selectFrom('runs').select('id').execute()).length);

async function untilThereAre(runs: number, address: PostgresAddress): Promise<void> {
  while ((await countRuns(address)) < runs) await delay(50);
}

it('goes on trying while the server is away, says so once, and catches up', async () => {
  const address = parsePostgresAddress(await server.createDatabase());
  const told: string[] = [];
  const keeping = keepSynchronized(store.folder, address, (line) => told.push(line), 20);
  try {
    await untilThereAre(1, address);
    await server.kill();
    await copyInto(store, result, 2, 100);
    await vi.waitFor(() => {
      expect(told).toHaveLength(1);
    }, 10_000);
    await delay(200);
    await server.restart();
    await untilThereAre(2, address);
  } finally {
    await keeping.stop();
  }
  expect(told).toEqual([expect.stringContaining('does not answer')]);
});

it('fetches a run into another bench, byte for byte, and computes it there to the same bytes', async () => {
  const address = parsePostgresAddress(await server.createDatabase());
  const other = await RunStore.open(join(folder, 'other'));
  await withSharedStore(address, async (shared) => {
    await synchronize(store, shared);
    expect(await fetchRun(shared, other, runId(1))).toBe(runName(1));
    expect(await fetchRun(shared, other, runName(1))).toBe(runName(1));
    // It is the other bench's run, which the store has
    expect(await synchronize(other, shared)).toMatchObject({ sentRuns: 0, captureBytes: 0, problems: [] });
  });
  const [from, to] = [store, other].map((each) => join(each.folder, runName(1)));
  for (const file of [
    'run.json',
    'result.json',
    'journal.jsonl',
    ...(await readdir(join(from, 'captures'))).map((name) => join('captures', name)),
  ])
    expect((await readFile(join(to, file))).equals(await readFile(join(from, file))), file).toBe(true);
  expect(await recomputeRun(to)).toBe(result);
  await other.close();
});

it('keeps the address where only this person can read it', async () => {
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'));
  const address = parsePostgresAddress(server.address('postgres'));
  expect(await readSharedSetting()).toBeNull();
  await saveSharedSetting(address);
  expect(await readSharedSetting()).toEqual(address);
  const [name] = await readdir(join(folder, 'data', 'ampbench'));
  expect((await stat(join(folder, 'data', 'ampbench', name))).mode & 0o777).toBe(0o600);
  await forgetSharedSetting();
  expect(await readSharedSetting()).toBeNull();
  vi.unstubAllEnvs();
});
