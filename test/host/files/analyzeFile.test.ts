import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/signal/random.ts';
import { analyzeFile } from '../../../host/files/analyzeFile.ts';
import { openCapture } from '../../../host/files/openCapture.ts';
import { writeWave } from '../../../host/files/wave/waveWriter.ts';
import { expectClose } from '../../expectClose.ts';

const RATE_HZ = 48_000;
const SECONDS = 95;
/** Sideband share: f2 modulated by f1 has sidebands of half of it each. */
const MODULATION = 2e-3;

let folder = '';
let path = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-long-'));
  path = join(folder, 'long.wav');
  const random = createRandom(3);
  const samples = Float64Array.from({ length: RATE_HZ * SECONDS }, (_, frame) => {
    const low = Math.sin(2 * Math.PI * ((60 * frame) / RATE_HZ));
    const high = Math.sin(2 * Math.PI * ((7000 * frame) / RATE_HZ));
    return 0.4 * low + 0.1 * high * (1 + MODULATION * low) + 1e-4 * (random.uniform() - 0.5);
  });
  await writeWave(
    path,
    { sampleRateHz: RATE_HZ, unit: 'FS', channels: [samples, samples.map((value) => value / 2)] },
    'int24',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const measure = (startSeconds: number, endSeconds: number | null) =>
  analyzeFile('imd-smpte', { captures: { main: [path] }, reference: null }, {}, { startSeconds, endSeconds });

describe('a recording of 95 s', () => {
  it('[STREAM-1] gives the same figures in records as a part of it whole, and closer ones', async () => {
    const streamed = await measure(0, null);
    const whole = await measure(10, 20);
    expect(streamed.frames).toBe(RATE_HZ * SECONDS);
    expect(streamed.channels.length).toBe(2);
    for (const [index, { figures }] of streamed.channels.entries()) {
      const { value, uncertainty } = figures['imd-smpte'];
      const expected = MODULATION / Math.SQRT2;
      expectClose(value ?? NaN, expected, {
        within: 2e-6,
        unit: 'ratio',
        because: 'noise of −85 dB in 21 s records, √4 of them',
      });
      expect(uncertainty).toBeGreaterThan(0);
      const part = whole.channels[index].figures['imd-smpte'];
      expectClose(part.value ?? NaN, value ?? NaN, {
        within: 2 * (part.uncertainty ?? 0),
        unit: 'ratio',
        because: 'twice its own uncertainty',
      });
    }
  });

  it('[FILE-6] a stretch outside the file is refused', async () => {
    await expect(measure(90, 96)).rejects.toMatchObject({ kind: 'usage', code: 'stretch-outside-file' });
    await expect(measure(5, 5)).rejects.toMatchObject({ kind: 'usage', code: 'stretch-outside-file' });
  });

  it('[FILE-6] is read in stretches that join without a gap', async () => {
    const reader = await openCapture(path);
    const whole = await reader.read(1_000, 10_000);
    const parts = await Promise.all([reader.read(1_000, 3_333), reader.read(4_333, 6_667)]);
    expect([...parts[0][1], ...parts[1][1]]).toEqual([...whole[1]]);
    await reader.close();
  });
});

describe('a recording that is good for 50 of 90 s', () => {
  const broken = async (after: number): Promise<string> => {
    const file = join(folder, 'broken.wav');
    const samples = Float64Array.from({ length: RATE_HZ * 90 }, (_, frame) =>
      frame < RATE_HZ * 50
        ? 0.4 * Math.sin((2 * Math.PI * 60 * frame) / RATE_HZ) + 0.1 * Math.sin((2 * Math.PI * 7000 * frame) / RATE_HZ)
        : after,
    );
    await writeWave(file, { sampleRateHz: RATE_HZ, unit: 'FS', channels: [samples] }, 'float32');
    return file;
  };

  it('[STREAM-5] has no figure where the rest is silent', async () => {
    const main = await broken(0);
    const { channels } = await analyzeFile('imd-smpte', { captures: { main: [main] }, reference: null }, {});
    const figure = channels[0].figures['imd-smpte'];
    expect(figure).toMatchObject({
      value: null,
      uncertainty: null,
      reasonCode: 'no-stimulus',
      text: expect.stringContaining('in 2 of 5 records') as string,
    });
    expect(figure).not.toHaveProperty('db');
    expect(channels[0].flags).toContain('no-stimulus');
  });

  it('[FILE-7] is refused where the rest is no numbers, naming the sample', async () => {
    const main = await broken(NaN);
    await expect(analyzeFile('imd-smpte', { captures: { main: [main] }, reference: null }, {})).rejects.toMatchObject({
      kind: 'data',
      code: 'not-finite',
      data: { channel: 1, frame: RATE_HZ * 50 },
    });
  });
});

it('[FILE-10] a capture that is missing and a setting without meaning are refused by name', async () => {
  await expect(analyzeFile('imd-smpte', { captures: {}, reference: null }, {})).rejects.toMatchObject({
    kind: 'usage',
    code: 'capture-missing',
  });
  await expect(
    analyzeFile(
      'imd-smpte',
      { captures: { main: [path] }, reference: null },
      { seriesOhms: 10 },
      { startSeconds: 0, endSeconds: 3 },
    ),
  ).rejects.toMatchObject({ kind: 'usage', code: 'setting-not-heeded' });
});
