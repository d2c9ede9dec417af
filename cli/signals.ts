import type { SupervisedEngine } from '../host/engine/supervisor.ts';

/** Two signals closer than this are one Ctrl-C, delivered by the terminal and again by whoever started us. */
const SAME_SIGNAL_MS = 500;

/** Ctrl-C or a polite kill stops the run with a fade; a second one, a moment later, kills the engine. `onStop` is called once. */
export function stopOnSignals(engine: SupervisedEngine, onStop: () => void): () => void {
  let firstMs: number | null = null;
  const stop = (): void => {
    const nowMs = performance.now();
    if (firstMs === null) {
      firstMs = nowMs;
      process.stderr.write('\nstopping: the output fades, what was measured is kept (again to stop at once)\n');
      onStop();
      void engine.cancel();
    } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
      engine.kill();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
