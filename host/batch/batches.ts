import { randomUUID } from 'node:crypto';
import { AmpbenchError } from '../../core/errors.ts';
import { unitSerial } from '../../core/run/unitSerial.ts';
import type { BatchStatistics } from '../../core/statistics/batchStatistics.ts';
import type { BatchTable, StoreDatabase } from '../store/database/schema.ts';
import type { BenchIdentity } from '../store/runRecord.ts';
import { parseBatchDefinition, type BatchDefinition } from './batchDefinition.ts';

const LONGEST_NAME = 200;

export interface Batch {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly definition: BatchDefinition;
}

/** A batch in a list. */
export interface BatchListing extends Pick<Batch, 'id' | 'name' | 'createdAt'> {
  readonly product: string;
  readonly attempts: number;
  readonly units: number;
}

function batchOf({ id, name, createdAt, definitionJson }: BatchTable): Batch {
  return { id, name, createdAt, definition: parseBatchDefinition(definitionJson) };
}

/**
 * Begins a batch.
 * @param createdAt ISO 8601, UTC
 * @throws AmpbenchError `usage/batch-name-invalid`, `usage/batch-exists`, `usage/serial-invalid` of the golden unit
 */
export async function createBatch(
  database: StoreDatabase,
  bench: BenchIdentity,
  name: string,
  definition: BatchDefinition,
  createdAt: string,
): Promise<Batch> {
  const wanted = name.trim().normalize('NFC');
  if (wanted === '' || wanted.length > LONGEST_NAME || /\p{Cc}|\p{Cs}/u.test(wanted))
    throw new AmpbenchError(
      'usage',
      'batch-name-invalid',
      `the name of the batch is ${JSON.stringify(name)} but must have 1 to ${LONGEST_NAME} characters, none of them a control character`,
      { name },
    );
  const goldenSerial = definition.goldenSerial === null ? null : unitSerial(definition.goldenSerial);
  const row = {
    id: randomUUID(),
    benchId: bench.id,
    name: wanted,
    definitionJson: JSON.stringify({ ...definition, goldenSerial }),
    createdAt,
    closedAt: null,
  };
  return database.transaction().execute(async (transaction) => {
    const other = await transaction.selectFrom('batches').select('id').where('name', '=', wanted).executeTakeFirst();
    if (other !== undefined)
      throw new AmpbenchError(
        'usage',
        'batch-exists',
        `there is a batch "${wanted}" already`,
        { name: wanted, batchId: other.id },
        `go on with it: ampbench batch next "${wanted}"`,
      );
    await transaction
      .insertInto('benches')
      .values({ id: bench.id, name: bench.name })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction.insertInto('batches').values(row).execute();
    return batchOf(row);
  });
}

/** @throws AmpbenchError `data/batch-unknown` naming those there are */
export async function findBatch(database: StoreDatabase, reference: string): Promise<Batch> {
  const rows = await database
    .selectFrom('batches')
    .selectAll()
    .where((where) =>
      where.or([where('name', '=', reference.trim().normalize('NFC')), where('id', '=', reference.toLowerCase())]),
    )
    .orderBy('createdAt', 'desc')
    .execute();
  const row = rows.at(0);
  if (row !== undefined) return batchOf(row);
  const names = await database.selectFrom('batches').select('name').orderBy('createdAt', 'desc').limit(10).execute();
  throw new AmpbenchError(
    'data',
    'batch-unknown',
    `there is no batch "${reference}"; there are ${names.map(({ name }) => `"${name}"`).join(', ') || 'none'}`,
    { batch: reference },
    'ampbench batch list shows all, ampbench batch new begins one',
  );
}

/** All batches, latest first. */
export async function listBatches(database: StoreDatabase): Promise<BatchListing[]> {
  const rows = await database
    .selectFrom('batches')
    .leftJoin('attempts', 'attempts.batchId', 'batches.id')
    .select(['batches.id', 'batches.name', 'batches.createdAt', 'batches.definitionJson'])
    .select(({ fn }) => [fn.count('attempts.id').as('attempts'), fn.count('attempts.unitId').distinct().as('units')])
    .groupBy(['batches.id', 'batches.name', 'batches.createdAt', 'batches.definitionJson'])
    .orderBy('batches.createdAt', 'desc')
    .orderBy('batches.id')
    .execute();
  return rows.map(({ definitionJson, attempts, units, ...row }) => ({
    ...row,
    product: parseBatchDefinition(definitionJson).product,
    attempts: Number(attempts),
    units: Number(units),
  }));
}

/** A batch and what came of it: what `batch stats --json` prints. */
export interface BatchReport extends BatchStatistics {
  readonly kind: 'batch';
  readonly schemaVersion: 1;
  readonly batch: Batch;
}
