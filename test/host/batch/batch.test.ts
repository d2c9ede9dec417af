import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../../core/errors.ts';
import { gageOfBatch } from '../../../core/statistics/gageOfBatch.ts';
import { createBatch, findBatch, listBatches, type Batch } from '../../../host/batch/batches.ts';
import { onlySeries, readAttempts, readBatchReport, readSeries } from '../../../host/batch/batchQueries.ts';
import { exportBatch } from '../../../host/batch/exportBatch.ts';
import { testUnit } from '../../../host/batch/testUnit.ts';
import { FastClock, generatedUnits, GENERATED_SEQUENCE } from '../../../host/bench/generatedUnits.ts';
import type { SequenceBench } from '../../../host/sequence/sequenceBench.ts';
import { RunStore } from '../../../host/store/runStore.ts';
import { expectClose } from '../../expectClose.ts';

const START_MS = Date.UTC(2026, 2, 1);
const SECONDS_PER_UNIT = 30;
let folder = '';
let store: RunStore;
let clock: FastClock;
let benchFor: (serial: string) => SequenceBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-batch-'));
  store = await RunStore.open(folder);
  clock = new FastClock(START_MS);
  benchFor = generatedUnits(3, clock, SECONDS_PER_UNIT);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const begin = (name: string, goldenSerial: string | null = null): Promise<Batch> =>
  createBatch(
    store.database,
    store.bench,
    name,
    {
      schemaVersion: 1,
      product: 'generated',
      test: { kind: 'sequence', text: GENERATED_SEQUENCE, folder, mayRunCommands: false },
      rig: { kind: 'listed', id: 'generated' },
      goldenSerial,
    },
    new Date(START_MS).toISOString(),
  );
const test = (batch: Batch, serial: string, operator: string | null = null, bench = benchFor(serial)) =>
  testUnit(store.database, batch, bench, { serial, operator }, clock, () => undefined);

/** A bench whose level is as told. */
const levelBench = (serial: string, volts: number): SequenceBench => {
  const bench = benchFor(serial);
  return {
    ...bench,
    measure: async (step) => {
      const { measurement, folder: runFolder } = await bench.measure(step);
      const channels = measurement.channels.map((channel) => ({
        ...channel,
        figures: { ...channel.figures, level: { ...channel.figures['level'], value: volts } },
      }));
      return { measurement: { ...measurement, channels }, folder: runFolder };
    },
  };
};

