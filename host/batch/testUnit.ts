import type { SequenceResult } from '../../core/sequence/stepResult.ts';
import { runSequence, type SequenceEvent } from '../sequence/runSequence.ts';
import type { SequenceBench, SequenceClock } from '../sequence/sequenceBench.ts';
import type { StoreDatabase } from '../store/database/schema.ts';
import { keepAttempt, type KeptAttempt } from './attemptRows.ts';
import { sequenceOfBatch } from './batchDefinition.ts';
import type { Batch } from './batches.ts';

/** A tested unit: what was found, and how it was kept; not kept where the bench failed. */
export interface TestedUnit {
  readonly result: SequenceResult;
  readonly kept: KeptAttempt | null;
}

/**
 * Puts one unit through its batch's test and keeps what was found.
 * @param serial as `unitSerial` keeps it
 * @param operator who measured; null: not said
 */
export async function testUnit(
  database: StoreDatabase,
  batch: Batch,
  bench: SequenceBench,
  unit: { readonly serial: string; readonly operator: string | null },
  clock: SequenceClock,
  observe: (event: SequenceEvent) => void,
): Promise<TestedUnit> {
  const { serial, operator } = unit;
  const result = await runSequence(sequenceOfBatch(batch.definition), bench, serial, clock, observe);
  const { product } = batch.definition;
  const kept = await keepAttempt(database, { batchId: batch.id, product, serial, operator, result });
  return { result, kept };
}
