import { sql } from 'kysely';
import type { StoreDatabase } from '../database/schema.ts';

/**
 * Sums up the figures of every hour in which a run was measured or changed since the last time. Several processes may do it at once.
 * @returns hours summed up
 */
export async function countFigures(database: StoreDatabase): Promise<number> {
  const hours = await database.selectFrom('uncountedRuns').select('hour').distinct().orderBy('hour').execute();
  for (const { hour } of hours) await countHour(database, hour);
  return hours.length;
}

async function countHour(database: StoreDatabase, hour: string): Promise<void> {
  const [first, last] = [`${hour}:00:00.000Z`, `${hour}:59:59.999Z`];
  await database.transaction().execute(async (transaction) => {
    // First of all: it waits for those who are writing runs of this hour, and makes others wait
    const { numDeletedRows } = await transaction
      .deleteFrom('uncountedRuns')
      .where('hour', '=', hour)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return;
    await transaction.deleteFrom('hourFigures').where('hour', '=', hour).execute();
    // Squares from the mean: a sum of x² would lose the spread of 2.6 V ± 1 µV. A window, as a planner that has no statistics yet joins badly
    await sql`
      insert into "hourFigures"
      with cells as (
        select "title", "simulated", "series", coalesce("unit", '') as "unit", "value", "verdict",
          avg("value") over (partition by "title", "simulated", "series", "unit") as "mean"
        from "runs" join "figures" on "figures"."runId" = "runs"."id"
        where "runs"."startedAt" >= ${first} and "runs"."startedAt" <= ${last}
          and "finishedAt" is not null and "deletedAt" is null
      )
      select cast(${hour} as text), "title", "simulated", "series", "unit", count(*), count("value"), avg("value"),
        sum(("value" - "mean") * ("value" - "mean")), min("value"), max("value"),
        sum(case when "verdict" = 'pass' then 1 else 0 end), sum(case when "verdict" = 'fail' then 1 else 0 end)
      from cells
      group by "title", "simulated", "series", "unit"
    `.execute(transaction);
  });
}
