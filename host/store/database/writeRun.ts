import type { Transaction } from 'kysely';
import { noteChange } from './runChanges.ts';
import type { RunRows } from './runRows.ts';
import type { StoreDatabase, StoreSchema } from './schema.ts';

/** Rows in one statement: below the limit on parameters of both dialects for the widest table. */
const ROWS_AT_ONCE = 500;

/** The tables that hold nothing but parts of runs. */
const PARTS = ['documents', 'journalEntries', 'takes', 'figures'] as const;

async function insertParts<Table extends (typeof PARTS)[number] | 'captures'>(
  transaction: Transaction<StoreSchema>,
  table: Table,
  rows: readonly StoreSchema[Table][],
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const values = rows.slice(at, at + ROWS_AT_ONCE) as never[];
    await transaction
      .insertInto(table)
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/**
 * Puts a run into a store, all of it or nothing; what the store had of it before is replaced. Doing it twice changes
 * nothing.
 */
export async function writeRun(database: StoreDatabase, rows: RunRows): Promise<void> {
  const { bench, unit, run } = rows;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('benches')
      .values(bench)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (unit !== null) {
      await transaction
        .insertInto('units')
        .values(unit)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await transaction
      .insertInto('runs')
      .values(run)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(run))
      .execute();
    for (const table of PARTS) await transaction.deleteFrom(table).where('runId', '=', run.id).execute();
    await insertParts(transaction, 'captures', rows.captures);
    for (const table of PARTS) await insertParts(transaction, table, rows[table]);
    await noteChange(transaction, run);
  });
}
