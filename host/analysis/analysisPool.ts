import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AmpbenchError } from '../../core/errors.ts';
import type { Outcome } from '../../electron/ipc/contract.ts';
import { valueOf } from '../engine/protocol.ts';
import { productFolder } from '../system/productFolder.ts';
import { buffersOf, nameOf } from './analysisTask.ts';
import type { AnalysisTask, TaskResult } from './analysisTask.ts';

export interface AnalysisPoolOptions {
  /** Most threads at once; one for each core unless told. */
  readonly threads?: number;
  /** The thread's program; the bundled one, or its source where this is run from source. */
  readonly program?: string | URL;
}

interface Job {
  readonly task: AnalysisTask;
  readonly moved: readonly ArrayBuffer[];
  readonly resolve: (result: unknown) => void;
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
   * A task in a worker thread; its samples are moved there.
   * @throws AmpbenchError as `analyzeKind` does; `bug/analysis-thread-died` where the thread ended under it; `cancelled/analysis-closed`
   */
  run<Task extends AnalysisTask>(task: Task): Promise<TaskResult<Task>> {
    return this.enqueue(task, buffersOf(task));
  }

  /**
   * Tasks side by side; samples that more than one of them needs are copied unless they are in shared memory, all others moved.
   * @returns how each ended, in the order of the tasks
   */
  runAll<Task extends AnalysisTask>(tasks: readonly Task[]): Promise<PromiseSettledResult<TaskResult<Task>>[]> {
    const uses = new Map<ArrayBuffer, number>();
    const buffers = tasks.map(buffersOf);
    for (const set of buffers) for (const buffer of set) uses.set(buffer, (uses.get(buffer) ?? 0) + 1);
    return Promise.allSettled(
      tasks.map((task, index) =>
        this.enqueue(
          task,
          [...buffers[index]].filter((buffer) => uses.get(buffer) === 1),
        ),
      ),
    );
  }

  /** Ends all threads; what is under way or waits fails with `cancelled/analysis-closed`. */
  async close(): Promise<void> {
    this.closed = true;
    const jobs = [...this.threads].map(({ job }) => job).concat(this.waiting.splice(0));
    for (const job of jobs) job?.reject(closedError());
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private enqueue<Task extends AnalysisTask>(task: Task, moved: Iterable<ArrayBuffer>): Promise<TaskResult<Task>> {
    return new Promise<TaskResult<Task>>((settle, reject) => {
      const resolve = settle as (result: unknown) => void;
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
          new AmpbenchError(
            'bug',
            'analysis-input-moved',
            `the samples for ${nameOf(job.task)} cannot be moved again`,
            {
              reason: String(error),
            },
          ),
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
    worker.on('message', (outcome: Outcome<unknown>) => {
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
        new AmpbenchError('bug', 'analysis-thread-died', `the thread of ${nameOf(thread.job.task)} died: ${reason}`, {
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

/** The process's own pool. */
export function analysisPool(): AnalysisPool {
  shared ??= new AnalysisPool();
  return shared;
}
