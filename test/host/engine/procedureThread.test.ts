import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import { measurementSchema } from '../../../core/run/measurement.ts';
import { runMeasurement } from '../../../core/run/runMeasurement.ts';
import type { RawCapture } from '../../../core/signal/types.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { createSimulatedAudio } from '../../../host/audio/simulated.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import type { RunBench, RunContext } from '../../../host/engine/executeRun.ts';
import { executeInThread, ProcedureThread } from '../../../host/engine/procedureThread.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { loopAudio } from './loopAudio.ts';
import type { FixtureCall } from './fixtureProcedure.ts';

const SEED = 3;
const bench = createSimulatedBench('sim:usb-192/hpa-1', { seed: SEED });
const fixture = new URL('./fixtureProcedure.ts', import.meta.url);
const request = measurementSchema.parse({
  kind: 'thdn',
  settings: { seconds: 1 },
  path: 'dut',
  outputVoltsRms: 1,
  loadOhms: null,
});

let path = '';
let cancel = new AbortController();
let recorded: RawCapture[] = [];
let handedOver: () => void = () => undefined;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'ampbench-thread-')), 'run');
  cancel = new AbortController();
  recorded = [];
});
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }));

const create = (): Promise<RunFolder> =>
  RunFolder.create(path, { schemaVersion: 1, measurement: request, rig: bench.rig, seed: SEED });

function contextOf(folder: RunFolder, runBench: RunBench): RunContext {
  const { audio } = runBench;
  const listening: RunBench = {
    ...runBench,
    audio: {
      ...audio,
      playrec: async (...asked) => {
        const capture = await audio.playrec(...asked);
        recorded.push(capture);
        return capture;
      },
    },
  };
  return {
    rig: bench.rig,
    folder,
    bench: listening,
    confirmWiring: false,
    cancel: cancel.signal,
    ask: () => Promise.resolve({ answer: 'done' }),
    observe: ({ type }) => {
      if (type === 'take-finished') handedOver();
    },
  };
}

function simulated(): RunBench {
  const audio = createSimulatedAudio(bench);
  return {
    audio: {
      driver: audio.driver,
      listDevices: () => audio.listDevices(),
      supports: (asked) => audio.supports(asked),
      playrec: (...asked) => audio.playrec(...asked),
      openLive: (asked) => audio.openLive(asked),
      close: () => audio.close(),
    },
    tailSeconds: 0.1,
    wire: (wiring) => {
      audio.setWiring(wiring);
    },
    beginTake: (number) => {
      audio.setTakeNumber(number);
    },
  };
}

async function runFixture(call: FixtureCall): Promise<unknown> {
  const folder = await create();
  const thread = new ProcedureThread<number>(call, cancel.signal, fixture);
  const still: RunBench = {
    audio: loopAudio(() => Promise.resolve()),
    tailSeconds: 0,
    wire: () => undefined,
    beginTake: () => undefined,
  };
  try {
    return await executeRun(thread, contextOf(folder, still)).catch((error: unknown) => error);
  } finally {
    thread.stop();
    await folder.close();
  }
}

const journal = (): Promise<string> => readFile(join(path, 'journal.jsonl'), 'utf8');

describe('a run in a thread of its own', () => {
  it('gives the bytes that it gives here, from the bench and from its folder, and samples move to it', async () => {
    const folder = await create();
    const call = { name: 'measurement', args: [request, bench.rig, { seed: SEED, simulated: true }] } as const;
    const inThread = await executeInThread({ ...call, args: [...call.args] }, contextOf(folder, simulated()));
    await folder.close();
    expect(recorded.length).toBeGreaterThan(1);
    for (const { frames } of recorded) expect(frames.length).toBe(0);

    const again = await RunFolder.open(path);
    const here = await executeRun(runMeasurement(...call.args), contextOf(again, simulated()));
    await again.close();
    const last = await RunFolder.open(path);
    const once = await executeInThread({ ...call, args: [...call.args] }, contextOf(last, simulated()));
    await last.close();
    expect(encodeResult(inThread)).toBe(encodeResult(here));
    expect(encodeResult(once)).toBe(encodeResult(here));
  }, 30_000);

  it('hears a cancel within 50 ms while it analyses, and this thread stays free', async () => {
    const answeredMs: number[] = [];
    // The least of several: what else this machine does counts for nothing
    for (let attempt = 0; attempt < 3; attempt++) {
      await rm(path, { recursive: true, force: true });
      cancel = new AbortController();
      const isAnalysing = new Promise<void>((resolve) => {
        handedOver = resolve;
      });
      const run = runFixture('analyses-for-ever');
      await isAnalysing;
      await delay(20);
      const askedMs = performance.now();
      cancel.abort();
      expect(await run).toMatchObject({ kind: 'cancelled', code: 'run-cancelled' });
      answeredMs.push(performance.now() - askedMs);
    }
    expect(Math.min(...answeredMs)).toBeLessThan(50);
    // Stopped by a person: what was recorded still counts
    expect(await journal()).not.toContain('discard');
  }, 20_000);

  it('refuses what the bench gave as it does here: code, data and tip stay, and the takes are void', async () => {
    expect(await runFixture('refuses')).toMatchObject({
      kind: 'data',
      code: 'load-not-changed',
      data: { ohms: 20 },
      tip: 'tip',
    });
    expect(await journal()).toContain('{"type":"discard","reason":"load-not-changed"}');
  });

  it('keeps what was recorded where the fault is its own', async () => {
    expect(await runFixture('has-a-bug')).toMatchObject({
      kind: 'bug',
      code: 'unexpected-error',
      message: 'a mistake',
    });
    expect(await journal()).not.toContain('discard');
  });

  it('says that its thread died', async () => {
    expect(await runFixture('dies')).toMatchObject({ kind: 'bug', code: 'procedure-thread-died' });
    expect(await journal()).not.toContain('discard');
  });

  it('begins nothing once it was cancelled', async () => {
    cancel.abort();
    expect(await runFixture('returns-peak')).toMatchObject({ code: 'run-cancelled' });
    expect(recorded).toEqual([]);
  });

  it('returns what its procedure returns', async () => {
    const peak = await runFixture('returns-peak');
    expect(Math.abs((peak as number) - 0.25)).toBeLessThan(2 ** -22);
  });
});
