import { encodeResult } from '../../../core/result/encodeResult.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import type { RawCapture } from '../../../core/signal/types.ts';
import type { Take } from '../../../core/run/effects.ts';
import { OPEN } from '../../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { beginRecord } from '../../../host/store/beginRecord.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { loopAudio } from '../engine/loopAudio.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });

/** A take whose samples are made of its value: equal values give equal captures. */
export function quickTake(id: string, value: number, frameCount = 500): Take {
  return {
    id,
    stepId: 'step',
    frames: encodeDeviceFrames([new Float64Array(frameCount).fill(value)], 48000, 'int24'),
    wiring: OPEN,
    inputChannelCount: 1,
    description: '',
    predictedOutputVoltsRms: 1,
    predictedLoadWatts: 0,
  };
}

/** One of many short takes; every third capture is one the store has already. */
export function manyTake(index: number, takeCount: number): Take {
  return quickTake(`t${index}`, (0.3 * (index % 3 === 0 ? 0 : index)) / takeCount, 64);
}

/** What a cable gives back of a take. */
export function quickCapture(take: Take): Promise<RawCapture> {
  return loopAudio(() => Promise.resolve()).playrec({
    outputDevice: 'a',
    inputDevice: 'a',
    outputHostApi: null,
    inputHostApi: null,
    sampleRateHz: 48000,
    format: 'int24',
    outputChannelCount: 1,
    inputChannelCount: 1,
    frames: take.frames,
    tailFrames: 0,
  });
}

export interface QuickRun {
  readonly serial?: string;
  /** Of the takes t0, t1, … */
  readonly values?: readonly number[];
  readonly isFinished?: boolean;
}

/** Puts a run on disk as an engine does, without playing anything. */
export async function keepQuickRun(path: string, { serial, values = [0.1, 0.2], isFinished = true }: QuickRun = {}) {
  const card = { id: null, text: 'Gain: 8 dB', identity: { maker: 'Pass Labs', product: 'HPA-1' } };
  const beginning = await beginRecord(path, serial === undefined ? {} : { serial });
  const folder = await RunFolder.create(path, { ...beginning, card, rig, seed: 1 });
  for (const [index, value] of values.entries()) {
    const take = quickTake(`t${index}`, value);
    await folder.storeTake(take, await quickCapture(take));
  }
  if (isFinished) await folder.writeResult('result.json', encodeResult(exampleVerification));
  await folder.close();
}
