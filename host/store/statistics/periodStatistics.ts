import { sql } from 'kysely';
import { hourOf } from '../database/runChanges.ts';
import type { StoreDatabase } from '../database/schema.ts';
import { countFigures } from './countFigures.ts';

/** A series of figures over a stretch of time. */
export interface SeriesStatistics {
  readonly series: string;
  /** Empty where there is none. */
  readonly unit: string;
  readonly runs: number;
  /** Of runs whose figure could be had. */
  readonly n: number;
  /** Null without values; so are `least` and `most`. */
  readonly mean: number | null;
  /** With n − 1; null with fewer than two values. */
  readonly standardDeviation: number | null;
  readonly least: number | null;
  readonly most: number | null;
  /** Of a claim: runs with this verdict. */
  readonly passed: number;
  readonly failed: number;
}

export interface Period {
  /** The product, or a measurement's title, as runs are listed. */
  readonly title: string;
  /** ISO 8601, UTC; counted by whole hours: the hour of `from` and all before the hour of `to`. */
  readonly from: string;
  readonly to: string;
  /** Of simulated runs instead of real ones. */
  readonly simulated: boolean;
}

/**
 * Every figure of a product over a stretch of time: n, mean, spread, verdicts. Read from sums by the hour, so that it takes no longer for more units; hours
 * that changed since are summed up first.
 */
export async function periodStatistics(
  database: StoreDatabase,
  { title, from, to, simulated }: Period,
): Promise<readonly SeriesStatistics[]> {
  await countFigures(database);
  const { rows } = await sql<Omit<SeriesStatistics, 'standardDeviation'> & { readonly squares: number | null }>`
    with cells as (
      select *, sum("valueCount" * "mean") over series / nullif(sum("valueCount") over series, 0) as "center"
      from "hourFigures"
      where "title" = ${title} and "simulated" = ${simulated ? 1 : 0} and "hour" >= ${hourOf(from)} and "hour" < ${hourOf(to)}
      window series as (partition by "series", "unit")
    )
    select "series", "unit", sum("rowCount") as "runs", sum("valueCount") as "n", max("center") as "mean",
      sum("squares" + "valueCount" * ("mean" - "center") * ("mean" - "center")) as "squares",
      min("least") as "least", max("most") as "most", sum("passCount") as "passed", sum("failCount") as "failed"
    from cells
    group by "series", "unit"
    order by "series", "unit"
  `.execute(database);
  return rows.map(({ squares, ...row }) => ({
    ...row,
    standardDeviation: squares === null || row.n < 2 ? null : Math.sqrt(squares / (row.n - 1)),
  }));
}
