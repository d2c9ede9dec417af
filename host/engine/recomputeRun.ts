import { AmpbenchError } from '../../core/errors.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { RunFolder } from '../store/runFolder.ts';
import type { RunBench, RunContext } from './executeRun.ts';
import { measurementCall, verificationCall } from './procedureOfRun.ts';
import { executeInThread } from './procedureThread.ts';

/**
 * What this version of Ampbench makes of a run's captures: the text of its `result.json`. Nothing plays and nothing in the
 * folder changes; a process may be working on it.
 * @param path the run's folder
 * @throws AmpbenchError `data/run-not-finished` where a step or an answer is missing, `data/journal-mismatch` where this
 *   version would play something else, `data/capture-damaged`, and what reading the folder and the analyses throw
 */
export async function recomputeRun(path: string, cancel: AbortSignal = new AbortController().signal): Promise<string> {
  const folder = await RunFolder.openForReading(path);
  const { record } = folder;
  const unfinished = (): Promise<never> =>
    Promise.reject(
      new AmpbenchError(
        'data',
        'run-not-finished',
        `the run in ${path} is not finished: a step of it was never measured`,
        { path },
        `finish it: ampbench verify --resume ${path}`,
      ),
    );
  const bench: RunBench = {
    audio: {
      driver: 'replay',
      listDevices: unfinished,
      supports: unfinished,
      playrec: unfinished,
      openLive: unfinished,
      close: () => Promise.resolve(),
    },
    tailSeconds: 0,
    wire: () => undefined,
    beginTake: () => undefined,
  };
  const context: RunContext = {
    rig: record.rig,
    folder,
    bench,
    ask: unfinished,
    observe: () => undefined,
    cancel,
    confirmWiring: false,
  };
  const result =
    'card' in record
      ? await executeInThread(verificationCall(record), context)
      : await executeInThread(measurementCall(record), context);
  return encodeResult(result);
}
