import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWave, sampleBytes, waveHeader, writeWave } from '../../../host/store/waveFile.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-wave-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Bit patterns that a careless path would change: denormals, signed zero, infinities, values beyond full scale. */
const AWKWARD = Float32Array.of(0, -0, 1, -1, 1.401298464324817e-45, -1.1754942e-38, 3.4e38, Infinity, -Infinity, 0.1);

it('reads back the very bits that were written', async () => {
  const path = join(folder, 'a.wav');
  await writeWave(path, { sampleRateHz: 384000, channelCount: 2, frames: AWKWARD });
  const read = await readWave(path);
  expect(read.sampleRateHz).toBe(384000);
  expect(read.channelCount).toBe(2);
  expect(Buffer.compare(sampleBytes(read.frames), sampleBytes(AWKWARD))).toBe(0);
});

it('has the sizes where other programs look for them', async () => {
  const path = join(folder, 'a.wav');
  await writeWave(path, { sampleRateHz: 48000, channelCount: 1, frames: new Float32Array(7) });
  const bytes = await readFile(path);
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  const data = bytes.indexOf('data', 12, 'latin1');
  expect(bytes.readUInt32LE(data + 4)).toBe(28);
  expect(data + 8 + 28).toBe(bytes.length);
});

it('leaves nothing but the finished file in the folder', async () => {
  await writeWave(join(folder, 'a.wav'), { sampleRateHz: 48000, channelCount: 1, frames: new Float32Array(7) });
  expect(await readdir(folder)).toEqual(['a.wav']);
});

it('turns to RF64 at the first frame that RIFF cannot count', () => {
  const name = (header: Uint8Array): string => Buffer.from(header).toString('latin1', 0, 4);
  const frameCount = Math.floor((0xffffffff - 50) / 4);
  expect(name(waveHeader({ sampleRateHz: 384000, channelCount: 1, frameCount }))).toBe('RIFF');
  const large = Buffer.from(waveHeader({ sampleRateHz: 384000, channelCount: 1, frameCount: frameCount + 1 }));
  expect(name(large)).toBe('RF64');
  expect(large.toString('latin1', 12, 16)).toBe('ds64');
  expect(large.readBigUInt64LE(28)).toBe(BigInt(frameCount + 1) * 4n);
  expect(large.readBigUInt64LE(20)).toBe(BigInt(large.length - 8) + BigInt(frameCount + 1) * 4n);
});

it('reads RF64, whose sizes are in the ds64 chunk', async () => {
  const frameCount = 2 ** 31;
  const header = Buffer.from(waveHeader({ sampleRateHz: 192000, channelCount: 1, frameCount }));
  // The same head over 12 bytes of samples: what a 4 GiB file looks like, without its 4 GiB.
  header.writeBigUInt64LE(12n, 28);
  const path = join(folder, 'large.wav');
  await writeFile(path, Buffer.concat([header, sampleBytes(Float32Array.of(1, 2, 3))]));
  expect([...(await readWave(path)).frames]).toEqual([1, 2, 3]);
});

it('skips chunks it does not know, padded to an even length', async () => {
  const whole = Buffer.concat([
    Buffer.from(waveHeader({ sampleRateHz: 48000, channelCount: 1, frameCount: 1 })),
    sampleBytes(Float32Array.of(0.5)),
  ]);
  const odd = Buffer.from('LIST\x03\x00\x00\x00abc\x00', 'latin1');
  const path = join(folder, 'list.wav');
  await writeFile(path, Buffer.concat([whole.subarray(0, 12), odd, whole.subarray(12)]));
  expect([...(await readWave(path)).frames]).toEqual([0.5]);
});

it.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), /cut short/],
  ['16-bit integer', (bytes: Buffer) => (bytes.writeUInt16LE(1, 20), bytes.writeUInt16LE(16, 34), bytes), /16 bits/],
  ['without samples', (bytes: Buffer) => bytes.subarray(0, 40), /no data chunk/],
  ['something else', () => Buffer.from('hello, this is no sound at all'), /no RIFF/],
  ['empty', () => Buffer.alloc(0), /no RIFF/],
])('refuses a file that is %s and names it', async (_, damage, message) => {
  const path = join(folder, 'bad.wav');
  await writeWave(path, { sampleRateHz: 48000, channelCount: 1, frames: Float32Array.of(1, 2, 3) });
  await writeFile(path, damage(await readFile(path)));
  const error: unknown = await readWave(path).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind: 'data', code: 'wave-damaged' });
  expect(String(error)).toMatch(message);
  expect(String(error)).toContain(path);
});
