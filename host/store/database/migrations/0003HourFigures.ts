import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Figures summed up by the hour, so that a month of them need not be read one by one. */
export async function createHourFigures(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('uncountedRuns')
    .addColumn('hour', 'text', (column) => column.notNull())
    .addColumn('runId', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('uncountedRunsKey', ['hour', 'runId'])
    .execute();
  await schema
    .createTable('hourFigures')
    .addColumn('hour', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('simulated', 'integer', (column) => column.notNull())
    .addColumn('series', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('rowCount', 'integer', (column) => column.notNull())
    .addColumn('valueCount', 'integer', (column) => column.notNull())
    .addColumn('mean', 'double precision')
    .addColumn('squares', 'double precision')
    .addColumn('least', 'double precision')
    .addColumn('most', 'double precision')
    .addColumn('passCount', 'integer', (column) => column.notNull())
    .addColumn('failCount', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('hourFiguresKey', ['title', 'simulated', 'hour', 'series', 'unit'])
    .execute();
  // Runs of before: their hours are summed up when first they are asked for
  await sql`insert into "uncountedRuns" ("hour", "runId") select substr("startedAt", 1, 13), "id" from "runs"`.execute(
    database,
  );
}
