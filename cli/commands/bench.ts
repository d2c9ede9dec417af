import { meetsTarget, type BenchItem, type BenchPart } from '../../host/bench/benchItem.ts';
import { runMemoryProbe } from '../../host/bench/memoryProbe.ts';
import { runBench } from '../../host/bench/runBench.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';

export const BENCH_PARTS: readonly BenchPart[] = ['fft', 'analysis', 'live', 'memory', 'batch'];

export interface BenchOptions {
  readonly only?: BenchPart;
  readonly json?: boolean;
  /** Set in the processes that this command starts to see their memory. */
  readonly probe?: 'sweep' | 'long-file';
  readonly file?: string;
}

const VALUE_WIDTH = 22;
const TARGET_WIDTH = 16;

function line(item: BenchItem): string {
  const { name, measured, unit, target, note } = item;
  const value = measured === null ? '—' : `${measured.toPrecision(3)} ${unit}`;
  const bound = target === null ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const met = meetsTarget(item);
  const mark = met === null ? '' : met ? ' met' : ' SHORT';
  return `${name}\n  ${value.padEnd(VALUE_WIDTH)}${`${bound}${mark}`.padEnd(TARGET_WIDTH)}${note}\n`;
}

/** `ampbench bench`: the product's own speed and memory, as ratios in one run beside what they should be. */
export async function runBenchCommand({ only, json, probe, file }: BenchOptions): Promise<number> {
  if (probe !== undefined) {
    const bytes = await runMemoryProbe(probe === 'sweep' ? { name: probe } : { name: probe, path: file ?? '' });
    printJson(bytes);
    return EXIT.pass;
  }
  const report = await runBench(
    only === undefined ? BENCH_PARTS : [only],
    (asked) => ({
      program: process.execPath,
      args: [
        process.argv[1],
        'bench',
        '--probe',
        asked.name,
        ...(asked.name === 'long-file' ? ['--file', asked.path] : []),
      ],
    }),
    (items) => {
      if (json !== true) process.stdout.write(items.map(line).join(''));
    },
  );
  const { processor, cores, loadAverage, node, scipy, numpy, transform } = report.machine;
  if (json === true) printJson(report);
  else
    process.stdout.write(
      `${processor}, ${cores} cores, load ${loadAverage.toFixed(1)} before the run; Node ${node}; transform: ${transform}; ${scipy === null ? 'no SciPy' : `SciPy ${scipy}, NumPy ${String(numpy)}`}\n`,
    );
  return EXIT.pass;
}
