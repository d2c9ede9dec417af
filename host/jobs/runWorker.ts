import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SharedStore } from '../store/postgres/sharedStore.ts';
import { countFigures } from '../store/statistics/countFigures.ts';
import { openJobs, queueName, withJobs } from './reanalysisQueue.ts';
import type { ReanalysisJob } from './reanalysisQueue.ts';
import { performReanalysis } from './reanalysisJob.ts';

export interface WorkerOptions {
  /** Runs at once. */
  readonly jobs: number;
  /** Ends when nobody has work left, rather than wait for more. */
  readonly untilDone: boolean;
  /** Ends the worker: what is under way is finished first. */
  readonly stop: AbortSignal;
  readonly tell: (runId: string) => void;
}

const POLLING_SECONDS = 1;
const COUNTING_SECONDS = 60;

/**
 * Works off a shared store's re-analyses, beside any number of other workers on any machines, and keeps its sums of figures up to date. A job whose worker
 * dies is taken over by another one.
 * @returns runs done here
 * @throws AmpbenchError as `postgresError` does
 */
export async function runWorker(shared: SharedStore, { jobs, untilDone, stop, tell }: WorkerOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ampbench-worker-'));
  let done = 0;
  try {
    await withJobs(shared, async (boss) => {
      const options = { localConcurrency: jobs, pollingIntervalSeconds: POLLING_SECONDS };
      await boss.work<ReanalysisJob>(queueName(), options, async ([job]) => {
        await performReanalysis(shared, job.data.runId, folder, job.signal);
        done += 1;
        tell(job.data.runId);
      });
      for (let seconds = 0; !stop.aborted; seconds += POLLING_SECONDS) {
        if (untilDone && (await openJobs(shared)) === 0) break;
        // So that nobody who asks for statistics has to wait for it
        if (!untilDone && seconds % COUNTING_SECONDS === 0) await countFigures(shared.database);
        await delay(POLLING_SECONDS * 1000, undefined, { signal: stop }).catch(() => undefined);
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return done;
}
