import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AmpbenchError } from '../../core/errors.ts';
import type { Analysis, AnalysisInput, MeasurementKind } from '../../core/measure/analysis.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import type { Outcome } from '../../electron/ipc/contract.ts';
import { valueOf } from '../engine/protocol.ts';
import { productFolder } from '../system/productFolder.ts';
import { buffersOf, type AnalysisTask } from './analysisTask.ts';

export interface AnalysisPoolOptions {
  /** Most threads at once; one for each core unless told. */
  readonly threads?: number;
  /** The thread's program; the bundled one, or its source where this is run from source. */
  readonly program?: string | URL;
}

interface Job {
  readonly task: AnalysisTask;
  readonly moved: readonly ArrayBuffer[];
  readonly resolve: (analysis: Analysis) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

const defaultProgram = (): string | URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('./workerMain.ts', import.meta.url)
    : join(productFolder(), 'out', 'analysis', 'worker.mjs');

const closedError = (): AmpbenchError =>
  new AmpbenchError('cancelled', 'analysis-closed', 'the analysis was stopped before it was done');

/**
 * Worker threads for analyses. A thread is started when first there is work for it, and a pool at rest does not keep the process alive. The samples of a
 * task are moved to the thread, not copied: the caller's arrays are empty afterwards.
 */
export class AnalysisPool {
  private readonly threads = new Set<Thread>();
  private readonly waiting: Job[] = [];
  private readonly most: number;
  private readonly program: string | URL;
  private closed = false;

  constructor(options: AnalysisPoolOptions = {}) {
    this.most = options.threads ?? availableParallelism();
    this.program = options.program ?? defaultProgram();
  }

  /**
   * Analyses in a worker thread; the samples are moved there.
   * @throws AmpbenchError as `analyzeKind` does; `bug/analysis-thread-died` where the thread ended under it; `cancelled/analysis-closed`
   */
  analyze(task: AnalysisTask): Promise<Analysis> {
    return this.enqueue(task, buffersOf(task));
  }

  /**
   * Analyses several tasks side by side; samples that more than one of them needs are copied, all others moved.
   * @returns in the order of the tasks; rejects with the first error, when the others have ended too
   */
  async analyzeAll(tasks: readonly AnalysisTask[]): Promise<Analysis[]> {
    const uses = new Map<ArrayBuffer, number>();
    const buffers = tasks.map(buffersOf);
    for (const set of buffers) for (const buffer of set) uses.set(buffer, (uses.get(buffer) ?? 0) + 1);
    const settled = await Promise.allSettled(
      tasks.map((task, index) =>
        this.enqueue(
          task,
          [...buffers[index]].filter((buffer) => uses.get(buffer) === 1),
        ),
      ),
    );
    return settled.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason as Error;
      return outcome.value;
    });
  }

  /** Ends all threads; what is under way or waits fails with `cancelled/analysis-closed`. */
  async close(): Promise<void> {
    this.closed = true;
    const jobs = [...this.threads].map(({ job }) => job).concat(this.waiting.splice(0));
    for (const job of jobs) job?.reject(closedError());
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private enqueue(task: AnalysisTask, moved: Iterable<ArrayBuffer>): Promise<Analysis> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(closedError());
        return;
      }
      this.waiting.push({ task, moved: [...moved], resolve, reject });
      this.dispatch();
    });
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const idle = [...this.threads].find(({ job }) => job === null);
      const thread = idle ?? (this.threads.size < this.most ? this.start() : null);
      if (thread === null) return;
      const job = this.waiting.shift()!;
      try {
        thread.worker.postMessage(job.task, job.moved);
      } catch (error) {
        job.reject(
          new AmpbenchError('bug', 'analysis-input-moved', `the samples for ${job.task.kind} cannot be moved again`, {
            kind: job.task.kind,
            reason: String(error),
          }),
        );
        continue;
      }
      thread.job = job;
      thread.worker.ref();
    }
  }

  private start(): Thread {
    const thread: Thread = { worker: new Worker(this.program, { execArgv: [] }), job: null };
    const { worker } = thread;
    worker.unref();
    worker.on('message', (outcome: Outcome<Analysis>) => {
      const job = thread.job!;
      thread.job = null;
      worker.unref();
      try {
        job.resolve(valueOf(outcome));
      } catch (error) {
        job.reject(error);
      }
      this.dispatch();
    });
    let reason: string | null = null;
    worker.on('error', (error: Error) => {
      reason = error.message;
    });
    worker.on('exit', (code) => {
      this.threads.delete(thread);
      reason ??= `it ended with code ${code}`;
      thread.job?.reject(
        new AmpbenchError('bug', 'analysis-thread-died', `the thread of ${thread.job.task.kind} died: ${reason}`, {
          kind: thread.job.task.kind,
          reason,
        }),
      );
      if (!this.closed) this.dispatch();
    });
    this.threads.add(thread);
    return thread;
  }
}

let shared: AnalysisPool | null = null;

/**
 * One analysis in the process's own pool of worker threads; the samples are moved there, the caller's arrays are empty afterwards.
 * @throws AmpbenchError as `analyzeKind` does
 */
export function analyzeInWorker(
  kind: MeasurementKind,
  input: AnalysisInput,
  settings: MeasureSettings,
): Promise<Analysis> {
  shared ??= new AnalysisPool();
  return shared.analyze({ kind, input, settings });
}
