import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What it takes to share runs: what changed and what was sent, samples in parts, re-analyses. */
export async function createSharing(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('storeSettings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('keptCaptures', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into "storeSettings" values (${randomUUID()}, 'all')`.execute(database);
  await schema
    .createTable('runChanges')
    .addColumn('runId', 'text', (column) => column.primaryKey().references('runs.id').onDelete('cascade'))
    .addColumn('number', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('runChangesByNumber').on('runChanges').column('number').execute();
  await sql`insert into "runChanges" ("runId", "number") select "id", row_number() over (order by "startedAt", "id") from "runs"`.execute(
    database,
  );
  await schema
    .createTable('sentChanges')
    .addColumn('storeId', 'text', (column) => column.primaryKey())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('syncProblems')
    .addColumn('storeId', 'text', (column) => column.notNull())
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('syncProblemsKey', ['storeId', 'runId'])
    .execute();
  await schema
    .createTable('captureParts')
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('samples', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('capturePartsKey', ['sha256', 'position'])
    .execute();
  await schema
    .createTable('reanalyses')
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('productVersion', 'text', (column) => column.notNull())
    .addColumn('resultSha256', 'text')
    .addColumn('content', 'text')
    .addColumn('failure', 'text')
    .addPrimaryKeyConstraint('reanalysesKey', ['runId', 'productVersion'])
    .execute();
}
