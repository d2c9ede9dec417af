import type { Kysely } from 'kysely';

/** Runs with their journals, captures and figures; benches, units and batches they belong to. */
export async function createRuns(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('benches')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('units')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('serial', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('unitsBySerial').on('units').columns(['serial', 'product']).execute();
  await schema
    .createTable('batches')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('benchId', 'text', (column) => column.notNull().references('benches.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('definitionJson', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('closedAt', 'text')
    .execute();
  await createRunTable(database);
  await schema
    .createTable('documents')
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('documentsKey', ['runId', 'name'])
    .execute();
  await createTakeTables(database);
  await createFigureTable(database);
}

async function createRunTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('benchId', 'text', (column) => column.notNull().references('benches.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sort', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('cardId', 'text')
    .addColumn('unitId', 'text', (column) => column.references('units.id'))
    // No foreign key: a run may reach a shared store before its batch does.
    .addColumn('batchId', 'text')
    .addColumn('rigId', 'text', (column) => column.notNull())
    .addColumn('rigName', 'text', (column) => column.notNull())
    .addColumn('simulated', 'integer', (column) => column.notNull())
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('finishedAt', 'text')
    .addColumn('outcome', 'text')
    .addColumn('summaryJson', 'text')
    .addColumn('productVersion', 'text')
    .addColumn('recordSha256', 'text', (column) => column.notNull())
    .addColumn('resultSha256', 'text')
    .addColumn('deletedAt', 'text')
    .addColumn('searchText', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('runsByTime').on('runs').column('startedAt').execute();
  await schema.createIndex('runsByUnit').on('runs').columns(['unitId', 'startedAt']).execute();
  await schema.createIndex('runsByBatch').on('runs').columns(['batchId', 'startedAt']).execute();
  await schema.createIndex('runsByName').on('runs').columns(['name', 'benchId']).execute();
}

async function createTakeTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('journalEntries')
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journalEntriesKey', ['runId', 'position'])
    .execute();
  await schema
    .createTable('captures')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('byteCount', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('takes')
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('takeId', 'text', (column) => column.notNull())
    .addColumn('stepId', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('captureSha256', 'text', (column) => column.notNull().references('captures.sha256'))
    .addColumn('sampleRateHz', 'double precision', (column) => column.notNull())
    .addColumn('channelCount', 'integer', (column) => column.notNull())
    .addColumn('frameCount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('takesKey', ['runId', 'position'])
    .execute();
  await schema.createIndex('takesByCapture').on('takes').column('captureSha256').execute();
}

async function createFigureTable({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('figures')
    .addColumn('runId', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('series', 'text', (column) => column.notNull())
    .addColumn('figureId', 'text')
    .addColumn('stepId', 'text')
    .addColumn('claimId', 'text')
    .addColumn('channel', 'text')
    .addColumn('value', 'double precision')
    .addColumn('unit', 'text')
    .addColumn('uncertainty', 'double precision')
    .addColumn('definitionId', 'text')
    .addColumn('conditionsJson', 'text')
    .addColumn('verdict', 'text')
    .addColumn('reasonCode', 'text')
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('figuresKey', ['runId', 'position'])
    .execute();
  await schema.createIndex('figuresBySeries').on('figures').columns(['series', 'startedAt']).execute();
}
