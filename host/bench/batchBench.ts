import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBatch, findBatch } from '../batch/batches.ts';
import { readBatchReport } from '../batch/batchQueries.ts';
import { exportBatch } from '../batch/exportBatch.ts';
import { testUnit } from '../batch/testUnit.ts';
import { DATABASE_FILE } from '../store/storeLayout.ts';
import { RunStore } from '../store/runStore.ts';
import type { BenchItem } from './benchItem.ts';
import { FastClock, generatedUnits, GENERATED_SEQUENCE } from './generatedUnits.ts';

const UNITS = 20_000;
const SECONDS = 86_400;
/** Memory is compared with what it was after these: by then everything is loaded and compiled. */
const WARM_UNITS = 2000;
const BYTES_PER_MB = 1e6;
const START_MS = Date.UTC(2026, 0, 1);

const megabytes = (bytes: number): string => `${(bytes / BYTES_PER_MB).toFixed(0)} MB`;

/** What is held once everything that can be given back was. */
async function memoryInUse(): Promise<{ readonly heapBytes: number; readonly processBytes: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // The database's driver frees its own memory a turn later
  await setImmediate();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapBytes: heapUsed + external, processBytes: rss };
}

const secondsSince = (startMs: number): number => (performance.now() - startMs) / 1000;

/** A day of batch work, 20,000 units, by a clock that does not wait: everything but the audio (`generatedUnits.ts`). */
export async function benchBatch(): Promise<BenchItem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ampbench-batch-'));
  const store = await RunStore.open(folder);
  try {
    const { database, bench } = store;
    const batch = await createBatch(
      database,
      bench,
      'a day',
      {
        schemaVersion: 1,
        product: 'generated',
        test: { kind: 'sequence', text: GENERATED_SEQUENCE, folder, mayRunCommands: false },
        rig: { kind: 'listed', id: 'generated' },
        goldenSerial: null,
      },
      new Date(START_MS).toISOString(),
    );
    const clock = new FastClock(START_MS);
    const benchFor = generatedUnits(1, clock, SECONDS / UNITS);
    const begin = performance.now();
    let warm = await memoryInUse();
    for (let unit = 0; unit < UNITS; unit++) {
      const serial = `SN-${String(unit).padStart(5, '0')}`;
      await testUnit(database, batch, benchFor(serial), { serial, operator: null }, clock, () => undefined);
      if (unit === WARM_UNITS) warm = await memoryInUse();
    }
    const testSeconds = secondsSince(begin);
    const end = await memoryInUse();
    const statisticsBegin = performance.now();
    const report = await readBatchReport(database, await findBatch(database, batch.id));
    const statisticsSeconds = secondsSince(statisticsBegin);
    const exportBegin = performance.now();
    const table = await exportBatch(database, batch, 'parquet');
    const exportSeconds = secondsSince(exportBegin);
    const { size } = await stat(join(folder, DATABASE_FILE));
    const whole =
      report.attempts === UNITS &&
      report.units === UNITS &&
      report.figures.every(({ summary }) => summary?.n === UNITS);
    return [
      {
        name: `batch, ${UNITS} units in 24 hours by a fast clock`,
        measured: SECONDS / testSeconds,
        unit: '× real time',
        target: { atLeast: 1 },
        note: `${testSeconds.toFixed(1)} s, ${(UNITS / testSeconds).toFixed(0)} units/s, each committed to disk; the database has ${megabytes(size)}; figures are generated, no audio is played; the store is ${whole ? 'whole' : 'NOT WHOLE'}`,
      },
      {
        name: 'batch, growth of memory over the day',
        measured: (end.heapBytes - warm.heapBytes) / BYTES_PER_MB,
        unit: 'MB',
        target: { atMost: 5 },
        note: `objects in use ${megabytes(warm.heapBytes)} after ${WARM_UNITS} units, ${megabytes(end.heapBytes)} at the end; the whole process ${megabytes(warm.processBytes)} and ${megabytes(end.processBytes)}`,
      },
      {
        name: `batch, statistics of ${UNITS} units, ${report.figures.length} figures`,
        measured: SECONDS / statisticsSeconds,
        unit: '× real time',
        target: null,
        note: `${statisticsSeconds.toFixed(2)} s; the same as a Parquet file of ${(table.length / BYTES_PER_MB).toFixed(1)} MB in ${exportSeconds.toFixed(2)} s`,
      },
    ];
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
