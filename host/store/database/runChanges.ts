import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { RunTable, StoreSchema } from './schema.ts';

/** The hour a time lies in: `2026-11-21T14`. */
export const hourOf = (time: string): string => time.slice(0, 13);

/** Notes that a run was changed: it is to be sent to the shared store again, and the figures of its hour are to be summed up again. */
export async function noteChange(transaction: Transaction<StoreSchema>, { id, startedAt }: RunTable): Promise<void> {
  await transaction
    .insertInto('runChanges')
    .columns(['runId', 'number'])
    .expression((build) =>
      build
        .selectFrom('runChanges')
        .select([sql.val(id).as('runId'), sql<number>`coalesce(max("number"), 0) + 1`.as('number')])
        // SQLite would take the conflict for a part of a join
        .where(sql<boolean>`1 = 1`),
    )
    .onConflict((conflict) =>
      conflict.column('runId').doUpdateSet((update) => ({ number: update.ref('excluded.number') })),
    )
    .execute();
  await transaction
    .insertInto('uncountedRuns')
    .values({ hour: hourOf(startedAt), runId: id })
    // Updated, so that whoever is summing up the hour waits for what this transaction writes
    .onConflict((conflict) => conflict.columns(['hour', 'runId']).doUpdateSet({ runId: id }))
    .execute();
}
