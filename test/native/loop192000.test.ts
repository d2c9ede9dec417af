import { expect, it } from 'vitest';
import { expectClose } from '../expectClose.ts';
import { expectExactLoop } from './bench/expectExactLoop.ts';
import { ampRequest, buildPattern, countWrongSamples, xrunTotal } from './bench/pattern.ts';
import { buildSine } from './bench/sine.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { LOOP_SECONDS, useBench } from './bench/useBench.ts';

const SAMPLE_RATE_HZ = 192_000;

function blockJavaScript(milliseconds: number): void {
  const endMs = performance.now() + milliseconds;
  while (performance.now() < endMs);
}

describeOnLoop('PortAudio loop at 192 kHz', () => {
  const inUse = useBench(SAMPLE_RATE_HZ);

  it(`carries ${LOOP_SECONDS} s bit for bit without an xrun`, async () => {
    await expectExactLoop(inUse, LOOP_SECONDS);
  });

  it('loses nothing while JavaScript is blocked for 500 ms', async () => {
    let blocked = 0;
    const timer = setInterval(() => {
      blocked++;
      blockJavaScript(500);
    }, 700);
    await expectExactLoop(inUse, 2);
    clearInterval(timer);
    expect(blocked).toBeGreaterThanOrEqual(2);
  });

  it('tells how far it is', async () => {
    const frames = buildPattern(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * 0.75, 3);
    const seen: number[] = [];
    await inUse.io.playrec(ampRequest(frames, 0), ({ framesDone, framesTotal }) => {
      expect(framesTotal).toBe(frames.frameCount);
      seen.push(framesDone);
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.filter((done) => done > 0 && done < frames.frameCount).length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(frames.frameCount);
  });

  it('fades to silence over 20 ms when cancelled, and gives what was captured', async () => {
    const peak = 0.5;
    const frames = buildSine({ sampleRateHz: SAMPLE_RATE_HZ, frequencyHz: 1000, peak, seconds: 20 }, 3);
    const cancel = new AbortController();
    const startedMs = performance.now();
    const running = inUse.io.playrec(ampRequest(frames, 0), undefined, cancel.signal);
    setTimeout(() => {
      cancel.abort();
    }, 1000);
    const capture = await running;
    expect(performance.now() - startedMs).toBeLessThan(4000);
    expect(capture.report.stopReason).toBe('cancelled');
    expect(capture.frameCount).toBe(capture.report.capturedFrames);
    expect(capture.frameCount).toBeLessThan(3 * SAMPLE_RATE_HZ);

    const { periodFrames } = inUse.bench;
    const fadeFrames = 0.02 * SAMPLE_RATE_HZ;
    const sampleAt = (frame: number): number => capture.frames[3 * frame];
    let end = capture.frameCount;
    while (sampleAt(end - 1) === 0) end--;
    // The fade begins with a callback's buffer; PortAudio cuts JACK's periods into buffers of powers of two.
    const start = Math.round((end - fadeFrames) / 64) * 64;
    expectClose(end - start, fadeFrames, {
      within: 1,
      unit: 'frames',
      because: 'the last sample of the ramp may be a zero of the sine',
    });
    for (let frame = start; frame < end; frame++) {
      const expected = frames.data[3 * (frame - periodFrames)] * (1 - (frame - start) / fadeFrames);
      expectClose(sampleAt(frame), expected, {
        within: 1e-7,
        unit: 'of full scale',
        because: 'the ramp is rounded to float32',
      });
    }
    // Silence is played on until all that was on its way has left: recorded here for at least one period.
    expect(capture.frameCount - end).toBeGreaterThanOrEqual(periodFrames);
    expect(
      countWrongSamples(
        { ...capture, frameCount: start, frames: capture.frames.subarray(0, 3 * start) },
        frames.data,
        periodFrames,
      ),
    ).toBe(0);
  });

  it('opens nothing when it was cancelled before', async () => {
    const frames = buildPattern(SAMPLE_RATE_HZ, 1000, 3);
    const capture = await inUse.io.playrec(ampRequest(frames, 0), undefined, AbortSignal.abort());
    expect(capture).toMatchObject({
      frameCount: 0,
      report: { stopReason: 'cancelled', capturedFrames: 0, requestedFrames: 1000 },
    });
  });

  it('refuses a second stream while one runs, and the first one is not harmed', async () => {
    const frames = buildPattern(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ, 3);
    const { periodFrames } = inUse.bench;
    const first = inUse.io.playrec(ampRequest(frames, periodFrames));
    await expect(inUse.io.playrec(ampRequest(frames, 0))).rejects.toMatchObject({
      kind: 'device',
      code: 'stream-busy',
    });
    expect((await inUse.io.listDevices()).devices.length).toBeGreaterThan(0);
    expect(countWrongSamples(await first, frames.data, periodFrames)).toBe(0);
  });

  it.each([
    ['drop', 480, -480],
    ['repeat', 96, 96],
  ] as const)(
    'shows a device that %ss samples in the data while the stream reports nothing',
    async (fault, count, shift) => {
      const { io, amp, bench } = inUse;
      await amp.send('delay 1000');
      const latencyFrames = bench.periodFrames + 1000;
      const frames = buildPattern(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ, 3);
      const running = io.playrec(ampRequest(frames, 3 * bench.periodFrames));
      const done = Number(/frames=(\d+)/.exec(await amp.send('query'))?.[1]);
      await amp.send(`${fault} ${count} at ${done + SAMPLE_RATE_HZ}`);
      const capture = await running;
      await amp.send('reset');
      expect(xrunTotal(capture)).toBe(0);
      const wrong = countWrongSamples(capture, frames.data, latencyFrames);
      expect(wrong).toBeGreaterThan(0);
      // From the fault on everything is right again, only earlier or later: no more than the shift itself is wrong either way.
      const alsoWrong = countWrongSamples(capture, frames.data, latencyFrames + shift);
      expect(wrong + alsoWrong).toBeLessThan(capture.frames.length + 3 * 2000);
    },
  );
});
