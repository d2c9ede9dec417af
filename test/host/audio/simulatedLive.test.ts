import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OPEN } from '../../../core/planner/wiring.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import type { DeviceFrames } from '../../../core/signal/types.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { LiveStream } from '../../../host/audio/liveStream.ts';
import { createSimulatedAudio } from '../../../host/audio/simulated.ts';
import { expectClose } from '../../expectClose.ts';

const bench = createSimulatedBench('sim:usb-192/hpa-1', { seed: 5 });
const { sampleRateHz, format, outputDevice, inputDevice } = bench.rig;
const RING_FRAMES = 2 * sampleRateHz;
/** Whole milliseconds of the fake clock, in frames. */
const frames = (seconds: number): number => Math.round(seconds * sampleRateHz);

function tone(frequencyHz: number, peak: number): DeviceFrames {
  const samples = Float64Array.from(
    { length: sampleRateHz / 10 },
    (_unused, frame) => peak * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz),
  );
  return encodeDeviceFrames([samples, samples], sampleRateHz, format);
}

/** The first channel of everything from `fromFrame` on. */
function heard(live: LiveStream, fromFrame: number): Float64Array {
  const target = new Float32Array(2 * RING_FRAMES);
  const { fromFrame: first, frameCount } = live.read(fromFrame, target);
  expect(first).toBe(fromFrame);
  return Float64Array.from({ length: frameCount }, (_unused, frame) => target[2 * frame]);
}

const amplitudeAt = (samples: Float64Array, frequencyHz: number): number => {
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, frame) => {
    const angle = (2 * Math.PI * frequencyHz * frame) / sampleRateHz;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  });
  return (2 / samples.length) * Math.hypot(real, imaginary);
};

describe('a live stream of the simulated bench', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = async () => {
    const audio = createSimulatedAudio(bench);
    audio.setWiring(OPEN);
    const live = await audio.openLive({
      outputDevice,
      outputHostApi: null,
      inputDevice,
      inputHostApi: null,
      sampleRateHz,
      format,
      outputChannelCount: 2,
      inputChannelCount: 2,
      ringFrames: RING_FRAMES,
    });
    return { audio, live };
  };

  it('keeps to the clock, and plays a pattern round and round without a seam at its stretches', async () => {
    const { live } = await open();
    live.play(tone(1000, 0.1));
    vi.advanceTimersByTime(1000);
    expect(live.framesDone()).toBe(frames(1));
    const steady = heard(live, frames(0.3)).subarray(0, frames(0.6));
    const fundamental = amplitudeAt(steady, 1000);
    expect(fundamental).toBeGreaterThan(0.05);
    // Stretches of 0.1 s: a seam would put lines 10 Hz beside the tone
    const beside = amplitudeAt(steady, 1010) / fundamental;
    expectClose(beside, 0, { within: 1e-5, unit: 'relative', because: 'noise of 20 µV in 1.7 Hz beside 0.3 V' });
    live.stop();
    expect((await live.ended).capturedFrames).toBe(frames(1));
  });

  it('changes from one tone to another through silence, without the first sounding on', async () => {
    const { live } = await open();
    live.play(tone(1000, 0.1));
    vi.advanceTimersByTime(500);
    live.play(tone(3000, 0.1));
    vi.advanceTimersByTime(700);
    const later = heard(live, frames(0.7)).subarray(0, frames(0.5));
    const ratio = amplitudeAt(later, 1000) / amplitudeAt(later, 3000);
    expectClose(ratio, 0, { within: 1e-4, unit: 'relative', because: 'noise, and the distortion of another tone' });
    live.stop();
    await live.ended;
  });

  it('lets nobody in beside it until it has ended', async () => {
    const { audio, live } = await open();
    const request = { outputDevice, outputHostApi: null, inputDevice, inputHostApi: null, sampleRateHz, format };
    const again = { ...request, outputChannelCount: 2, inputChannelCount: 2, ringFrames: RING_FRAMES };
    await expect(audio.openLive(again)).rejects.toMatchObject({ kind: 'device' });
    live.stop();
    await live.ended;
    const next = await audio.openLive(again);
    next.stop();
    await next.ended;
  });

  it('gives a slow reader the newest three quarters of its ring', async () => {
    const { live } = await open();
    live.play(tone(1000, 0.1));
    vi.advanceTimersByTime(3000);
    const { fromFrame } = live.read(0, new Float32Array(2048));
    expect(fromFrame).toBe(frames(3) - 0.75 * RING_FRAMES);
    live.stop();
    await live.ended;
  });
});
