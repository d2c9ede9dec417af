import { expect, it } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { readerOf } from '../../../host/audio/readerOf.ts';
import { TakeWatch, type TakeProgress } from '../../../host/engine/takeWatch.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
const CHANNELS = 2;

it('reads everything once that came in since the last reading, and leaves readings out that come too fast', async () => {
  const frames = new Float32Array(CHANNELS * 100_000).fill(0.25);
  const told: TakeProgress[] = [];
  const follow = new TakeWatch(rig).follow(CHANNELS, (progress) => told.push(progress));
  const at = (framesDone: number): void => {
    follow({ framesDone, framesTotal: 100_000, read: readerOf(frames, CHANNELS, framesDone) });
  };
  at(1);
  expect(told).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  at(50_000);
  at(60_000);
  frames.fill(0.5, CHANNELS * 50_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  at(100_000);
  expect(told.map(({ framesDone }) => framesDone)).toEqual([50_000, 100_000]);
  expect(told.map(({ input }) => input.levels.map(({ peakRatio }) => peakRatio))).toEqual([
    [0.25, 0.25],
    [0.5, 0.5],
  ]);
});

it('tells of a whole capture its highest sample and the spectrum of its middle', () => {
  const frames = new Float32Array(3 * CHANNELS * rig.sampleRateHz);
  const tone = (frame: number): number => 0.1 * Math.sin((2 * Math.PI * 997 * frame) / rig.sampleRateHz);
  for (let frame = rig.sampleRateHz; frame < 2 * rig.sampleRateHz; frame++) frames[CHANNELS * frame] = tone(frame);
  frames[1] = -0.75;
  const { levels, spectrum } = new TakeWatch(rig).whole({ frames, channelCount: CHANNELS });
  expect(levels[1].peakRatio).toBe(0.75);
  expect(Math.max(...spectrum.voltsRms[0])).toBeGreaterThan(100 * Math.max(...spectrum.voltsRms[1]));
});
