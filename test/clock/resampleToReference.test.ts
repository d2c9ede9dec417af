import { describe, it } from 'vitest';
import { resampleToReference } from '../../core/clock/resampleToReference.ts';
import type { TimeBase } from '../../core/clock/timeBase.ts';
import { expectClose } from '../expectClose.ts';

const sampleRateHz = 48_000;
const frames = 20_000;

function timeBase(latencyFrames: number, ppm: number): TimeBase {
  const perFrame = 1 / (1 + 1e-6 * ppm) - 1;
  return {
    sampleRateHz,
    knotFrames: Float64Array.of(0, frames),
    delaysFrames: Float64Array.of(latencyFrames, latencyFrames + perFrame * frames),
    clock: { ppm, uncertaintyPpm: 0, wanderPpm: 0 },
    latencyFrames,
    latencyUncertaintyFrames: 0,
    polarity: 1,
    rateSource: 'phase',
    correlation: 1,
  };
}

describe('a capture on the player’s clock', () => {
  it.each([0.01, 0.1, 0.3, 0.4, 0.45])('[CLOCK-8] is exact to −140 dB at %d of the sample rate', (share) => {
    for (const [latencyFrames, ppm] of [
      [100.25, 100],
      [247.9, -37],
      [64, 0],
    ] as const) {
      const base = timeBase(latencyFrames, ppm);
      const tone = (frame: number): number => Math.sin(2 * Math.PI * share * frame + 0.4);
      const rate = 1 + 1e-6 * ppm;
      const capture = Float64Array.from({ length: frames + 600 }, (_, frame) => tone((frame - latencyFrames) * rate));
      const out = resampleToReference(capture, base, frames);
      let error = 0;
      for (let frame = 100; frame < frames - 100; frame++) error += (out[frame] - tone(frame)) ** 2;
      const errorDb = 10 * Math.log10(error / (frames - 200) / 0.5 + 1e-30);
      expectClose(Math.max(errorDb, -400), -270, { within: 130, unit: 'dB', because: '−140 dB is promised' });
    }
  });
});
