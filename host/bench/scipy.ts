import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { productFolder } from '../system/productFolder.ts';
import type { Contender } from './rounds.ts';

/** Work that `scipyBench.py` knows; paths are of float64 samples without a header. */
export type ScipyTask =
  | { readonly work: 'transform'; readonly size: number; readonly inverse: boolean }
  | {
      readonly work: 'thdn' | 'frequency-response' | 'multitone';
      readonly capture: string;
      readonly reference: string;
      readonly keepsStimulus: boolean;
      readonly sampleRateHz: number;
      readonly bandHz: readonly [number, number];
      /** L of the exponential sweep. */
      readonly sweepRateSeconds: number;
    };

/** A Python that takes its turn in the rounds and times itself. */
export interface Scipy {
  readonly numpyVersion: string;
  readonly scipyVersion: string;
  contender(task: ScipyTask): Contender;
  close(): void;
}

/** Starts Python with SciPy; null where there is none. */
export async function startScipy(): Promise<Scipy | null> {
  const child = spawn('python3', [join(productFolder(), 'host', 'bench', 'scipyBench.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown> | null> => {
    const line = await lines.next();
    return line.done === true ? null : (JSON.parse(line.value) as Record<string, unknown>);
  };
  const hello = await answer();
  if (hello === null) return null;
  return {
    numpyVersion: String(hello['numpy']),
    scipyVersion: String(hello['scipy']),
    contender: (task) => async () => {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const seconds = (await answer())?.['seconds'];
      if (typeof seconds !== 'number') throw new Error(`SciPy ended while it timed ${task.work}`);
      return seconds;
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}
