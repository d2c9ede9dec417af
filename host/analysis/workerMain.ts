import { parentPort } from 'node:worker_threads';
import { outcomeOf } from '../engine/protocol.ts';
import { perform } from './analysisTask.ts';
import type { AnalysisTask } from './analysisTask.ts';

// An analysis thread: one task at a time, its outcome back as data. It may be ended at any time.
parentPort?.on('message', (task: AnalysisTask) => {
  void outcomeOf(() => Promise.resolve(perform(task))).then((outcome) => parentPort?.postMessage(outcome));
});
