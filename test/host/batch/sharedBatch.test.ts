import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBatch, findBatch } from '../../../host/batch/batches.ts';
import { readBatchReport } from '../../../host/batch/batchQueries.ts';
import { exportBatch } from '../../../host/batch/exportBatch.ts';
import { testUnit } from '../../../host/batch/testUnit.ts';
import { FastClock, generatedUnits, GENERATED_SEQUENCE } from '../../../host/bench/generatedUnits.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';
import { RunStore } from '../../../host/store/runStore.ts';
import { synchronize } from '../../../host/store/sync/synchronize.ts';
import { startPostgresServer } from '../postgres/postgresServer.ts';

it('a batch in a shared store is the same to the last digit, however often and in however many parts it was sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ampbench-shared-batch-'));
  const server = await startPostgresServer();
  const store = await RunStore.open(folder);
  try {
    const { database, bench } = store;
    const clock = new FastClock(Date.UTC(2026, 4, 1));
    const benchFor = generatedUnits(5, clock, 60);
    const batch = await createBatch(
      database,
      bench,
      'Ω-Charge',
      {
        schemaVersion: 1,
        product: 'generated',
        test: { kind: 'sequence', text: GENERATED_SEQUENCE, folder, mayRunCommands: false },
        rig: { kind: 'listed', id: 'generated' },
        goldenSerial: '金',
      },
      new Date(clock.nowMs()).toISOString(),
    );
    const shared = parsePostgresAddress(await server.createDatabase());
    for (const serials of [['金', 'A', 'B'], ['A', '🎧', '金'], []]) {
      for (const serial of serials)
        await testUnit(database, batch, benchFor(serial), { serial, operator: 'Kim' }, clock, () => undefined);
      await withSharedStore(shared, (target) => synchronize(store, target));
    }
    const here = await readBatchReport(database, batch);
    const table = await exportBatch(database, batch, 'csv');
    await withSharedStore(shared, async (target) => {
      const there = await readBatchReport(target.database, await findBatch(target.database, 'Ω-Charge'));
      expect(there).toEqual(here);
      expect(await exportBatch(target.database, batch, 'csv')).toEqual(table);
    });
    expect([here.attempts, here.units]).toEqual([6, 3]);
  } finally {
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
