import { AmpbenchError } from '../../core/errors.ts';
import { enqueueReanalyses, openJobs, withJobs } from '../../host/jobs/reanalysisQueue.ts';
import { reanalysisState } from '../../host/jobs/reanalysisState.ts';
import { withSharedStore } from '../../host/store/postgres/sharedStore.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { requireSharedAddress } from '../sharedStore.ts';

export interface ReanalyzeAllOptions {
  readonly all?: boolean;
  readonly store?: string;
  readonly json?: boolean;
}

/** `ampbench runs reanalyze --all --store S`: asks the workers for what this version has not analysed yet, and says what it has. */
export async function runRunsReanalyzeAll(run: string | undefined, options: ReanalyzeAllOptions): Promise<number> {
  if (options.all !== true || run !== undefined) {
    throw new AmpbenchError(
      'usage',
      'options-conflict',
      'runs reanalyze takes either a run, or --all with the --store of its runs',
      {},
      'a run of a shared store: ampbench store fetch brings it here first',
    );
  }
  const state = await withSharedStore(await requireSharedAddress(options.store), async (shared) => {
    await withJobs(shared, (boss) => enqueueReanalyses(shared, boss));
    return { waiting: await openJobs(shared), ...(await reanalysisState(shared)) };
  });
  if (options.json === true) {
    printJson(state);
    return EXIT.pass;
  }
  const { waiting, done, changed, failed } = state;
  process.stdout.write(
    `${String(waiting)} runs wait for workers; ${String(done)} done: ${String(changed.length)} with another result, ${String(failed.length)} not computed\n`,
  );
  for (const runId of changed) process.stdout.write(`${runId} changed: store fetch and runs reanalyze show what\n`);
  for (const { runId, failure } of failed) process.stderr.write(`${runId} ${failure}\n`);
  return EXIT.pass;
}
