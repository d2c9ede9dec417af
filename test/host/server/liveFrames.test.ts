import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../electron/ipc/contract.ts';
import type { LiveFrameHead } from '../../../electron/ipc/live.ts';
import { encodeLiveFrame } from '../../../host/engine/liveFrame.ts';
import { openBench, seatPage, unseatPage } from '../../../host/server/bench.ts';
import type { PageLink } from '../../../host/server/pageLink.ts';
import { decodeLiveFrame } from '../../../renderer/bridge/liveFrame.ts';
import { createFakeEngine } from '../../e2e/fakeEngine.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';

function bench() {
  let emit: (frame: Uint8Array) => void = () => undefined;
  const fake = createFakeEngine({ holdAtStep: null });
  const engine: Engine = {
    ...fake,
    cancel: vi.fn(() => Promise.resolve()),
    subscribeLive: (listener) => {
      emit = listener;
      return () => undefined;
    },
  };
  const { bench: opened } = openBench(engine, '/runs');
  const page = () => {
    const frames: Uint8Array[] = [];
    let hear: (message: string | null) => void = () => undefined;
    const link: PageLink = {
      send: () => undefined,
      sendFrame: (frame) => frames.push(frame),
      onMessage: (listener) => {
        hear = listener;
      },
      waitingBytes: 0,
      refuse: () => undefined,
      cut: () => undefined,
    };
    const session = seatPage(opened, link);
    return {
      frames,
      session,
      take: async () => {
        hear(JSON.stringify({ t: 'q', m: 'liveTaken', a: [] }));
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  };
  return { engine, fake, opened, page, emit: (frame: Uint8Array) => emit(frame) };
}

const HEAD: LiveFrameHead = {
  sequence: 7,
  elapsedSeconds: 1.5,
  averaged: 3,
  lostFrames: 0,
  points: 3,
  held: true,
  scopeColumns: 2,
  scopeSeconds: 0.004,
  channels: ['left ü', 'right'].map((name) => ({
    name,
    dc: 0,
    levelRms: 1,
    peak: 1.4,
    clippedSamples: 0,
    frequencyHz: null,
    fundamentalRms: null,
    thdnRatio: null,
    thdRatio: null,
    noiseRms: 0,
    humRms: 0,
    mainsHz: 50,
    harmonicRms: [1, 0.5],
    harmonicIsBound: [false, true],
  })),
};

describe('live frames', () => {
  it('[LIVE-40] come out of the wire as they went in, wherever in memory they lie', () => {
    const arrays = [3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2].map((length, index) =>
      Float32Array.from({ length }, (_, at) => 10 * index + at),
    );
    const bytes = encodeLiveFrame(HEAD, arrays);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const given of [bytes, shifted.subarray(3)]) {
      const { frequenciesHz, channels, sequence } = decodeLiveFrame(given);
      expect(sequence).toBe(7);
      expect(frequenciesHz).toEqual(arrays[0]);
      expect(channels[1]).toMatchObject({ name: 'right', frequencyHz: null, harmonicIsBound: [false, true] });
      expect(channels[0].spectrum).toEqual({ lowest: arrays[1], highest: arrays[2] });
      expect(channels[0].held).toEqual({ lowest: arrays[3], highest: arrays[4] });
      expect(channels[1].held).toEqual({ lowest: arrays[7], highest: arrays[8] });
      expect(channels[1].scope).toEqual({ lowest: arrays[11], highest: arrays[12] });
    }
  });

  it('[LIVE-41] a page that does not take them in misses frames, and another page beside it none', async () => {
    const { page, emit } = bench();
    const [slow, quick] = [page(), page()];
    for (let index = 0; index < 10; index++) {
      emit(Uint8Array.of(index));
      await quick.take();
    }
    expect(quick.frames).toHaveLength(10);
    expect(slow.frames.map(([index]) => index)).toEqual([0, 1, 2]);
    await slow.take();
    emit(Uint8Array.of(99));
    expect(slow.frames.at(-1)).toEqual(Uint8Array.of(99));
  });

  it('[LIVE-37] the page in control leaves: what plays is cancelled; one that only watches may go', () => {
    const { engine, fake, page, opened } = bench();
    const [controller, viewer] = [page(), page()];
    fake.emit({
      type: 'live-started',
      rig: exampleVerification.rig,
      simulated: true,
      wiring: exampleVerification.steps[0].step.wiring,
      spectrumPoints: 2 ** 17,
    });
    unseatPage(opened, viewer.session);
    expect(engine.cancel).not.toHaveBeenCalled();
    unseatPage(opened, controller.session);
    expect(engine.cancel).toHaveBeenCalledOnce();
    fake.emit({ type: 'live-ended', error: null });
    expect(opened.log.events).toEqual([]);
  });
});
