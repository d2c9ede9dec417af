import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AmpbenchError } from '../../core/errors.ts';
import type { RunEffect, RunReply } from '../../core/run/effects.ts';
import type { Outcome } from '../../electron/ipc/contract.ts';
import { productFolder } from '../system/productFolder.ts';
import { executeRun } from './executeRun.ts';
import type { ProcedureSteps, RunContext } from './executeRun.ts';
import type { ProcedureCall, ProcedureName, ProcedureResult } from './procedureCall.ts';
import { valueOf } from './protocol.ts';

const defaultProgram = (): string | URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('./procedureMain.ts', import.meta.url)
    : join(productFolder(), 'out', 'engine', 'procedure.mjs');

interface Waiting<Result> {
  readonly resolve: (step: IteratorResult<RunEffect, Result>) => void;
  readonly reject: (error: unknown) => void;
}

/** What was recorded moves to the thread that analyses it. */
const buffersOf = (reply: RunReply | undefined): ArrayBuffer[] =>
  reply?.type === 'take' && reply.capture.frames.buffer instanceof ArrayBuffer ? [reply.capture.frames.buffer] : [];

/**
 * A procedure in a thread of its own, so that this one stays free to hear a cancel while it analyses. Samples are moved both ways, not copied: a capture
 * is empty here once it was handed over.
 */
export class ProcedureThread<Result> implements ProcedureSteps<Result> {
  readonly #worker: Worker;
  #waiting: Waiting<Result> | null = null;
  #ended: Error | null = null;

  /**
   * @param call what the thread's program begins
   * @param cancel ends the thread at once, whatever it is at
   */
  constructor(call: unknown, cancel: AbortSignal, program: string | URL = defaultProgram()) {
    this.#worker = new Worker(program, { execArgv: [], workerData: call });
    this.#worker.on('message', (outcome: Outcome<IteratorResult<RunEffect, Result>>) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      try {
        waiting?.resolve(valueOf(outcome));
      } catch (error) {
        waiting?.reject(error);
      }
    });
    this.#worker.on('error', (error: Error) => {
      this.#end(new AmpbenchError('bug', 'procedure-thread-died', `the thread of the run died: ${error.message}`));
    });
    this.#worker.on('exit', (code) => {
      this.#end(new AmpbenchError('bug', 'procedure-thread-died', `the thread of the run ended with code ${code}`));
    });
    const stop = (): void => {
      this.stop();
    };
    if (cancel.aborted) stop();
    else cancel.addEventListener('abort', stop, { once: true });
  }

  /** @throws AmpbenchError what the procedure throws, `bug/procedure-thread-died`; an Error once it was stopped */
  next(...[reply]: [] | [RunReply]): Promise<IteratorResult<RunEffect, Result>> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(reply ?? null, buffersOf(reply));
    });
  }

  /** Ends the thread; a step it is at fails at once, and nobody waits until the thread is gone. */
  stop(): void {
    this.#end(new Error('the procedure was stopped'));
    void this.#worker.terminate();
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}

/** Carries a run out with its procedure, all of its analyses among it, in a thread of its own. @throws as `executeRun` */
export async function executeInThread<Name extends ProcedureName>(
  call: ProcedureCall<Name>,
  context: RunContext,
): Promise<ProcedureResult<Name>> {
  const thread = new ProcedureThread<ProcedureResult<Name>>(call, context.cancel);
  try {
    return await executeRun(thread, context);
  } finally {
    thread.stop();
  }
}
