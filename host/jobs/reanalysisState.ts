import type { SharedStore } from '../store/postgres/sharedStore.ts';
import { productVersion } from '../system/productFolder.ts';

export interface ReanalysisState {
  /** Runs that this version has analysed. */
  readonly done: number;
  /** Of these: runs that came out with another result than the stored one. */
  readonly changed: readonly string[];
  /** And those that could not be computed. */
  readonly failed: readonly { readonly runId: string; readonly failure: string }[];
}

/** What this version's re-analyses of a shared store came to. */
export async function reanalysisState({ database }: SharedStore): Promise<ReanalysisState> {
  const rows = await database
    .selectFrom('reanalyses')
    .innerJoin('runs', 'runs.id', 'reanalyses.runId')
    .select(['runId', 'failure', 'reanalyses.resultSha256 as after', 'runs.resultSha256 as before'])
    .where('reanalyses.productVersion', '=', productVersion())
    .orderBy('runs.startedAt')
    .execute();
  return {
    done: rows.length,
    changed: rows
      .filter(({ failure, before, after }) => failure === null && before !== after)
      .map(({ runId }) => runId),
    failed: rows.flatMap(({ runId, failure }) => (failure === null ? [] : [{ runId, failure }])),
  };
}
