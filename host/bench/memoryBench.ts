import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeFrames } from '../files/sampleCoding.ts';
import { waveBytes } from '../files/wave/waveWriter.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { BENCH_RATE_HZ } from './benchCapture.ts';
import type { BenchItem } from './benchItem.ts';
import type { MemoryProbe } from './memoryProbe.ts';

const LONG_SECONDS = 600;
const BYTES_PER_MB = 1e6;

/** Starts this program again for one probe; it prints the bytes or `null`. */
export type ProbeCommand = (probe: MemoryProbe) => { readonly program: string; readonly args: readonly string[] };

function* repeated(piece: Uint8Array, times: number): Generator<Uint8Array> {
  for (let turn = 0; turn < times; turn++) yield piece;
}

/** Ten minutes of 997 Hz in two channels, 24 bit: one second, 600 times. */
async function writeLongFile(path: string): Promise<void> {
  const second = Float64Array.from(
    { length: BENCH_RATE_HZ },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * 997 * frame) / BENCH_RATE_HZ),
  );
  const piece = encodeFrames([second, second], 0, BENCH_RATE_HZ, 'int24', null);
  const shape = {
    sampleRateHz: BENCH_RATE_HZ,
    channelCount: 2,
    frameCount: LONG_SECONDS * BENCH_RATE_HZ,
    encoding: 'int24',
  } as const;
  await writeFileAtomically(path, waveBytes(shape, repeated(piece, LONG_SECONDS)));
}

async function measure(
  name: string,
  atMost: number,
  probe: MemoryProbe,
  commandFor: ProbeCommand,
  note: string,
): Promise<BenchItem> {
  const { program, args } = commandFor(probe);
  const { stdout } = await promisify(execFile)(program, [...args]);
  const bytes = JSON.parse(stdout) as number | null;
  return {
    name,
    measured: bytes === null ? null : bytes / BYTES_PER_MB,
    unit: 'MB',
    target: { atMost },
    note: bytes === null ? 'not there' : note,
  };
}

/** Peak memory of whole processes that do one analysis each. */
export async function benchMemory(commandFor: ProbeCommand): Promise<BenchItem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ampbench-bench-'));
  try {
    const path = join(folder, 'long.wav');
    await writeLongFile(path);
    return [
      await measure(
        'memory, frequency-response of a 10 s sweep, 2 channels at 192 kHz',
        400,
        { name: 'sweep' },
        commandFor,
        'peak of a process that makes the sweep, the capture and the analysis',
      ),
      await measure(
        'memory, thdn of a file of 10 minutes, 2 channels at 192 kHz',
        300,
        { name: 'long-file', path },
        commandFor,
        'peak of a process that reads the file record by record',
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
