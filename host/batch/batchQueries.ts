import { AmpbenchError } from '../../core/errors.ts';
import type { FigureUnit, UncertaintyPart } from '../../core/result/figure.ts';
import {
  batchStatistics,
  type BatchAttempt,
  type BatchReading,
  type BatchSeries,
} from '../../core/statistics/batchStatistics.ts';
import type { StoreDatabase } from '../store/database/schema.ts';
import type { Batch, BatchReport } from './batches.ts';

/** An attempt with the unit it was of, in the order they were made. */
export interface AttemptRow extends BatchAttempt {
  readonly id: string;
  readonly position: number;
  readonly operator: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
}

/** A batch's attempts in the order they were made, without their figures. */
export async function readAttempts(database: StoreDatabase, batchId: string): Promise<AttemptRow[]> {
  const rows = await database
    .selectFrom('attempts')
    .innerJoin('units', 'units.id', 'attempts.unitId')
    .select(['attempts.id', 'attempts.position', 'operator', 'startedAt', 'seconds', 'outcome', 'units.serial'])
    .where('attempts.batchId', '=', batchId)
    .orderBy('attempts.position')
    .execute();
  return rows.map((row) => ({ ...row, startedMs: Date.parse(row.startedAt) }));
}

/** How many tests a batch has had. */
export async function countAttempts(database: StoreDatabase, batchId: string): Promise<number> {
  const { count } = await database
    .selectFrom('attempts')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('batchId', '=', batchId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Attempts whose figures are read at once. */
const ATTEMPTS_AT_ONCE = 1000;

/** The figures of a batch, each with its readings over all attempts, in the order of a unit's steps. Those without any value are left out. */
export async function readSeries(
  database: StoreDatabase,
  batchId: string,
  attempts: readonly AttemptRow[],
): Promise<BatchSeries[]> {
  const placeOf = new Map(attempts.map(({ position }, place) => [position, place]));
  const found = new Map<string, BatchSeries & { readonly readings: BatchReading[] }>();
  for (let from = 0; from < attempts.length; from += ATTEMPTS_AT_ONCE) {
    const part = attempts.slice(from, from + ATTEMPTS_AT_ONCE);
    const rows = await database
      .selectFrom('attempts')
      .innerJoin('attemptFigures', 'attemptFigures.attemptId', 'attempts.id')
      .select(['attempts.position', 'series', 'value', 'unit', 'uncertainty', 'uncertaintyPartsJson', 'lower', 'upper'])
      .where('attempts.batchId', '=', batchId)
      .where('attempts.position', '>=', part[0].position)
      .where('attempts.position', '<=', part[part.length - 1].position)
      .where('value', 'is not', null)
      .orderBy('attempts.position')
      .orderBy('attemptFigures.position')
      .execute();
    for (const { position, series, value, unit, uncertainty, uncertaintyPartsJson, lower, upper } of rows) {
      const reading = {
        attempt: placeOf.get(position) ?? 0,
        value: value ?? 0,
        uncertainty: uncertainty ?? 0,
        uncertaintyParts: JSON.parse(uncertaintyPartsJson ?? '[]') as UncertaintyPart[],
      };
      const known = found.get(series);
      if (known === undefined)
        found.set(series, { series, unit: unit as FigureUnit, limits: { lower, upper }, readings: [reading] });
      else known.readings.push(reading);
    }
  }
  return [...found.values()];
}

/** The statistics of a batch as it stands. */
export async function readBatchReport(database: StoreDatabase, batch: Batch): Promise<BatchReport> {
  const attempts = await readAttempts(database, batch.id);
  const series = await readSeries(database, batch.id, attempts);
  const statistics = batchStatistics(attempts, series, batch.definition.goldenSerial);
  return { kind: 'batch', schemaVersion: 1, batch, ...statistics };
}

/** Only the figures of one series or of those that begin with it. @throws AmpbenchError `usage/figure-unknown` */
export function onlySeries(series: readonly BatchSeries[], wanted: string): BatchSeries[] {
  const found = series.filter(({ series: name }) => name === wanted || name.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  throw new AmpbenchError(
    'usage',
    'figure-unknown',
    `"${wanted}" is no figure of this batch; there are ${series.map(({ series: name }) => name).join(', ') || 'none'}`,
    { figure: wanted },
  );
}
