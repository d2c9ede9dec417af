import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPortAudioIo } from '../../host/audio/portAudio.ts';
import type { AudioIo, PlayrecRequest } from '../../host/audio/audioIo.ts';
import type { DeviceFrames } from '../../core/signal/types.ts';
import { ampRequest, buildPattern, countWrongSamples, latencyOf, xrunTotal } from './bench/pattern.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { enterBench, startJackBench } from './jackBench.ts';
import type { JackBench } from './jackBench.ts';

const SAMPLE_RATE_HZ = 48_000;

/** A player whose outputs are cabled to a recorder's inputs: an output stream and an input stream. */
describeOnLoop('PortAudio on two devices', () => {
  let bench: JackBench;
  let io: AudioIo;
  beforeAll(async () => {
    bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ, periodFrames: 2048 });
    enterBench(bench);
    await bench.startAmp('recorder');
    await bench.startAmp('player', ['connect=recorder']);
    io = createPortAudioIo();
  });
  afterAll(async () => {
    await io.close();
    await bench.stop();
  });
  const request = (frames: DeviceFrames, tailFrames: number): PlayrecRequest =>
    ampRequest(frames, tailFrames, { outputDevice: 'player', inputDevice: 'recorder' });

  it('records all that was played, bit for bit, at one latency', async () => {
    const frames = buildPattern(SAMPLE_RATE_HZ, 3 * SAMPLE_RATE_HZ, 3);
    const capture = await io.playrec(request(frames, SAMPLE_RATE_HZ / 2));
    expect(capture.frameCount).toBe(frames.frameCount + SAMPLE_RATE_HZ / 2);
    expect(xrunTotal(capture)).toBe(0);
    const latencyFrames = latencyOf(capture);
    // The two streams start apart, so it is not known beforehand; negative would mean that the start is missing.
    expect(latencyFrames).toBeGreaterThanOrEqual(0);
    expect(latencyFrames).toBeLessThan(SAMPLE_RATE_HZ / 2);
    expect(countWrongSamples(capture, frames.data, latencyFrames!)).toBe(0);
  });

  it('stops both when cancelled', async () => {
    const frames = buildPattern(SAMPLE_RATE_HZ, 20 * SAMPLE_RATE_HZ, 3);
    const cancel = new AbortController();
    setTimeout(() => {
      cancel.abort();
    }, 500);
    const capture = await io.playrec(request(frames, 0), undefined, cancel.signal);
    expect(capture.report.stopReason).toBe('cancelled');
    expect(capture.frameCount).toBeLessThan(4 * SAMPLE_RATE_HZ);
    expect(capture.frames.subarray(-3)).toEqual(new Float32Array(3));
    expect((await io.playrec(request(buildPattern(SAMPLE_RATE_HZ, 4800, 3), 0))).frameCount).toBe(4800);
  });
});
