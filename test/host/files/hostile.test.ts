import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { AmpbenchError } from '../../../core/errors.ts';
import type { RandomSource } from '../../../core/signal/random.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { readCapture } from '../../../host/files/openCapture.ts';
import { waveHeader } from '../../../host/files/wave/waveWriter.ts';
import { useTemporaryFolder } from './temporaryFolder.ts';
import { chunk, formatChunk, int16Bytes, riff } from './waveBuilder.ts';

const store = useTemporaryFolder();
const fixture = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

/** Values that have broken readers: borders of signed and unsigned counts. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

/** A few bytes or counts changed, bytes cut out or doubled, mostly near the head. */
function mutate(seed: Buffer, random: RandomSource): Buffer {
  let bytes = Buffer.from(seed);
  const pick = (count: number): number => Math.floor(random.uniform() * count);
  for (let step = pick(4); step >= 0; step--) {
    const at = pick(random.uniform() < 0.7 ? Math.min(bytes.length - 8, 100) : bytes.length - 8);
    const way = pick(6);
    if (way === 0) bytes[at] = pick(256);
    else if (way === 1) bytes[at] ^= 1 << pick(8);
    else if (way === 2) bytes.writeUInt32LE(EDGES[pick(EDGES.length)], at);
    else if (way === 3) bytes.writeUInt16LE(EDGES[pick(EDGES.length)] & 0xffff, at);
    else if (way === 4 && bytes.length > 64)
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick(7))]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at - pick(Math.min(at, 16) + 1))]);
  }
  return bytes;
}

/** Reads `count` mutants of each seed and returns how many were read and how many refused; anything but a data error fails. */
async function readMutants(seeds: readonly Buffer[], count: number): Promise<{ read: number; refused: number }> {
  const random = createRandom(20_260_101);
  const result = { read: 0, refused: 0 };
  for (const seed of seeds) {
    for (let index = 0; index < count; index++) {
      const bytes = mutate(seed, random);
      const outcome: unknown = await readCapture(await store('mutant', bytes)).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        if (!(outcome instanceof AmpbenchError)) throw outcome;
        expect(outcome.kind).toBe('data');
        expect('atByte' in outcome.data || 'frame' in outcome.data).toBe(true);
        result.refused++;
      } else result.read++;
    }
  }
  return result;
}

it('[FILE-9] 4,500 mutated WAV heads: each is read or refused by a data error that names the place', async () => {
  const sox = await Promise.all(['sox-int24.wav', 'sox-float64.wav'].map(fixture));
  const large = Buffer.from(
    waveHeader({ sampleRateHz: 96_000, channelCount: 2, frameCount: 2 ** 30, encoding: 'float32' }),
  );
  large.writeBigUInt64LE(16n, 28);
  const seeds = [
    ...sox,
    Buffer.concat([large, Buffer.alloc(16)]),
    riff([chunk('LIST', Buffer.from('abc')), formatChunk({ channelCount: 2 }), chunk('data', int16Bytes(1, 2, 3, 4))]),
    riff([formatChunk({ extension: { validBits: 16, channelMask: 1, code: 1 } }), chunk('data', int16Bytes(1, 2, 3))]),
  ];
  const { read, refused } = await readMutants(seeds, 900);
  expect(read).toBeGreaterThan(400);
  expect(refused).toBeGreaterThan(1_500);
});

it('[FILE-9] 2,400 mutated FLAC files: each is read or refused by a data error that names the place', async () => {
  const seeds = await Promise.all(['mono-8.flac', 'piped-16.flac', 'noise-16.flac', 'silence-16.flac'].map(fixture));
  const { read, refused } = await readMutants(seeds, 600);
  expect(read).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(1_500);
});
