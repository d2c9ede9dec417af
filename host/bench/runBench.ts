import { availableParallelism, cpus, loadavg } from 'node:os';
import { createKernelPlan, SMALLEST_KERNEL_SIZE } from '../../core/dsp/fftKernel.ts';
import { benchAnalyses } from './analysisBench.ts';
import { benchBatch } from './batchBench.ts';
import type { BenchItem, BenchPart } from './benchItem.ts';
import { benchFft } from './fftBench.ts';
import { benchLive } from './liveBench.ts';
import { benchMemory, type ProbeCommand } from './memoryBench.ts';
import { startScipy } from './scipy.ts';

export interface BenchReport {
  readonly kind: 'bench';
  readonly schemaVersion: 1;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    /** Of the minute before the run: well under the cores, or multiples of real time come out low. */
    readonly loadAverage: number;
    readonly node: string;
    readonly numpy: string | null;
    readonly scipy: string | null;
    readonly transform: 'webassembly' | 'fft.js';
  };
  readonly items: readonly BenchItem[];
}

/**
 * The benchmark of this build on this machine, as ratios taken in one run.
 * @param probeCommand how this program is started again for one memory probe
 * @param onItems each part's lines as soon as they are there
 */
export async function runBench(
  parts: readonly BenchPart[],
  probeCommand: ProbeCommand,
  onItems: (items: readonly BenchItem[]) => void,
): Promise<BenchReport> {
  const loadAverage = loadavg()[0];
  const scipy = await startScipy();
  try {
    const items: BenchItem[] = [];
    const add = (found: readonly BenchItem[]): void => {
      items.push(...found);
      onItems(found);
    };
    if (parts.includes('fft')) add(await benchFft(scipy));
    if (parts.includes('analysis')) add(await benchAnalyses(scipy));
    if (parts.includes('live')) add(await benchLive());
    if (parts.includes('memory')) add(await benchMemory(probeCommand));
    if (parts.includes('batch')) add(await benchBatch());
    return {
      kind: 'bench',
      schemaVersion: 1,
      machine: {
        processor: cpus()[0]?.model ?? 'unknown',
        cores: availableParallelism(),
        loadAverage,
        node: process.versions.node,
        numpy: scipy?.numpyVersion ?? null,
        scipy: scipy?.scipyVersion ?? null,
        transform: createKernelPlan(SMALLEST_KERNEL_SIZE) === null ? 'fft.js' : 'webassembly',
      },
      items,
    };
  } finally {
    scipy?.close();
  }
}
