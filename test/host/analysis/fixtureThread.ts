import { parentPort, threadId } from 'node:worker_threads';
import type { KindTask } from '../../../host/analysis/analysisTask.ts';

// Stands in for an analysis thread: `seconds` is how long it takes, 3000 and more means that it dies instead.
parentPort?.on('message', ({ settings }: KindTask) => {
  const seconds = settings.seconds ?? 0;
  if (seconds >= 3000) throw new Error('the thread stumbled');
  setTimeout(() => parentPort?.postMessage({ ok: true, value: { threadId } }), 1000 * seconds);
});
