import type { Kysely } from 'kysely';

/** What a batch found of each unit: one row for each finished test, and one for each of its figures. */
export async function createAttempts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('batchId', 'text', (column) => column.notNull().references('batches.id'))
    .addColumn('unitId', 'text', (column) => column.notNull().references('units.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('seconds', 'double precision', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('attemptsByBatch').on('attempts').columns(['batchId', 'position']).unique().execute();
  await schema.createIndex('attemptsByUnit').on('attempts').columns(['unitId', 'startedAt']).execute();
  await schema
    .createTable('attemptFigures')
    .addColumn('attemptId', 'text', (column) => column.notNull().references('attempts.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('series', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('unit', 'text')
    .addColumn('uncertainty', 'double precision')
    .addColumn('uncertaintyPartsJson', 'text')
    .addColumn('lower', 'double precision')
    .addColumn('upper', 'double precision')
    .addColumn('verdict', 'text')
    .addPrimaryKeyConstraint('attemptFiguresKey', ['attemptId', 'position'])
    .execute();
}
