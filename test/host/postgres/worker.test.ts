import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { enqueueReanalyses, openJobs, withJobs } from '../../../host/jobs/reanalysisQueue.ts';
import { runWorker } from '../../../host/jobs/runWorker.ts';
import type { ReanalysisTable } from '../../../host/store/database/schema.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import type { SharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { RunStore } from '../../../host/store/runStore.ts';
import { synchronize } from '../../../host/store/sync/synchronize.ts';
import { startProgram } from '../../native/bench/childProgram.ts';
import { startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';
import { copyInto, measureInto, runId } from './storedRuns.ts';

let server: PostgresServer;
let folder = '';
let store: RunStore;
let address = '';
let measured = '';

beforeAll(async () => {
  server = await startPostgresServer();
  folder = await mkdtemp(join(tmpdir(), 'ampbench-jobs-'));
  store = await RunStore.open(folder);
  measured = await measureInto(store, 1);
  // Its result says more than its captures: nothing can be computed from them
  await copyInto(store, measured, 2, 400);
}, 60_000);
afterAll(async () => {
  await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  address = await server.createDatabase();
  await use((shared) => synchronize(store, shared));
});

const use = <Result>(action: (shared: SharedStore) => Promise<Result>): Promise<Result> =>
  withSharedStore(parsePostgresAddress(address), action);

const enqueue = (): Promise<number> => use((shared) => withJobs(shared, (boss) => enqueueReanalyses(shared, boss)));

async function work(): Promise<readonly string[]> {
  const told: string[] = [];
  const tell = (id: string): unknown => told.push(id);
  await use((shared) => runWorker(shared, { jobs: 2, untilDone: true, stop: new AbortController().signal, tell }));
  return told.sort();
}

const reanalyses = (): Promise<readonly ReanalysisTable[]> =>
  use(({ database }) => database.selectFrom('reanalyses').selectAll().orderBy('runId').execute());

interface JobTable {
  readonly job: { state: string; retry_count: number; heartbeat_on: string; data: { runId: string } };
}
const jobs = ({ database }: SharedStore): Kysely<JobTable> => database.withSchema('ampbench_jobs') as never;

it('computes every run to the same bytes as the bench did, says what it cannot compute, and asks for nothing twice', async () => {
  expect(await enqueue()).toBe(2);
  expect(await enqueue()).toBe(2);
  expect(await use(openJobs)).toBe(2);
  expect(await work()).toEqual([1, 2].map(runId));
  const [first, second] = await reanalyses();
  expect(first.content).toBe(measured);
  expect(second).toMatchObject({
    content: null,
    failure: expect.stringContaining(`run-not-finished: the run in ${runId(2)}`) as string,
  });
  expect(await enqueue()).toBe(0);
});

it('takes over the job of a worker that was killed', async () => {
  await enqueue();
  const program = fileURLToPath(new URL('workerProgram.ts', import.meta.url));
  const worker = startProgram(process.execPath, ['--no-warnings', program, address], {});
  const active = (): Promise<unknown[]> =>
    use((shared) => jobs(shared).selectFrom('job').select('data').where('state', '=', 'active').execute());
  while ((await active()).length === 0) await delay(20);
  worker.process.kill('SIGKILL');
  await worker.ended;
  expect(await active()).toHaveLength(1);
  // A minute later
  await use((shared) =>
    jobs(shared).updateTable('job').set({ heartbeat_on: '2020-01-01' }).where('state', '=', 'active').execute(),
  );
  await work();
  expect((await reanalyses()).map((row) => [row.runId, row.failure === null])).toEqual([
    [runId(1), true],
    [runId(2), false],
  ]);
  expect((await reanalyses())[0]?.content).toBe(measured);
  const retried = await use((shared) =>
    jobs(shared).selectFrom('job').select('retry_count').where('retry_count', '>', 0).execute(),
  );
  expect(retried).toHaveLength(1);
});
