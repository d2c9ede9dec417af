import { expect } from 'vitest';
import type { RawCapture } from '../../../core/signal/types.ts';
import { ampRequest, buildPattern, countWrongSamples, latencyOf, xrunTotal } from './pattern.ts';
import type { BenchInUse } from './useBench.ts';

/** Plays the pattern for so long through the neutral amp and expects every bit of it back, one period later. */
export async function expectExactLoop({ bench, io }: BenchInUse, seconds: number): Promise<RawCapture> {
  const { sampleRateHz, periodFrames } = bench;
  const frames = buildPattern(sampleRateHz, sampleRateHz * seconds, 3);
  const capture = await io.playrec(ampRequest(frames, 3 * periodFrames));
  expect(capture.frameCount).toBe(frames.frameCount + 3 * periodFrames);
  expect(capture.report).toMatchObject({
    stopReason: 'complete',
    actualSampleRateHz: sampleRateHz,
    xruns: [],
    flags: [],
  });
  expect(xrunTotal(capture)).toBe(0);
  // JACK's feedback edge delays by exactly one period.
  expect(latencyOf(capture)).toBe(periodFrames);
  expect(countWrongSamples(capture, frames.data, periodFrames)).toBe(0);
  return capture;
}
