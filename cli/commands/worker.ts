import { availableParallelism } from 'node:os';
import { runWorker } from '../../host/jobs/runWorker.ts';
import { withSharedStore } from '../../host/store/postgres/sharedStore.ts';
import { EXIT } from '../exitCodes.ts';
import { requireSharedAddress } from '../sharedStore.ts';

export interface WorkerOptions {
  readonly store?: string;
  readonly jobs?: number;
  readonly untilDone?: boolean;
}

/** `ampbench worker`: works off the re-analyses of a shared store, until it is stopped. */
export async function runWorkerCommand(options: WorkerOptions): Promise<number> {
  const address = await requireSharedAddress(options.store);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stop.abort();
    });
  const done = await withSharedStore(address, (shared) => {
    process.stderr.write(`works for ${address.place}; Ctrl-C ends it after the runs under way\n`);
    return runWorker(shared, {
      jobs: options.jobs ?? availableParallelism(),
      untilDone: options.untilDone === true,
      stop: stop.signal,
      tell: (runId) => process.stderr.write(`${runId} done\n`),
    });
  });
  process.stderr.write(`${String(done)} runs done\n`);
  return EXIT.pass;
}
