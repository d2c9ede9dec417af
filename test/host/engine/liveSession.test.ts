import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AmpbenchError } from '../../../core/errors.ts';
import { OPEN } from '../../../core/planner/wiring.ts';
import { decodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import type { DeviceFrames, StreamReport } from '../../../core/signal/types.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import type { LiveEvent, LiveGenerator, LiveOutput, LiveRequest } from '../../../electron/ipc/live.ts';
import type { LiveStream } from '../../../host/audio/liveStream.ts';
import { LiveSession } from '../../../host/engine/liveSession.ts';
import { createLocalEngine } from '../../../host/engine/localEngine.ts';
import type { OpenedBench } from '../../../host/engine/runDesk.ts';
import { expectClose } from '../../expectClose.ts';

const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });
const { sampleRateHz } = rig;
const CLOCK_STEP_MS = 20;

const SINE: LiveGenerator = {
  signal: { kind: 'sine', frequencyHz: 1000 },
  level: { voltsRms: 1, at: 'output' },
  channels: 'both',
  snap: true,
};
const REQUEST: LiveRequest = {
  rig: { kind: 'given', rig },
  path: 'dut',
  drive: 'analogue',
  loadOhms: null,
  generator: SINE,
  analyzer: {
    options: {
      bandHz: [20, 20_000],
      denominator: 'total',
      weighting: 'a',
      averaging: { kind: 'off', count: 1 },
      peakHold: false,
    },
    view: { lowHz: 20, highHz: 90_000, columns: 200 },
    scope: { seconds: 0.004, columns: 100 },
  },
};

/** A DUT of a gain that the test sets, on the fake clock: what plays comes back at once. */
class LoopStream implements LiveStream {
  readonly ended: Promise<StreamReport>;
  gain = 2.5;
  stopped = false;
  fail: (error: unknown) => void = () => undefined;
  readonly #startedMs = performance.now();
  #finish: (report: StreamReport) => void = () => undefined;
  #samples: Float64Array = new Float64Array(1);

