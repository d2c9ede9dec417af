import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { recomputeRun } from '../engine/recomputeRun.ts';
import { writeFloat32Wave } from '../files/wave/waveWriter.ts';
import type { ReanalysisTable } from '../store/database/schema.ts';
import type { SharedStore } from '../store/postgres/sharedStore.ts';
import { restoreRun } from '../store/restoreRun.ts';
import { fetchSamples } from '../store/sync/captureParts.ts';
import { productVersion } from '../system/productFolder.ts';

async function resultOf(
  { database }: SharedStore,
  runId: string,
  folder: string,
  cancel: AbortSignal,
): Promise<Pick<ReanalysisTable, 'resultSha256' | 'content' | 'failure'>> {
  const run = await database
    .selectFrom('runs')
    .select(['id', 'finishedAt'])
    .where('id', '=', runId)
    .executeTakeFirstOrThrow();
  const path = join(folder, runId);
  try {
    await restoreRun(database, run, path, async (file, take) => {
      const sha256 = take.captureSha256;
      const capture = await database
        .selectFrom('captures')
        .selectAll()
        .where('sha256', '=', sha256)
        .executeTakeFirstOrThrow();
      await writeFloat32Wave(file, { ...take, frames: await fetchSamples(database, capture) });
    });
    const content = await recomputeRun(path, cancel);
    return { resultSha256: createHash('sha256').update(content).digest('hex'), content, failure: null };
  } catch (error) {
    // The run itself is at fault: another try would end the same. A disk or a stop is not
    if (!(error instanceof AmpbenchError) || ['storage', 'cancelled', 'bug'].includes(error.kind)) throw error;
    return { resultSha256: null, content: null, failure: `${error.code}: ${error.message.replaceAll(path, runId)}` };
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/**
 * Computes a run of a shared store again from its captures, with this version of Ampbench, and keeps what comes out beside it; the run stays as it is. Doing
 * it twice changes nothing.
 * @param folder for the run's files while it is computed
 * @throws AmpbenchError of kind `storage` and `cancelled`; what the database throws
 */
export async function performReanalysis(
  shared: SharedStore,
  runId: string,
  folder: string,
  cancel: AbortSignal,
): Promise<void> {
  const row = { runId, productVersion: productVersion(), ...(await resultOf(shared, runId, folder, cancel)) };
  await shared.database
    .insertInto('reanalyses')
    .values(row)
    .onConflict((conflict) => conflict.columns(['runId', 'productVersion']).doUpdateSet(row))
    .execute();
}
