import { parentPort } from 'node:worker_threads';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { AnalysisTask } from './analysisTask.ts';

// An analysis thread: one task at a time, its outcome back as data. It may be ended at any time.
parentPort?.on('message', ({ kind, input, settings }: AnalysisTask) => {
  void outcomeOf(() => Promise.resolve(analyzeKind(kindNamed(kind), input, settings))).then((outcome) =>
    parentPort?.postMessage(outcome),
  );
});
