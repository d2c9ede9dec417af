import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Capture } from '../../../core/measure/analysis.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { readCapture } from '../../../host/files/openCapture.ts';
import type { SampleEncoding } from '../../../host/files/sampleCoding.ts';
import { readFloat32Wave } from '../../../host/files/wave/waveReader.ts';
import { float32Bytes, waveHeader, writeFloat32Wave, writeWave } from '../../../host/files/wave/waveWriter.ts';
import { expectClose } from '../../expectClose.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-wave-'));
  path = join(folder, 'a.wav');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const capture = (...channels: Float64Array[]): Capture => ({ sampleRateHz: 96_000, unit: 'FS', channels });

/** Bit patterns that a careless path would change: denormals, signed zero, infinities, values beyond full scale. */
const AWKWARD = Float32Array.of(0, -0, 1, -1, 1.401298464324817e-45, -1.1754942e-38, 3.4e38, Infinity, -Infinity, 0.1);

it('[FILE-1] stores float32 bit for bit', async () => {
  await writeFloat32Wave(path, { sampleRateHz: 384_000, channelCount: 2, frames: AWKWARD });
  const read = await readFloat32Wave(path);
  expect(read).toMatchObject({ sampleRateHz: 384_000, channelCount: 2 });
  expect(Buffer.compare(float32Bytes(read.frames), float32Bytes(AWKWARD))).toBe(0);
});

it('[FILE-1] stores float64 bit for bit', async () => {
  const samples = Float64Array.of(0.1, -Math.PI, 5e-324, 1e300, -0);
  await writeWave(path, capture(samples), 'float64');
  const read = await readCapture(path);
  expect(Buffer.compare(Buffer.from(read.capture.channels[0].buffer), Buffer.from(samples.buffer))).toBe(0);
});

it.each<[SampleEncoding, number]>([
  ['int8', 8],
  ['int16', 16],
  ['int24', 24],
  ['int32', 32],
])('[FILE-1] every code of %s comes back as it was written', async (encoding, bits) => {
  const steps = 2 ** (bits - 1);
  const codes = [-steps, -steps + 1, -1, 0, 1, 77, steps - 2, steps - 1];
  const samples = Float64Array.from(codes, (code) => code / steps);
  await writeWave(path, capture(samples, samples.toReversed(), samples), encoding);
  const { capture: read, format } = await readCapture(path);
  expect(read.channels.map((channel) => [...channel])).toEqual([[...samples], [...samples].reverse(), [...samples]]);
  expect(format).toMatchObject({ encoding: 'integer', validBits: bits });
});

it('[FILE-2] rounds to the nearest step, and +1 into the last one', async () => {
  await writeWave(path, capture(Float64Array.of(0.4, 0.6, -0.4, -0.6, 32767.4).map((x) => x / 32768)), 'int16');
  expect([...(await readCapture(path)).capture.channels[0]].map((x) => x * 32768)).toEqual([0, 1, 0, -1, 32767]);
  await writeWave(path, capture(Float64Array.of(1, -1)), 'int16');
  expect([...(await readCapture(path)).capture.channels[0]]).toEqual([32767 / 32768, -1]);
});

it('[FILE-2] TPDF dither makes the error 1/4 step² whatever the signal, and its mean zero', async () => {
  const count = 40_000;
  for (const steps of [0, 0.25, 0.5]) {
    const samples = new Float64Array(count).fill(steps / 32768);
    await writeWave(path, capture(samples), 'int16', createRandom(5));
    const errors = (await readCapture(path)).capture.channels[0].map((x) => x * 32768 - steps);
    const mean = errors.reduce((sum, x) => sum + x, 0) / count;
    const square = errors.reduce((sum, x) => sum + x * x, 0) / count;
    expectClose(mean, 0, { within: 0.01, unit: 'steps', because: '4 standard errors of 0.5 steps over 40,000' });
    expectClose(square, 0.25, {
      within: 0.008,
      unit: 'steps²',
      because: '4 standard errors of a square of kurtosis < 4',
    });
  }
});

it.each([
  [1.01, 'beyond-full-scale'],
  [NaN, 'not-finite'],
])('[FILE-2] refuses to write %s as an integer and names the sample', async (value, code) => {
  const error: unknown = await writeWave(path, capture(Float64Array.of(0, value)), 'int24').catch((e: unknown) => e);
  expect(error).toMatchObject({ kind: 'data', code, data: { channel: 1, frame: 1 } });
  expect(await readdir(folder)).toEqual([]);
});

it('[FILE-1] has the sizes where other programs look for them, and an even length', async () => {
  await writeWave(path, capture(Float64Array.of(0, 0.5, -0.5)), 'int8');
  const bytes = await readFile(path);
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  const data = bytes.indexOf('data', 12, 'latin1');
  expect(bytes.readUInt32LE(data + 4)).toBe(3);
  expect(bytes.length).toBe(data + 8 + 4);
  expect(await readdir(folder)).toEqual(['a.wav']);
});

it('[FILE-3] turns to RF64 at the first frame that RIFF cannot count', () => {
  const shape = { sampleRateHz: 384_000, channelCount: 1, encoding: 'float32' } as const;
  const name = (header: Uint8Array): string => Buffer.from(header).toString('latin1', 0, 4);
  const frameCount = Math.floor((0xffffffff - 50) / 4);
  expect(name(waveHeader({ ...shape, frameCount }))).toBe('RIFF');
  const large = Buffer.from(waveHeader({ ...shape, frameCount: frameCount + 1 }));
  expect(name(large)).toBe('RF64');
  expect(large.toString('latin1', 12, 16)).toBe('ds64');
  expect(large.readBigUInt64LE(28)).toBe(BigInt(frameCount + 1) * 4n);
  expect(large.readBigUInt64LE(20)).toBe(BigInt(large.length - 8) + BigInt(frameCount + 1) * 4n);
});
