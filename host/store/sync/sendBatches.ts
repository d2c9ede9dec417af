import type { StoreDatabase } from '../database/schema.ts';
import type { SharedStore } from '../postgres/sharedStore.ts';
import type { RunStore } from '../runStore.ts';

/** Attempts sent at once. */
const ATTEMPTS_AT_ONCE = 100;

/** How many attempts of each of a bench's batches a store has; they are numbered from 0 and only ever added. */
async function attemptCounts(database: StoreDatabase, benchId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('attempts')
    .innerJoin('batches', 'batches.id', 'attempts.batchId')
    .select(({ fn }) => ['batchId', fn.max('position').as('last')])
    .where('benchId', '=', benchId)
    .groupBy('batchId')
    .execute();
  return new Map(rows.map(({ batchId, last }) => [batchId, last + 1]));
}

/** Attempts from `first` on, with their units and figures; all that follow at once are there or none. */
async function sendAttempts(from: StoreDatabase, to: StoreDatabase, batchId: string, first: number): Promise<void> {
  const between = from
    .selectFrom('attempts')
    .where('batchId', '=', batchId)
    .where('position', '>=', first)
    .where('position', '<', first + ATTEMPTS_AT_ONCE);
  const attempts = await between.selectAll().execute();
  if (attempts.length === 0) return;
  const units = await from.selectFrom('units').selectAll().where('id', 'in', between.select('unitId')).execute();
  const figures = await from
    .selectFrom('attemptFigures')
    .selectAll()
    .where('attemptId', 'in', between.select('id'))
    .execute();
  await to.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('units')
      .values(units)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .insertInto('attempts')
      .values(attempts)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (let at = 0; at < figures.length; at += 1000) {
      const insert = transaction.insertInto('attemptFigures').values(figures.slice(at, at + 1000));
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    }
  });
  await sendAttempts(from, to, batchId, first + ATTEMPTS_AT_ONCE);
}

/** Brings a bench's batches and what they found of each unit into a shared store. A batch is changed on its own bench only, so its row here is the latest. */
export async function sendBatches({ database, bench }: RunStore, shared: SharedStore): Promise<void> {
  const batches = await database.selectFrom('batches').selectAll().where('benchId', '=', bench.id).execute();
  if (batches.length === 0) return;
  const insertBench = shared.database.insertInto('benches').values({ id: bench.id, name: bench.name });
  await insertBench.onConflict((conflict) => conflict.doNothing()).execute();
  for (const batch of batches) {
    const insert = shared.database.insertInto('batches').values(batch);
    await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(batch)).execute();
  }
  const sent = await attemptCounts(shared.database, bench.id);
  for (const [batchId, count] of await attemptCounts(database, bench.id)) {
    const first = sent.get(batchId) ?? 0;
    if (first < count) await sendAttempts(database, shared.database, batchId, first);
  }
}
