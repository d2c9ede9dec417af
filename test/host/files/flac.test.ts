import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readStreamInfo } from '../../../host/files/flac/streamInfo.ts';
import { openCapture, readCapture } from '../../../host/files/openCapture.ts';
import { SourceFile } from '../../../host/files/sourceFile.ts';
import { useTemporaryFolder } from './temporaryFolder.ts';

const store = useTemporaryFolder();
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

async function encodersMd5(path: string): Promise<string> {
  const file = await SourceFile.open(path);
  const { md5 } = await readStreamInfo(file);
  await file.close();
  return md5;
}

/** MD5 of samples as FLAC defines it: interleaved little-endian integers of whole bytes. */
function md5Of(channels: readonly Float64Array[], bits: number): string {
  const bytes = Math.ceil(bits / 8);
  const target = Buffer.alloc(channels[0].length * channels.length * bytes);
  channels[0].forEach((_, frame) =>
    channels.forEach((samples, channel) =>
      target.writeIntLE(samples[frame] * 2 ** (bits - 1), (frame * channels.length + channel) * bytes, bytes),
    ),
  );
  return createHash('md5').update(target).digest('hex');
}

it.each([
  ['stereo-16.flac', 48_000, 16],
  ['stereo-24.flac', 192_000, 24],
  ['mono-24-fixed.flac', 48_000, 24],
  ['six-16.flac', 44_100, 16],
  ['stereo-32.flac', 384_000, 32],
  ['mono-8.flac', 11_025, 8],
  ['noise-16.flac', 48_000, 16],
  ['wasted-24.flac', 48_000, 24],
  ['silence-16.flac', 48_000, 16],
])('[FILE-8] reads %s of the reference encoder bit for bit', async (name, sampleRateHz, bits) => {
  const { capture, format, findings } = await readCapture(fixture(name));
  expect(capture.sampleRateHz).toBe(sampleRateHz);
  expect(format).toMatchObject({ container: 'flac', encoding: 'integer', validBits: bits });
  expect(md5Of(capture.channels, bits)).toBe(await encodersMd5(fixture(name)));
  expect(findings).toEqual([]);
});

it('[FILE-8] counts the blocks where the encoder could not write the length, and says so', async () => {
  const { capture, findings } = await readCapture(fixture('piped-16.flac'));
  expect(capture).toEqual((await readCapture(fixture('stereo-16.flac'))).capture);
  expect(findings).toMatchObject([{ code: 'truncated', damaging: false }]);
});

it('[FILE-6] reads any stretch, in any order, as the whole has it', async () => {
  const path = fixture('stereo-24.flac');
  const whole = (await readCapture(path)).capture.channels;
  const reader = await openCapture(path);
  for (const [start, count] of [
    [7_000, 680],
    [0, 10],
    [10, 5_000],
    [4_090, 12],
    [4_096, 1],
    [7_679, 1],
    [0, 7_680],
  ])
    expect(await reader.read(start, count)).toEqual(whole.map((samples) => samples.slice(start, start + count)));
  await reader.close();
});

describe('a damaged file', () => {
  const SOUND_BYTE = 108;
  const damaged = async (damage: (bytes: Buffer) => Buffer): Promise<unknown> =>
    readCapture(await store('bad.flac', damage(await readFile(fixture('stereo-16.flac'))))).catch(
      (caught: unknown) => caught,
    );

  it.each<[string, (bytes: Buffer) => Buffer, RegExp, number]>([
    ['one bit of the sound', (bytes) => (bytes.writeUInt8(bytes[3_000] ^ 4, 3_000), bytes), /checksum/, SOUND_BYTE],
    ['its end missing', (bytes) => bytes.subarray(0, -1), /cut short/, 7_486],
    ['its sound missing', (bytes) => bytes.subarray(0, SOUND_BYTE), /cut short/, SOUND_BYTE],
    ['only its name', (bytes) => bytes.subarray(0, 4), /ends inside its metadata/, 4],
    ['a rate of 0', (bytes) => (bytes.fill(0, 18, 20), bytes.writeUInt8(bytes[20] & 15, 20), bytes), /rate is 0/, 18],
    ['blocks of no frames', (bytes) => (bytes.writeUInt16BE(0, 8), bytes), /0 to 4096 frames/, 8],
    ['metadata beyond its end', (bytes) => (bytes.writeUInt8(0xff, 43), bytes), /beyond the end/, 42],
    [
      'another rate in its head than in its blocks',
      (bytes) => (bytes.writeUInt8(0x0a, 18), bytes),
      /the block has 48000 Hz/,
      SOUND_BYTE,
    ],
    ['a length it does not have', (bytes) => (bytes.writeUInt32BE(9_601, 22), bytes), /cut short/, 7_487],
    [
      'a length of 2³⁶',
      (bytes) => (bytes.fill(255, 22, 26), bytes.writeUInt8(bytes[21] | 15, 21), bytes),
      /promises 68719476735 frames but 9600/,
      7_487,
    ],
  ])('[FILE-8] with %s is refused, naming the byte', async (_, damage, message, atByte) => {
    const error = await damaged(damage);
    expect(error).toMatchObject({ kind: 'data', code: 'flac-damaged', data: { atByte } });
    expect(String(error)).toMatch(message);
  });

  it('[FILE-8] with a block missing is refused: sound may not close up over a gap', async () => {
    const bytes = await readFile(fixture('stereo-16.flac'));
    const second = bytes.indexOf(Buffer.of(0xff, 0xf8), SOUND_BYTE + 2);
    const error = await damaged(() => Buffer.concat([bytes.subarray(0, SOUND_BYTE), bytes.subarray(second)]));
    expect(error).toMatchObject({ code: 'flac-damaged', data: { atByte: SOUND_BYTE } });
    expect(String(error)).toContain('begins at frame 4096 but must at 0');
  });
});
