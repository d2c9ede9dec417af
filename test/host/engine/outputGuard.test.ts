import { expect, it } from 'vitest';
import { OPEN } from '../../../core/planner/wiring.ts';
import type { Take } from '../../../core/run/effects.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { AudioIo } from '../../../host/audio/audioIo.ts';
import { readerOf } from '../../../host/audio/readerOf.ts';
import { takeOnBench } from '../../../host/engine/takeOnBench.ts';
import { loopAudio } from './loopAudio.ts';

const { rig: bench } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });
const rig = { ...bench, limits: { ...bench.limits, outputVoltsRms: 1 } };
const FRAMES = 10_000;
const samples = new Float64Array(FRAMES).fill(0.01);
const take: Take = {
  id: 't1',
  stepId: 's',
  wiring: OPEN,
  frames: encodeDeviceFrames([samples], 48_000, 'int24'),
  inputChannelCount: 2,
  description: '',
  predictedOutputVoltsRms: 0.5,
  predictedLoadWatts: 0,
};

/** A take in ten parts, the second channel of which comes back at `volts` from the sixth on; ends when it is told to. */
function comingBack(volts: number): { readonly audio: AudioIo; readonly parts: () => number } {
  let parts = 0;
  const frames = new Float32Array(2 * FRAMES);
  const unit = rig.input.fullScaleVoltsRms * rig.input.dividerRatio;
  frames.fill(volts / unit, FRAMES);
  const cable = loopAudio(() => Promise.resolve());
  return {
    parts: () => parts,
    audio: {
      ...cable,
      playrec: async (request, onProgress, cancel) => {
        for (parts = 0; parts < 10 && cancel?.aborted !== true; parts++) {
          const framesDone = (FRAMES / 10) * (parts + 1);
          onProgress?.({ framesDone, framesTotal: FRAMES, read: readerOf(frames, 2, framesDone) });
        }
        return cable.playrec(request, undefined, cancel);
      },
    },
  };
}

const play = (audio: AudioIo, seen: number[] = []) =>
  takeOnBench(
    rig,
    { audio, tailSeconds: 0, beginTake: () => undefined },
    take,
    1,
    ({ framesDone }) => seen.push(framesDone),
    new AbortController().signal,
  );

it('mutes at once what comes back over the limit, and says how much it was', async () => {
  const { audio, parts } = comingBack(1.2);
  await expect(play(audio)).rejects.toMatchObject({
    kind: 'safety',
    code: 'output-over-limit',
    data: { takeId: 't1', voltsRms: expect.closeTo(1.2, 3) as number, limitVoltsRms: 1 },
  });
  expect(parts()).toBe(6);
});

it('lets what stays within the limit play to its end', async () => {
  const { audio, parts } = comingBack(1.02);
  const seen: number[] = [];
  await play(audio, seen);
  expect(parts()).toBe(10);
  expect(seen.length).toBe(10);
});

it('plays nothing of a take that is predicted over a limit, or whose samples are', async () => {
  const { audio, parts } = comingBack(0);
  const tooHigh = { ...rig, output: { ...rig.output, maxVoltsRms: 1e-3 } };
  const nothing = { audio, tailSeconds: 0, beginTake: () => undefined };
  const { signal } = new AbortController();
  await expect(
    takeOnBench(rig, nothing, { ...take, predictedOutputVoltsRms: 1.001 }, 1, () => undefined, signal),
  ).rejects.toMatchObject({ kind: 'safety', code: 'output-over-limit' });
  await expect(takeOnBench(tooHigh, nothing, take, 1, () => undefined, signal)).rejects.toMatchObject({
    kind: 'safety',
    code: 'drive-over-limit',
  });
  expect(parts()).toBe(0);
});
