import { expect, it } from 'vitest';
import { encodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import type { DeviceFrames } from '../../core/signal/types.ts';
import type { LiveStream } from '../../host/audio/liveStream.ts';
import { expectClose } from '../expectClose.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { useBench } from './bench/useBench.ts';

const SAMPLE_RATE_HZ = 48_000;
const RING_FRAMES = 2 * SAMPLE_RATE_HZ;
const FADE_FRAMES = 0.02 * SAMPLE_RATE_HZ;

/** Whole cycles, so that going round leaves no seam. */
function tone(frequencyHz: number, peak: number): DeviceFrames {
  const samples = Float64Array.from(
    { length: SAMPLE_RATE_HZ / 10 },
    (_unused, frame) => peak * Math.sin((2 * Math.PI * frequencyHz * frame) / SAMPLE_RATE_HZ),
  );
  return encodeDeviceFrames([samples, samples], SAMPLE_RATE_HZ, 'float32');
}

/** Reads a stream as it comes until `frames` of it are there: its first channel. */
async function listen(live: LiveStream, frames: number): Promise<Float64Array> {
  const heard = new Float64Array(frames);
  const block = new Float32Array(2 * 4096);
  for (let done = 0; done < frames;) {
    const { fromFrame, frameCount } = live.read(done, block);
    expect(fromFrame).toBe(done);
    for (let frame = 0; frame < frameCount && done + frame < frames; frame++) heard[done + frame] = block[2 * frame];
    done += frameCount;
    if (frameCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return heard;
}

const rms = (samples: Float64Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

const largestStep = (samples: Float64Array): number =>
  samples.reduce((most, sample, index) => (index === 0 ? 0 : Math.max(most, Math.abs(sample - samples[index - 1]))), 0);

describeOnLoop('a live stream on the JACK amp', () => {
  const inUse = useBench(SAMPLE_RATE_HZ);
  const open = (): Promise<LiveStream> =>
    inUse.io.openLive({
      outputDevice: inUse.amp.name,
      outputHostApi: null,
      inputDevice: inUse.amp.name,
      inputHostApi: null,
      sampleRateHz: SAMPLE_RATE_HZ,
      format: 'float32',
      outputChannelCount: 2,
      inputChannelCount: 2,
      ringFrames: RING_FRAMES,
    });

  it('is silent until something is played, goes round without a seam, changes through silence, and fades out', async () => {
    const live = await open();
    const listening = listen(live, 2.75 * SAMPLE_RATE_HZ);
    setTimeout(() => {
      live.play(tone(1000, 0.5));
    }, 500);
    setTimeout(() => {
      live.play(tone(3000, 0.25));
    }, 1500);
    setTimeout(() => {
      live.stop();
    }, 2500);
    const heard = await listening;
    const report = await live.ended;
    expect(report.stopReason).toBe('cancelled');
    expect(Object.values(report.xrunCounts).every((count) => count === 0)).toBe(true);
    const start = heard.findIndex((sample) => sample !== 0);
    expect(start).toBeGreaterThan(0.3 * SAMPLE_RATE_HZ);
    // Steady parts, far from the ramps
    const first = heard.subarray(start + 2 * FADE_FRAMES, start + 0.7 * SAMPLE_RATE_HZ);
    expectClose(rms(first), 0.5 * Math.SQRT1_2, {
      within: 1e-3,
      unit: 'full scale',
      because: 'no whole number of cycles',
    });
    // A seam or a jump would be a step larger than the steepest slope of the tones
    const steepest = 0.5 * ((2 * Math.PI * 1000) / SAMPLE_RATE_HZ);
    const steepestLater = 0.25 * ((2 * Math.PI * 3000) / SAMPLE_RATE_HZ);
    expect(largestStep(heard)).toBeLessThan(Math.max(steepest, steepestLater) * 1.001 + 0.5 / FADE_FRAMES);
    const later = heard.subarray(start + 1.3 * SAMPLE_RATE_HZ, start + 1.7 * SAMPLE_RATE_HZ);
    expectClose(rms(later), 0.25 * Math.SQRT1_2, {
      within: 1e-3,
      unit: 'full scale',
      because: 'no whole number of cycles',
    });
    expect(rms(heard.subarray(heard.length - 0.1 * SAMPLE_RATE_HZ))).toBe(0);
  });

  it('gives a reader that is too slow the newest it holds, and says where that begins', async () => {
    const live = await open();
    live.play(tone(1000, 0.1));
    while (live.framesDone() < 1.5 * RING_FRAMES) await new Promise((resolve) => setTimeout(resolve, 50));
    const block = new Float32Array(2 * 1024);
    const { fromFrame, frameCount } = live.read(0, block);
    expect(frameCount).toBe(1024);
    expect(live.framesDone() - fromFrame).toBeLessThanOrEqual(RING_FRAMES);
    expect(fromFrame).toBeGreaterThan(0.5 * RING_FRAMES);
    live.stop();
    await live.ended;
  });

  it('refuses a second stream while it runs, and lets one in afterwards', async () => {
    const live = await open();
    await expect(open()).rejects.toMatchObject({ kind: 'device' });
    live.stop();
    await live.ended;
    const again = await open();
    again.stop();
    await again.ended;
  });
});
