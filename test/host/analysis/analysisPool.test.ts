import { afterEach, describe, expect, it } from 'vitest';
import type { AnalysisInput, Capture } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { kindNamed } from '../../../core/measure/kinds.ts';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import { AnalysisPool } from '../../../host/analysis/analysisPool.ts';
import { analyzeOnAllCores } from '../../../host/analysis/analyzeOnAllCores.ts';
import type { KindTask } from '../../../host/analysis/analysisTask.ts';
import { sumOf, tones, whiteNoise } from '../../synthetic.ts';

const RATE_HZ = 48_000;
const fixture = new URL('./fixtureThread.ts', import.meta.url);

let pool: AnalysisPool | null = null;
afterEach(async () => {
  await pool?.close();
  pool = null;
});
const openPool = (options: ConstructorParameters<typeof AnalysisPool>[0]): AnalysisPool =>
  (pool = new AnalysisPool(options));

function twoTones(seed: number): Capture {
  const clean = tones(RATE_HZ, 2 * RATE_HZ, [
    { frequencyHz: 60, amplitude: 0.4 },
    { frequencyHz: 7000, amplitude: 0.1 },
    { frequencyHz: 7060, amplitude: 1e-4 },
  ]);
  return { sampleRateHz: RATE_HZ, unit: 'FS', channels: [sumOf(clean, whiteNoise(clean.length, 1e-6, seed))] };
}

const task = (capture: Capture, settings: KindTask['settings'] = {}): KindTask => ({
  part: 'all',
  kind: 'imd-smpte',
  input: { captures: { main: capture }, reference: null },
  settings,
});
const direct = ({ kind, input, settings }: KindTask): unknown => analyzeKind(kindNamed(kind), input, settings);
const valueOf = <Value>(outcome: PromiseSettledResult<Value>): Value => {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
};
const empty = task({ sampleRateHz: RATE_HZ, unit: 'FS', channels: [] });

describe('analysis in worker threads', () => {
  it('gives what the analysis gives here, to the last bit, and takes the samples with it', async () => {
    const expected = direct(task(twoTones(1)));
    const moved = task(twoTones(1));
    expect(await openPool({}).run(moved)).toEqual(expected);
    expect(moved.input.captures.main!.channels[0].length).toBe(0);
  });

  it('analyses several captures at once, in order, and copies only samples that two of them need', async () => {
    const shared = twoTones(2);
    const own = twoTones(3);
    const tasks = [task(shared), task(own), task(shared, { seconds: 1 })];
    const expected = tasks.map(direct);
    expect((await openPool({ threads: 2 }).runAll(tasks)).map(valueOf)).toEqual(expected);
    expect(shared.channels[0].length).toBe(2 * RATE_HZ);
    expect(own.channels[0].length).toBe(0);
  });

  it('has errors keep kind, code, data and tip', async () => {
    const input: AnalysisInput = { captures: {}, reference: null };
    await expect(analyzeOnAllCores('imd-smpte', input, {})).rejects.toMatchObject({
      name: 'AmpbenchError',
      kind: 'usage',
      code: 'capture-missing',
      data: { kind: 'imd-smpte', role: 'main' },
    });
  });

  it.each([
    ['figures in one thread, checks in another', 2],
    ['both in one', 1],
  ])('makes the very document that one thread makes, damage included: %s', async (_, threads) => {
    const damaged = twoTones(5);
    damaged.channels[0].copyWithin(RATE_HZ, RATE_HZ + 7);
    const expected = analyzeKind(kindNamed('imd-smpte'), { captures: { main: damaged }, reference: null }, {});
    expect(expected.channels[0].flags).toContain('capture-damaged');
    const samples = damaged.channels[0];
    const shared = new Float64Array(new SharedArrayBuffer(samples.byteLength));
    shared.set(samples);
    for (const channels of [[samples], [shared]]) {
      const input = { captures: { main: { ...damaged, channels } }, reference: null };
      const found = await analyzeOnAllCores('imd-smpte', input, {}, openPool({ threads }));
      expect(encodeResult(found)).toBe(encodeResult(expected));
      expect(channels[0].length).toBe(2 * RATE_HZ);
    }
  });

  it('uses as many threads as told, and no more', async () => {
    const threads = openPool({ threads: 2, program: fixture });
    const answers = await threads.runAll(
      Array.from({ length: 6 }, () => task(empty.input.captures.main!, { seconds: 0.02 })),
    );
    expect(new Set(answers.map((answer) => (valueOf(answer) as unknown as { threadId: number }).threadId)).size).toBe(
      2,
    );
  });

  it('fails only what a dead thread was at, and goes on with a new one', async () => {
    const threads = openPool({ threads: 1, program: fixture });
    const answers = await Promise.allSettled([
      threads.run({ ...empty, settings: { seconds: 3000 } }),
      threads.run({ ...empty, settings: { seconds: 0.001 } }),
    ]);
    expect(answers[0]).toMatchObject({
      reason: { code: 'analysis-thread-died', message: expect.stringContaining('the thread stumbled') as string },
    });
    expect(answers[1].status).toBe('fulfilled');
  });

  it('stops what is under way and what waits when it is closed', async () => {
    const threads = openPool({ threads: 1, program: fixture });
    const answers = [1000, 1000].map((seconds) => threads.run({ ...empty, settings: { seconds } }));
    const settled = Promise.allSettled(answers);
    await threads.close();
    for (const answer of await settled) expect(answer).toMatchObject({ reason: { code: 'analysis-closed' } });
    await expect(threads.run(empty)).rejects.toMatchObject({ code: 'analysis-closed' });
  });

  it('says so when samples were moved away before', async () => {
    const gone = twoTones(4);
    structuredClone(gone.channels[0], { transfer: [gone.channels[0].buffer as ArrayBuffer] });
    await expect(openPool({}).run(task(gone))).rejects.toMatchObject({ code: 'analysis-input-moved' });
  });
});