  constructor() {
    this.ended = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.fail = reject;
    });
  }

  get peak(): number {
    return this.#samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  }

  play(frames: DeviceFrames): void {
    [this.#samples] = decodeDeviceFrames(frames);
  }

  framesDone(): number {
    return Math.floor(((performance.now() - this.#startedMs) * sampleRateHz) / 1000);
  }

  read(fromFrame: number, target: Float32Array): { fromFrame: number; frameCount: number } {
    const frameCount = Math.min(target.length / 2, this.framesDone() - fromFrame);
    const unitsPerUnit = (this.gain * rig.output.fullScaleVoltsRms) / rig.input.fullScaleVoltsRms;
    for (let frame = 0; frame < frameCount; frame++) {
      const value = this.#samples[(fromFrame + frame) % this.#samples.length] * unitsPerUnit;
      target[2 * frame] = value;
      target[2 * frame + 1] = value;
    }
    return { fromFrame, frameCount };
  }

  stop(): void {
    this.stopped = true;
    this.#finish({} as StreamReport);
  }
}

describe('a live session on a loop of known gain', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function open(change: Partial<LiveRequest> = {}) {
    const stream = new LoopStream();
    const events: LiveEvent[] = [];
    const close = vi.fn(() => Promise.resolve());
    const bench = {
      audio: { openLive: () => Promise.resolve(stream) },
      tailSeconds: 0.1,
      wire: () => undefined,
      close,
    } as unknown as OpenedBench;
    const session = await LiveSession.open({
      rig,
      wiring: OPEN,
      bench,
      request: { ...REQUEST, ...change },
      tell: (event) => events.push(event),
      emit: () => undefined,
    });
    session.start();
    const pass = (seconds: number): void => {
      for (let ms = 0; ms < 1000 * seconds; ms += CLOCK_STEP_MS) vi.advanceTimersByTime(CLOCK_STEP_MS);
    };
    const outputs = (): LiveOutput[] => events.flatMap((event) => (event.type === 'live-output' ? [event.output] : []));
    return { stream, session, events, outputs, pass, close };
  }

  it('[LIVE-30] rises from −60 dBV by at most 6 dB a step to the asked volts', async () => {
    const { outputs, pass, stream } = await open();
    expectClose(stream.peak * rig.output.fullScaleVoltsRms, 1e-3, {
      within: 2e-6,
      unit: 'V',
      because: 'a step of 24 bits, with dither',
    });
    pass(4);
    const last = outputs().at(-1)!;
    expect(last.state).toBe('on');
    expectClose(last.driveRms * 2.5, 1, { within: 2e-3, unit: 'V', because: 'dither on the first, quiet steps' });
    const drives = outputs().map(({ driveRms }) => driveRms);
    drives.slice(1).forEach((drive, index) => {
      expect(dbFromRatio(drive / drives[index])).toBeLessThanOrEqual(6 + 1e-9);
    });
  });

  it('[LIVE-32] mutes with the limit named where the next step would pass it', async () => {
    const { outputs, pass, stream } = await open({
      generator: { ...SINE, level: { driveRms: 1.9, at: 'generator' } },
    });
    stream.gain = 20;
    pass(10);
    const last = outputs().at(-1)!;
    expect(last).toMatchObject({ state: 'muted', driveRms: 0, error: { code: 'output-over-limit' } });
    expect(last.error!.message).toContain('the limit set for this rig');
    expect(stream.peak).toBeLessThan(1e-6);
    const most = Math.max(...outputs().map(({ driveRms }) => driveRms));
    expect(20 * most).toBeLessThanOrEqual(7.5);
    expect(20 * most).toBeGreaterThan(6.5);
  });

  it('[LIVE-36] mutes within a moment when the volume is turned up beyond the limit', async () => {
    const { outputs, pass, stream } = await open();
    pass(4);
    stream.gain = 25;
    pass(0.04);
    expect(outputs().at(-1)).toMatchObject({ state: 'muted', error: { code: 'output-over-limit' } });
    expect(stream.peak).toBeLessThan(1e-6);
  });

  it('[LIVE-34] mutes where nothing comes back', async () => {
    const { outputs, pass, stream } = await open();
    stream.gain = 0;
    pass(4);
    expect(outputs().at(-1)).toMatchObject({ state: 'muted', error: { code: 'nothing-came-back' } });
    expect(Math.max(...outputs().map(({ driveRms }) => driveRms))).toBeLessThan(0.02);
  });

  it('[LIVE-33] a lower level plays at once, another signal begins 20 dB lower', async () => {
    const { outputs, pass, session } = await open();
    pass(4);
    const before = outputs().at(-1)!.driveRms;
    session.change({ generator: { ...SINE, level: { voltsRms: 0.1, at: 'output' } } });
    expectClose(outputs().at(-1)!.driveRms / before, 0.1, { within: 1e-3, unit: 'ratio', because: 'closed form' });
    session.change({ generator: SINE });
    pass(3);
    session.change({ generator: { ...SINE, signal: { kind: 'sine', frequencyHz: 50 } } });
    expectClose(dbFromRatio(outputs().at(-1)!.driveRms / before), -20, {
      within: 0.02,
      unit: 'dB',
      because: 'a tolerance of 0.5 % of the level before',
    });
    pass(3);
    expect(outputs().at(-1)!.state).toBe('on');
  });

  it('[LIVE-35] refuses what passes a limit and goes on with what played', async () => {
    const { outputs, pass, session } = await open();
    pass(4);
    expect(() => {
      session.change({ generator: { ...SINE, level: { voltsRms: 9, at: 'output' } } });
    }).toThrow(expect.objectContaining({ code: 'output-over-limit' }));
    expect(outputs().at(-1)).toMatchObject({ state: 'on', generator: SINE });
  });

  it('[LIVE-37] a device that fails ends the session with its error, and the bench is given back', async () => {
    const { events, session, stream, close } = await open();
    stream.fail(new AmpbenchError('device', 'stream-stalled', 'unplugged'));
    await session.ended;
    expect(events.at(-1)).toMatchObject({ type: 'live-ended', error: { code: 'stream-stalled' } });
    expect(close).toHaveBeenCalledOnce();
  });

  it('[LIVE-37] closing stops the stream and tells of no error', async () => {
    const { events, session, stream } = await open();
    session.close();
    await session.ended;
    expect(stream.stopped).toBe(true);
    expect(events.at(-1)).toEqual({ type: 'live-ended', error: null });
  });
});

describe('the engine', () => {
  it('[LIVE-38] has one live session or one run at a time, and cancel ends it', async () => {
    const engine = createLocalEngine();
    const ended = vi.fn();
    engine.subscribe(({ type }) => {
      if (type === 'live-ended') ended();
    });
    const request: LiveRequest = { ...REQUEST, rig: { kind: 'listed', id: 'sim:usb-192/hpa-1' } };
    await engine.openLive(request);
    await expect(engine.openLive(request)).rejects.toMatchObject({ code: 'run-in-progress' });
    await expect(engine.calibrationTone({ rig: request.rig, seconds: 2 })).rejects.toMatchObject({
      code: 'run-in-progress',
    });
    await engine.cancel();
    expect(ended).toHaveBeenCalledOnce();
    await expect(engine.changeLive({ generator: SINE })).rejects.toMatchObject({ code: 'no-live-session' });
  });

  it('[LIVE-35] says before anything plays what would stand at the output, and refuses what may not', async () => {
    const engine = createLocalEngine();
    const request: LiveRequest = { ...REQUEST, loadOhms: 20 };
    expect(await engine.previewLive(request)).toMatchObject({
      outputVoltsRms: 1,
      loadWatts: 0.05,
      loadLimitWatts: 5,
      outputLimitVoltsRms: 7.5,
    });
    const loud: LiveRequest = { ...request, generator: { ...SINE, level: { voltsRms: 8, at: 'output' } } };
    await expect(engine.previewLive(loud)).rejects.toMatchObject({ kind: 'safety', code: 'output-over-limit' });
    await expect(engine.openLive(loud)).rejects.toMatchObject({ kind: 'safety' });
    const dac: LiveRequest = {
      ...REQUEST,
      rig: { kind: 'listed', id: 'sim:usb-192/line-dac' },
      drive: 'digital',
      generator: { ...SINE, level: { at: 'generator', driveRms: 0.5 } },
    };
    expect(await engine.previewLive(dac)).toMatchObject({
      wiring: { drive: 'digital' },
      outputVoltsRms: null,
      driveUnit: 'FS',
    });
    await expect(engine.previewLive({ ...request, drive: 'digital' })).rejects.toMatchObject({
      code: 'digital-output-missing',
    });
    await expect(engine.previewLive({ ...request, loadOhms: 33 })).rejects.toMatchObject({ code: 'load-missing' });
  });
});
