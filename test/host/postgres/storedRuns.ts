import { join } from 'node:path';
import { LOOPBACK } from '../../../core/planner/wiring.ts';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import type { Take } from '../../../core/run/effects.ts';
import { runMeasurement } from '../../../core/run/runMeasurement.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import { openBench } from '../../../host/engine/openBench.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import type { RunRecord } from '../../../host/store/runRecord.ts';
import type { RunStore } from '../../../host/store/runStore.ts';
import { loadRig } from '../../../host/system/rigLibrary.ts';

/** A UUID that says which run it is of. */
export const runId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const runName = (number: number): string => `run-${String(number)}`;

const measurement = {
  kind: 'noise',
  settings: { seconds: 0.2 },
  path: 'loopback',
  outputVoltsRms: 1,
  loadOhms: null,
} as const;

async function recordOf(store: RunStore, number: number): Promise<RunRecord> {
  return {
    schemaVersion: 1,
    runId: runId(number),
    startedAt: `2026-11-${String(1 + (number % 28)).padStart(2, '0')}T10:00:00.000Z`,
    productVersion: '0.1.0',
    bench: store.bench,
    serial: `Nº ${String(number % 5)} Ω 器`,
    measurement,
    rig: await loadRig('sim:usb-192/hpa-1', number),
    seed: number,
  };
}

/** Measures a simulated unit into a store; returns its result's text. */
export async function measureInto(store: RunStore, number: number): Promise<string> {
  const record = await recordOf(store, number);
  const { rig, seed } = record;
  const folder = await RunFolder.create(join(store.folder, runName(number)), record);
  const bench = await openBench(rig, seed);
  const result = await executeRun(runMeasurement(measurement, rig, { seed, simulated: true }), {
    rig,
    folder,
    bench,
    confirmWiring: false,
    cancel: new AbortController().signal,
    ask: () => Promise.resolve({ answer: 'done' } as const),
    observe: () => undefined,
  });
  const text = encodeResult(result);
  await folder.writeResult('result.json', text);
  await bench.close();
  await folder.close();
  await store.enter(runName(number));
  return text;
}

/**
 * Puts a run into a store that has the result of another one, and samples of its own.
 * @param frameCount of its one capture; 0: all runs have the same
 */
export async function copyInto(store: RunStore, result: string, number: number, frameCount = 0): Promise<void> {
  const folder = await RunFolder.create(join(store.folder, runName(number)), await recordOf(store, number));
  const frames = new Float32Array(frameCount === 0 ? 500 : frameCount);
  if (frameCount > 0) for (const index of frames.keys()) frames[index] = Math.sin(index * number);
  const take = {
    id: 'noise.main',
    stepId: 'noise',
    frames: encodeDeviceFrames([new Float64Array(100)], 48000, 'int24'),
    drive: 'analogue',
    wiring: LOOPBACK,
    inputChannelCount: 1,
    description: '',
    predictedOutputVoltsRms: 1,
    predictedLoadWatts: 0,
  } as Take;
  await folder.storeTake(take, {
    sampleRateHz: 48000,
    channelCount: 1,
    frameCount: frames.length,
    frames,
    report: {
      driver: 'simulated',
      requestedSampleRateHz: 48000,
      actualSampleRateHz: 48000,
      requestedFrames: frames.length,
      capturedFrames: frames.length,
      stopReason: 'complete',
      xrunCounts: {
        'input-underflow': 0,
        'input-overflow': 0,
        'output-underflow': 0,
        'output-overflow': 0,
        'null-input': 0,
      },
      xruns: [],
      inputLatencySeconds: null,
      outputLatencySeconds: null,
      flags: [],
    },
  });
  await folder.writeResult('result.json', result);
  await folder.close();
  await store.enter(runName(number));
}
