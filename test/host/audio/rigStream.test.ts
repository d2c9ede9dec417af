import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../../../core/calibration/rig.ts';
import { LOOPBACK, OPEN } from '../../../core/planner/wiring.ts';
import type { Procedure } from '../../../core/run/effects.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { PlayrecRequest } from '../../../host/audio/audioIo.ts';
import { devicesOf } from '../../../host/audio/rigStream.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { loopAudio } from '../engine/loopAudio.ts';

const bench = createSimulatedBench('sim:studio-384/line-dac', { seed: 1 }).rig;
const rig: Rig = {
  ...bench,
  hostApi: 'ALSA',
  digitalOutput: { device: 'USB DAC', hostApi: 'JACK', format: 'int32', channels: [1, 2] },
};

describe('the devices of a take', () => {
  it('are the interface’s for its own drive', () => {
    expect(devicesOf(rig, 'analogue')).toEqual({
      outputDevice: rig.outputDevice,
      outputHostApi: 'ALSA',
      inputDevice: rig.inputDevice,
      inputHostApi: 'ALSA',
    });
  });

  it('are the DUT as player, on its own host API, and the interface as recorder for a digital drive', () => {
    expect(devicesOf(rig, 'digital')).toEqual({
      outputDevice: 'USB DAC',
      outputHostApi: 'JACK',
      inputDevice: rig.inputDevice,
      inputHostApi: 'ALSA',
    });
  });
});

describe('a run that plays on two devices', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-two-devices-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function* twoTakes(): Procedure<string> {
    for (const drive of ['analogue', 'digital'] as const) {
      yield { type: 'prompt', prompt: { id: `wire-${drive}`, kind: 'wire', wiring: { ...OPEN, drive }, text: '' } };
      const format = drive === 'digital' ? 'int32' : 'int24';
      yield {
        type: 'take',
        take: {
          id: `gain.${drive}`,
          stepId: 'gain',
          wiring: { ...OPEN, drive },
          frames: encodeDeviceFrames([new Float64Array(100), new Float64Array(100)], 48_000, format),
          inputChannelCount: 2,
          description: '',
          predictedOutputVoltsRms: 0.01,
          predictedLoadWatts: 0,
        },
      };
    }
    return 'done';
  }

  it('opens the interface, then the DUT in its own format, with the interface recording both times', async () => {
    const asked: PlayrecRequest[] = [];
    const audio = loopAudio((request) => {
      asked.push(request);
      return Promise.resolve();
    });
    const run = await RunFolder.create(join(folder, 'run'), {
      schemaVersion: 1,
      card: { id: null, text: 'Gain: 8 dB', identity: {} },
      rig,
      seed: 1,
    });
    const wired = [LOOPBACK];
    const result = await executeRun(twoTakes(), {
      rig,
      folder: run,
      bench: { audio, tailSeconds: 0.1, wire: (wiring) => wired.push(wiring), beginTake: () => undefined },
      ask: () => Promise.resolve({ answer: 'done' }),
      observe: () => undefined,
      cancel: new AbortController().signal,
      confirmWiring: false,
    });
    await run.close();
    expect(result).toBe('done');
    expect(asked.map(({ outputDevice, inputDevice, format }) => [outputDevice, inputDevice, format])).toEqual([
      [rig.outputDevice, rig.inputDevice, 'int24'],
      ['USB DAC', rig.inputDevice, 'int32'],
    ]);
    expect(wired.map(({ drive }) => drive)).toEqual(['analogue', 'analogue', 'digital']);
  });
});
