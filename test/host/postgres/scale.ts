// Ten million figures in a store, and how long its questions take then. By hand: node test/host/postgres/scale.ts sqlite|postgres [figures]
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openSqlite } from '../../../host/store/database/openSqlite.ts';
import { listRuns } from '../../../host/store/database/runQueries.ts';
import type { StoreDatabase } from '../../../host/store/database/schema.ts';
import { writeRun } from '../../../host/store/database/writeRun.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { countFigures } from '../../../host/store/statistics/countFigures.ts';
import { periodStatistics } from '../../../host/store/statistics/periodStatistics.ts';
import { unitHistory } from '../../../host/store/statistics/unitHistory.ts';
import { fetchSamples, sendSamples } from '../../../host/store/sync/captureParts.ts';
import { samplesHash } from '../../../host/store/captureStore.ts';
import { startPostgresServer } from './postgresServer.ts';
import { PRODUCT, syntheticRun } from './syntheticRuns.ts';

const FIGURES_PER_RUN = 60;
/** How often the same unit comes back. */
const RUNS_PER_UNIT = 5;
const MONTH_SECONDS = 30 * 24 * 3600;
const DAYS = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
const MONTH = { title: PRODUCT, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', simulated: false };

interface Dialect {
  /** A whole number in 8 digits of base 16, scattered as the first digits of UUIDs are. */
  readonly scattered: string;
  /** ISO 8601 of `seconds` after the month began. */
  readonly time: string;
  readonly count: (from: string, most: number) => string;
}

const SQLITE: Dialect = {
  scattered: `printf('%08x', (i * 2654435761) % 4294967296)`,
  time: `strftime('%Y-%m-%dT%H:%M:%fZ', '2026-11-01', '+' || seconds || ' seconds')`,
  count: (name, most) => `${name}(i) as (select 0 union all select i + 1 from ${name} where i < ${String(most - 1)})`,
};
const POSTGRES: Dialect = {
  scattered: `lpad(to_hex((i * 2654435761) % 4294967296), 8, '0')`,
  time: `to_char(timestamp '2026-11-01' + seconds * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  count: (name, most) => `${name}(i) as (select generate_series(0, ${String(most - 1)})::bigint)`,
};

async function fill(database: StoreDatabase, dialect: Dialect, runs: number): Promise<void> {
  const execute = (text: string): Promise<unknown> => sql.raw(text).execute(database);
  await execute(`insert into benches values ('bench', 'bench')`);
  await execute(
    `insert into units with recursive ${dialect.count('u', Math.ceil(runs / RUNS_PER_UNIT))}
     select 'unit-' || i, '${PRODUCT}', 'U' || i from u`,
  );
  await execute(
    `insert into runs with recursive ${dialect.count('r', runs)},
       t as (select i, cast(i as double precision) * ${String(MONTH_SECONDS / runs)} as seconds from r)
     select ${dialect.scattered} || '-0000-4000-8000-000000000000', 'bench', 'run-' || i, 'verification', '${PRODUCT}', 'example-amp',
       'unit-' || (i % ${String(Math.ceil(runs / RUNS_PER_UNIT))}), null, 'rig', 'Rig', 0, ${dialect.time}, ${dialect.time}, 'pass', '{}', '0.1.0',
       'x', 'x', null, 'example amp u' || i from t`,
  );
  for (const day of DAYS)
    await execute(
      `insert into figures with recursive ${dialect.count('f', FIGURES_PER_RUN)}
     select runs.id, i, 'step-' || (i / 6) || '/thd-n-' || i || '/left', 'thd-n', 'step-' || (i / 6), null, 'left',
       1e-5 * (1 + cast(length(runs.name) * i as double precision) / 1000), 'ratio', 1e-7, 'thdn.lobe.total.20-20k',
       '{"outputVoltsRms":1,"loadOhms":33,"frequencyHz":1000,"sampleRateHz":192000,"bandHz":[20,20000]}', null, null, "startedAt"
     from runs cross join f where substr(runs."startedAt", 1, 10) = '${day}'`,
    );
  await execute(`insert into "uncountedRuns" select distinct substr("startedAt", 1, 13), 'all' from runs`);
}

/** Processor time so far of this process and of those that answer it, ms: on a busy machine the clock says little. */
function processorMilliseconds(answering: readonly number[]): number {
  const { user, system } = process.cpuUsage();
  const ticks = answering.map((id) => {
    const fields = readFileSync(`/proc/${String(id)}/stat`, 'utf8')
      .split(') ')[1]
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return (user + system) / 1000 + 10 * ticks.reduce((sum, each) => sum + each, 0);
}

/** The server's processes that work for the database; none for SQLite, which works in this one. */
async function backends(database: StoreDatabase, dialect: Dialect): Promise<readonly number[]> {
  if (dialect === SQLITE) return [];
  const { rows } = await sql<{
    pid: number;
  }>`select pid from pg_stat_activity where application_name = 'ampbench'`.execute(database);
  return rows.map(({ pid }) => pid);
}

let answering: readonly number[] = [];

async function timed<Value>(what: string, action: () => Promise<Value>, repetitions = 1): Promise<Value> {
  const times: number[] = [];
  const before = processorMilliseconds(answering);
  let value: Value;
  do {
    const began = performance.now();
    value = await action();
    times.push(performance.now() - began);
  } while (times.length < repetitions);
  const processor = ((processorMilliseconds(answering) - before) / repetitions).toFixed(1);
  times.sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)].toFixed(1);
  process.stdout.write(
    `${what}: ${middle} ms (processor ${processor} ms)${repetitions > 1 ? `, at most ${times[times.length - 1].toFixed(1)} ms of ${String(repetitions)}` : ''}\n`,
  );
  return value;
}

async function measure(database: StoreDatabase, dialect: Dialect, figures: number): Promise<void> {
  const runs = Math.round(figures / FIGURES_PER_RUN);
  await timed(`${String(runs)} runs of ${String(FIGURES_PER_RUN)} figures made`, () => fill(database, dialect, runs));
  await sql.raw('analyze').execute(database);
  answering = await backends(database, dialect);
  let unit = 0;
  const nextSerial = (): string => `U${String((unit += 6151) % Math.ceil(runs / RUNS_PER_UNIT))}`;
  const history = await timed("a unit's history", () => unitHistory(database, nextSerial()), 200);
  process.stdout.write(`  ${String(history.length)} figures\n`);
  await timed('all hours summed up, once', () => countFigures(database));
  const month = await timed("a month's statistics", () => periodStatistics(database, MONTH), 20);
  process.stdout.write(`  ${String(month.length)} series, n = ${String(month[0]?.n)}\n`);
  await timed('the latest 100 runs', () => listRuns(database, { limit: 100 }), 20);
  await timed('a search that finds one run', () => listRuns(database, { words: 'u77777' }), 5);
  let number = 0;
  const values = Array.from({ length: FIGURES_PER_RUN }, (_, index) => 1e-5 * index);
  await timed(
    'a run written',
    () => writeRun(database, syntheticRun(number++, '2026-11-15T12:30:00.000Z', values)),
    200,
  );
  await timed("a month's statistics after runs of one hour", () => periodStatistics(database, MONTH));
  const frames = new Float32Array(8_000_000).map((_, index) => Math.sin(index));
  const capture = { sha256: samplesHash(frames), byteCount: frames.byteLength };
  await timed('32 MB of samples sent', () => sendSamples(database, capture, () => Promise.resolve(frames)));
  await timed('32 MB of samples fetched', () => fetchSamples(database, capture));
}

const [dialect, count] = process.argv.slice(2);
const figures = process.argv.length > 3 ? Number(count) : 10_000_000;
if (dialect === 'sqlite') {
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-scale-'));
  const database = await openSqlite(join(folder, 'store.sqlite'));
  await measure(database, SQLITE, figures);
  process.stdout.write(`on disk: ${(statSync(join(folder, 'store.sqlite')).size / 1e9).toFixed(2)} GB\n`);
  await database.destroy();
  rmSync(folder, { recursive: true });
} else {
  const server = await startPostgresServer(['fsync=on', 'max_wal_size=4GB', 'shared_buffers=1GB']);
  try {
    await withSharedStore(parsePostgresAddress(await server.createDatabase()), async ({ database }) => {
      await measure(database, POSTGRES, figures);
      const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
        database,
      );
      process.stdout.write(`on disk: ${(rows[0].size / 1e9).toFixed(2)} GB\n`);
    });
  } finally {
    await server.stop();
  }
}
