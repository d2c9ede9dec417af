import { AmpbenchError } from '../../core/errors.ts';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Engine, EngineEvent, EngineMethod, Outcome } from '../../electron/ipc/contract.ts';

/** Every engine call as it crosses the process border: its outcome is data, so an error keeps its code and tip. */
export type EngineCalls = {
  [Method in EngineMethod]: (
    ...args: Parameters<Engine[Method]>
  ) => Promise<Outcome<Awaited<ReturnType<Engine[Method]>>>>;
} & {
  /** Goes on with the run in `folder` after the engine died under it: nobody touched the bench meanwhile. */
  restore(folder: string): Promise<Outcome<null>>;
};

/** What the engine process sends without being asked. */
export interface EngineMessages {
  event(event: EngineEvent): void;
  live(frame: Uint8Array): void;
}

/** Any error as a record; one that is not ours is a bug and keeps its stack. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof AmpbenchError) return error.toRecord();
  const isError = error instanceof Error;
  const record = new AmpbenchError('bug', 'unexpected-error', isError ? error.message : String(error), {
    stack: isError ? (error.stack ?? null) : null,
  });
  return record.toRecord();
}

/** Runs a call and makes its outcome data. */
export async function outcomeOf<Value>(call: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, error: toErrorRecord(error) };
  }
}

/** The value of an outcome from the other side, or its error thrown again. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw AmpbenchError.fromRecord(outcome.error);
}