describe('a batch', () => {
  it('is found by name in any Unicode form, and by id; another of its name is refused', async () => {
    const batch = await begin('Woche 12 ä Ω');
    expect(batch.name).toBe('Woche 12 ä Ω');
    expect((await findBatch(store.database, 'Woche 12 ä Ω'.normalize('NFD'))).id).toBe(batch.id);
    expect((await findBatch(store.database, batch.id)).name).toBe(batch.name);
    await expect(begin('Woche 12 ä Ω'.normalize('NFD'))).rejects.toMatchObject({ code: 'batch-exists' });
    await expect(findBatch(store.database, 'other')).rejects.toThrow(/there are "Woche 12 ä Ω"/);
    await expect(begin(' ')).rejects.toMatchObject({ code: 'batch-name-invalid' });
  });

  it('counts repeats of a serial once for the first-pass yield', async () => {
    const batch = await begin('yield');
    await test(batch, 'A', null, levelBench('A', 2));
    await test(batch, 'B');
    await test(batch, 'A', null, levelBench('A', 1));
    const { firstPassYield, finalYield, units, attempts } = await readBatchReport(store.database, batch);
    expect([units, attempts]).toEqual([2, 3]);
    expect([firstPassYield!.passed, firstPassYield!.total]).toEqual([1, 2]);
    expect([finalYield!.passed, finalYield!.total]).toEqual([2, 2]);
    expect(await listBatches(store.database)).toMatchObject([{ name: 'yield', units: 2, attempts: 3 }]);
  });

  it('does not count a test that the bench failed', async () => {
    const batch = await begin('bench fails');
    const broken: SequenceBench = {
      ...benchFor('A'),
      measure: () => Promise.reject(new AmpbenchError('device', 'device-lost', 'unplugged')),
    };
    const { result, kept } = await test(batch, 'A', null, broken);
    expect([result.outcome, kept]).toEqual(['error', null]);
    expect(await readAttempts(store.database, batch.id)).toEqual([]);
  });

  it('keeps the order of its tests when the clock is set back, says so, and tells no drift', async () => {
    const batch = await begin('clock');
    for (const serial of ['A', 'B', 'C', 'D']) {
      const { kept } = await test(batch, serial);
      expect(kept!.clockSetBackSeconds).toBe(serial === 'C' ? 3600 : 0);
      if (serial === 'B') clock.set(START_MS + 1000 * SECONDS_PER_UNIT - 3_600_000);
    }
    const attempts = await readAttempts(store.database, batch.id);
    expect(attempts.map(({ serial, position }) => [serial, position])).toEqual([
      ['A', 0],
      ['B', 1],
      ['C', 2],
      ['D', 3],
    ]);
    const report = await readBatchReport(store.database, batch);
    expect(report.clockSetBacks).toBe(1);
    for (const { drift, summary } of report.figures) expect([drift, summary!.n]).toEqual([null, 4]);
  });

  it('compares the golden unit with its first reading and leaves it out of the rest', async () => {
    const batch = await begin('golden', 'G');
    await test(batch, 'G');
    for (let unit = 0; unit < 20; unit++) await test(batch, `U${unit}`);
    await test(batch, 'G');
    await test(batch, 'G', null, levelBench('G', 1.2));
    const { units, firstPassYield, figures } = await readBatchReport(store.database, batch);
    expect([units, firstPassYield!.total]).toEqual([20, 20]);
    const level = figures.find(({ series }) => series === 'thdn/level/left')!;
    expect(level.golden.map(({ attempt, agrees }) => [attempt, agrees])).toEqual([
      [21, true],
      [22, false],
    ]);
    expect(level.summary!.n).toBe(20);
  });

  it('a second connection sees only whole attempts, and numbers go on', async () => {
    const batch = await begin('two');
    await test(batch, 'A');
    const other = await RunStore.open(folder);
    await testUnit(other.database, batch, benchFor('C'), { serial: 'C', operator: null }, clock, () => undefined);
    await test(batch, 'B');
    const attempts = await readAttempts(other.database, batch.id);
    await other.close();
    expect(attempts.map(({ position }) => position)).toEqual([0, 1, 2]);
    expect(attempts.map(({ serial }) => serial)).toEqual(['A', 'C', 'B']);
  });
});

