import { parentPort } from 'node:worker_threads';
import type { Procedure, RunEffect, RunReply } from '../../core/run/effects.ts';
import { outcomeOf } from './protocol.ts';

/** A step of a procedure in its own thread. */
export type ProcedureStep = IteratorResult<RunEffect, unknown>;

/** The memory of what is to be played: it moves to who plays it. */
function buffersOf({ done, value }: ProcedureStep): ArrayBuffer[] {
  if (done === true || value.type !== 'take') return [];
  const { buffer } = value.take.frames.data;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

/**
 * Makes this thread a procedure's: each reply from the engine (null to begin with) is answered with the outcome of the step that follows from it. The thread
 * may be ended at any time.
 */
export function serveProcedure(procedure: Procedure<unknown>): void {
  parentPort?.on('message', (reply: RunReply | null) => {
    void outcomeOf(() => Promise.resolve(reply === null ? procedure.next() : procedure.next(reply))).then((outcome) => {
      parentPort?.postMessage(outcome, outcome.ok ? buffersOf(outcome.value) : []);
    });
  });
}
