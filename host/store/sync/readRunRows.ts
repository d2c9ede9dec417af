import type { RunRows } from '../database/runRows.ts';
import type { StoreDatabase } from '../database/schema.ts';

/** A run's rows, as they stand in a store at one moment; undefined where it has no such run. */
export async function readRunRows(database: StoreDatabase, runId: string): Promise<RunRows | undefined> {
  return database.transaction().execute(async (transaction) => {
    const run = await transaction.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst();
    if (run === undefined) return undefined;
    const bench = transaction.selectFrom('benches').selectAll().where('id', '=', run.benchId);
    const unit = transaction.selectFrom('units').selectAll().where('id', '=', run.unitId);
    const takes = transaction.selectFrom('takes').selectAll().where('runId', '=', runId).orderBy('position');
    const captures = transaction
      .selectFrom('captures')
      .selectAll()
      .where('sha256', 'in', (takesOf) =>
        takesOf.selectFrom('takes').select('captureSha256').where('runId', '=', runId),
      );
    return {
      run,
      bench: await bench.executeTakeFirstOrThrow(),
      unit: (await unit.executeTakeFirst()) ?? null,
      documents: await transaction.selectFrom('documents').selectAll().where('runId', '=', runId).execute(),
      journalEntries: await transaction
        .selectFrom('journalEntries')
        .selectAll()
        .where('runId', '=', runId)
        .orderBy('position')
        .execute(),
      captures: await captures.execute(),
      takes: await takes.execute(),
      figures: await transaction
        .selectFrom('figures')
        .selectAll()
        .where('runId', '=', runId)
        .orderBy('position')
        .execute(),
    };
  });
}