describe('what becomes of a batch', () => {
  it('statistics find spread, limits, drift and outliers that the units were given', async () => {
    const batch = await begin('statistics');
    for (let unit = 0; unit < 80; unit++) {
      await test(batch, `U${unit}`);
      clock.pass(43_200);
    }
    await test(batch, 'far out', null, levelBench('far out', 1.3));
    const { figures } = await readBatchReport(store.database, batch);
    expect(figures.map(({ series }) => series)).toEqual([
      'thdn/thd-n/left',
      'thdn/thd-n/right',
      'thdn/level/left',
      'thdn/level/right',
    ]);
    const level = figures[2];
    expect(level.limits).toEqual({ lower: 0.95, upper: 1.05 });
    expectClose(level.drift!.slopePerDay, 0.002, {
      within: 0.0012,
      unit: 'V/day',
      because:
        'four standard errors of 0.01 V over 80 units in 40 days are 0.0004; the one far out at the end adds 0.0007',
    });
    expect(level.outliers).toContain('far out');
    expect(level.capability!.cpk.value).toBeGreaterThan(level.capability!.ppk.value);
    expect(level.histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(81);
  });

  it('a gage study tells the units from the bench', async () => {
    const batch = await begin('gage');
    for (const operator of ['Kim', 'Ola'])
      for (let trial = 0; trial < 3; trial++)
        for (let unit = 0; unit < 10; unit++) await test(batch, `U${unit}`, operator);
    await test(batch, 'U0', 'Kim');
    const attempts = await readAttempts(store.database, batch.id);
    const series = await readSeries(store.database, batch.id, attempts);
    const [found] = gageOfBatch(attempts, onlySeries(series, 'thdn/level/left'));
    expect([found.study.parts, found.study.operators, found.study.trials, found.leftOut]).toEqual([10, 2, 3, 1]);
    const repeatability = found.study.components.find(({ source }) => source === 'repeatability')!;
    expectClose(repeatability.standardDeviation, 0.0005, {
      within: 0.0002,
      unit: 'V',
      because: 'four standard errors of s with 49 degrees of freedom',
    });
    expect(found.study.gagePercent).toBeLessThan(15);
    expect(() => onlySeries(series, 'snr')).toThrow(/there are thdn\/thd-n\/left/);
  });

  it('a unit that was measured once makes no gage study, and is named', async () => {
    const batch = await begin('once');
    await test(batch, 'A');
    const attempts = await readAttempts(store.database, batch.id);
    const series = await readSeries(store.database, batch.id, attempts);
    expect(() => gageOfBatch(attempts, series)).toThrow(/"A" was measured 1 times/);
    expect(() => gageOfBatch(attempts, [])).toThrow(AmpbenchError);
  });
});

describe('exports', () => {
  const HOSTILE = '=HYPERLINK("x")';

  it('CSV computes nothing in a spreadsheet and keeps every row', async () => {
    const batch = await begin('csv');
    for (const serial of [HOSTILE, '@cmd', '+1', '-1', 'plain, "quoted"']) await test(batch, serial);
    const text = (await exportBatch(store.database, batch, 'csv')).toString();
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(1 + 5 * 4 + 1);
    expect(lines[1]).toMatch(
      /^"csv",1,"'=HYPERLINK\(""x""\)",,"2026-03-01T00:00:00.000Z",30,"pass","thdn\/thd-n\/left",/,
    );
    for (const guarded of [`"'@cmd"`, `"'+1"`, `"'-1"`, `"plain, ""quoted"""`]) expect(text).toContain(guarded);
  });

  it('Parquet read back has the same values, bit for bit, and nulls where there are none', async () => {
    const batch = await begin('parquet');
    for (const serial of ['Ä漢🎧', HOSTILE]) await test(batch, serial, 'Kim');
    const bytes = await exportBatch(store.database, batch, 'parquet');
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    const attempts = await readAttempts(store.database, batch.id);
    const series = await readSeries(store.database, batch.id, attempts);
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatchObject({
      attempt: 1,
      serial: 'Ä漢🎧',
      operator: 'Kim',
      figure: 'thdn/thd-n/left',
      unit: 'ratio',
    });
    expect(rows[4]).toMatchObject({
      attempt: 2,
      serial: HOSTILE,
      lower_limit: null,
      upper_limit: 0.001,
      verdict: 'pass',
    });
    for (const { series: name, readings } of series)
      expect(rows.filter(({ figure }) => figure === name).map(({ value }) => value as number)).toEqual(
        readings.map(({ value }) => value),
      );
  });

  it('XLSX is a zip with its serials as texts', async () => {
    const batch = await begin('xlsx');
    await test(batch, HOSTILE);
    const bytes = await exportBatch(store.database, batch, 'xlsx');
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
    expect(bytes.length).toBeGreaterThan(2000);
  });
});

describe('a day of units by a fast clock', () => {
  it('120 units, whole at the end, also after opening the store again', async () => {
    const batch = await begin('day');
    for (let unit = 0; unit < 120; unit++) {
      await test(batch, `U${unit % 110}`);
      clock.pass(86_400 / 120 - SECONDS_PER_UNIT);
    }
    const before = await readBatchReport(store.database, batch);
    await store.close();
    store = await RunStore.open(folder);
    const after = await readBatchReport(store.database, await findBatch(store.database, 'day'));
    expect(after).toEqual(before);
    expect([after.attempts, after.units, after.clockSetBacks]).toEqual([120, 110, 0]);
    for (const { summary, drift } of after.figures) {
      expect(summary!.n).toBe(110);
      expectClose(drift!.spanDays, 109 / 120, { within: 1e-9, unit: 'days', because: 'rounding of milliseconds' });
    }
  });
});
