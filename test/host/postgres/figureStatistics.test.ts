import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/signal/random.ts';
import { summarize } from '../../../core/statistics/summarize.ts';
import { openSqlite } from '../../../host/store/database/openSqlite.ts';
import type { StoreDatabase } from '../../../host/store/database/schema.ts';
import { writeRun } from '../../../host/store/database/writeRun.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { countFigures } from '../../../host/store/statistics/countFigures.ts';
import { periodStatistics } from '../../../host/store/statistics/periodStatistics.ts';
import { unitHistory } from '../../../host/store/statistics/unitHistory.ts';
import { expectClose } from '../../expectClose.ts';
import { startPostgresServer } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';
import { PRODUCT, syntheticRun } from './syntheticRuns.ts';

const RUNS = 60;
const NOVEMBER = { title: PRODUCT, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', simulated: false };

let server: PostgresServer;
let folder = '';
beforeAll(async () => {
  server = await startPostgresServer();
  folder = await mkdtemp(join(tmpdir(), 'ampbench-statistics-'));
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function withSqlite(action: (database: StoreDatabase) => Promise<void>): Promise<void> {
  made += 1;
  const database = await openSqlite(join(folder, `${String(made)}.sqlite`));
  await action(database).finally(() => database.destroy());
}
async function withPostgres(action: (database: StoreDatabase) => Promise<void>): Promise<void> {
  const address = parsePostgresAddress(await server.createDatabase());
  await withSharedStore(address, ({ database }) => action(database));
}

const random = createRandom(1);
/** Volts with a spread of a microvolt on 2.6 V, which a sum of squares would lose. */
const values = Array.from({ length: RUNS }, (_, run) => [
  2.6 + 1e-6 * random.uniform(),
  run % 10 === 0 ? null : 1e-5 * random.uniform(),
]);
/** Ten runs in each of six hours, the last on another day. */
const timeOf = (run: number): string =>
  new Date(Date.UTC(2026, 10, run < 50 ? 7 : 8, Math.floor(run / 10), run % 10)).toISOString();
const write = (database: StoreDatabase, run: number): Promise<void> =>
  writeRun(database, syntheticRun(run, timeOf(run), values[run] ?? []));

describe.each([
  ['SQLite', withSqlite],
  ['PostgreSQL', withPostgres],
])('%s', (_, withDatabase) => {
  it('a month of figures is what its values say, hour by hour put together', () =>
    withDatabase(async (database) => {
      for (let run = 0; run < RUNS; run++) await write(database, run);
      const [volts, ratio] = await periodStatistics(database, NOVEMBER);
      const summary = summarize(values.map(([value]) => value ?? NaN));
      expect(volts).toMatchObject({ series: 'step-0/thd-n/left', unit: 'V', runs: RUNS, n: RUNS });
      expect([volts.least, volts.most]).toEqual([summary?.least, summary?.most]);
      const rounding = { within: 1e-15, unit: 'V', because: 'two roundings of 2.6 V' } as const;
      expectClose(volts.mean ?? NaN, summary?.mean ?? NaN, rounding);
      expectClose(volts.standardDeviation ?? NaN, summary?.standardDeviation ?? NaN, {
        ...rounding,
        because: 'differences of values of 2.6 V carry their rounding, 4e-16 V',
      });
      expect(ratio).toMatchObject({ unit: '', runs: RUNS, n: RUNS - 6, passed: 40, failed: 20 });
      expect(await countFigures(database)).toBe(0);
    }));

  it('what is changed or put aside later is counted again, and so is nothing else', () =>
    withDatabase(async (database) => {
      for (let run = 0; run < RUNS; run++) await write(database, run);
      await countFigures(database);
      const rows = syntheticRun(12, timeOf(12), values[12] ?? []);
      await writeRun(database, { ...rows, run: { ...rows.run, deletedAt: '2026-12-01T00:00:00.000Z' } });
      await writeRun(database, syntheticRun(13, timeOf(13), [1000, 1]));
      expect(await countFigures(database)).toBe(1);
      expect((await periodStatistics(database, NOVEMBER))[0]).toMatchObject({ n: RUNS - 1, most: 1000 });
      const firstDay = await periodStatistics(database, { ...NOVEMBER, to: '2026-11-08T00:00:00.000Z' });
      expect(firstDay[0]).toMatchObject({ n: 49 });
      expect(await periodStatistics(database, { ...NOVEMBER, simulated: true })).toEqual([]);
    }));

  it("a unit's history is in the order it was measured", () =>
    withDatabase(async (database) => {
      for (const run of [21, 7, 14, 8]) await write(database, run);
      const history = await unitHistory(database, 'S0');
      expect(history.map(({ startedAt, series }) => [startedAt, series])).toEqual(
        [7, 14, 21].flatMap((run) => [
          [timeOf(run), 'step-0/thd-n/left'],
          [timeOf(run), 'step-1/thd-n/left'],
        ]),
      );
    }));
});

it('PostgreSQL: hours are summed up right while benches write into them', () =>
  withPostgres(async (database) => {
    const writing = Promise.all(Array.from({ length: RUNS }, (_, run) => write(database, run)));
    const counting = Promise.all(Array.from({ length: 10 }, () => countFigures(database)));
    await Promise.all([writing, counting]);
    expect((await periodStatistics(database, NOVEMBER))[0]).toMatchObject({ n: RUNS });
  }));
