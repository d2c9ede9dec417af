import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openCapture, readCapture } from '../../../host/files/openCapture.ts';
import { waveHeader } from '../../../host/files/wave/waveWriter.ts';
import { useTemporaryFolder } from './temporaryFolder.ts';
import { chunk, formatChunk, int16Bytes, riff } from './waveBuilder.ts';

const store = useTemporaryFolder();
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** What `fixtures/makeFixtures.sh` has SoX write. */
const STEPS = [
  [0, 0.25, -1, -0.5, 0.125],
  [0.5, -0.25, 0.75, 0.0078125, 0],
];

const codesOf = async (bytes: Buffer): Promise<number[]> =>
  [...(await readCapture(await store('a.wav', bytes))).capture.channels[0]].map((value) => value * 32768);

it.each([
  ['sox-int8.wav', 'integer', 8],
  ['sox-int16.wav', 'integer', 16],
  ['sox-int24.wav', 'integer', 24],
  ['sox-int32.wav', 'integer', 32],
  ['sox-float32.wav', 'float', 32],
  ['sox-float64.wav', 'float', 64],
])('[FILE-1] reads %s of another program sample for sample', async (name, encoding, validBits) => {
  const { capture, format, findings } = await readCapture(fixture(name));
  expect(capture).toMatchObject({ sampleRateHz: 96_000, unit: 'FS' });
  expect(capture.channels.map((samples) => [...samples])).toEqual(STEPS);
  expect(format).toMatchObject({ container: 'wav', encoding, validBits });
  expect(findings).toEqual([]);
});

it('[FILE-5] reads to the end where another program wrote into a pipe, and says so', async () => {
  const { capture, findings } = await readCapture(fixture('sox-piped.wav'));
  expect(capture.channels.map((samples) => [...samples])).toEqual(STEPS);
  expect(findings).toMatchObject([
    { code: 'truncated', damaging: false, text: expect.stringContaining('end of the file') as string },
  ]);
});

it.each([0, 0xffffffff, 0x7fffffff])('[FILE-5] takes a data size of %i for an open end', async (size) => {
  const bytes = riff([formatChunk(), chunk('data', int16Bytes(1, 2, 3), size)], 'RIFF', size === 0 ? 0 : 0xffffffff);
  const { capture, findings } = await readCapture(await store('a.wav', Buffer.concat([bytes, Buffer.of(9)])));
  expect([...capture.channels[0]].map((value) => value * 32768)).toEqual([1, 2, 3]);
  expect(findings).toMatchObject([{ code: 'truncated', text: expect.stringContaining('last 1 bytes') as string }]);
});

it('[FILE-5] takes a data size of 0 for what it is where the outer size agrees', async () => {
  const reader = await openCapture(
    await store('a.wav', riff([formatChunk(), chunk('data', Buffer.alloc(0)), chunk('LIST', Buffer.alloc(40))])),
  );
  expect(reader.frameCount).toBe(0);
  expect(reader.findings).toEqual([]);
  await reader.close();
});

it('[FILE-4] skips chunks it does not know, of odd length too, before and after the samples', async () => {
  const odd = chunk('LIST', Buffer.from('abc'));
  const bytes = riff([
    chunk('JUNK', Buffer.alloc(28)),
    chunk('bext', Buffer.alloc(603)),
    odd,
    formatChunk(),
    odd,
    chunk('data', int16Bytes(5, -6)),
    odd,
  ]);
  expect(await codesOf(bytes)).toEqual([5, -6]);
});

it('[FILE-4] reads WAVE_FORMAT_EXTENSIBLE: sub-format, valid bits, channel mask', async () => {
  const extension = { validBits: 20, channelMask: 0x3, code: 1 };
  const samples = Buffer.alloc(12);
  samples.writeIntLE(0x123450, 0, 3);
  samples.writeIntLE(-0x400000, 9, 3);
  const bytes = riff([formatChunk({ channelCount: 2, bits: 24, extension }), chunk('data', samples)]);
  const { capture, format } = await readCapture(await store('a.wav', bytes));
  expect(capture.channels.map((channel) => [...channel].map((value) => value * 2 ** 23))).toEqual([
    [0x123450, 0],
    [0, -0x400000],
  ]);
  expect(format).toMatchObject({ encoding: 'integer', validBits: 20, channelMask: 3 });
});

it('[FILE-3] reads RF64, whose sizes are in the ds64 chunk', async () => {
  const header = Buffer.from(
    waveHeader({ sampleRateHz: 192_000, channelCount: 1, frameCount: 2 ** 31, encoding: 'float32' }),
  );
  // The same head over 12 bytes of samples: what a 4 GiB file looks like, without its 4 GiB
  header.writeBigUInt64LE(12n, 28);
  const bytes = Buffer.concat([header, Buffer.from(Float32Array.of(1, 2, 3).buffer)]);
  const { capture, format } = await readCapture(await store('a.wav', bytes));
  expect([...capture.channels[0]]).toEqual([1, 2, 3]);
  expect(format.container).toBe('rf64');
});

it('[FILE-6] reads any stretch, in any order, as the whole has it', async () => {
  const codes = Array.from({ length: 30_000 }, (_, index) => ((index * 7919) % 65_536) - 32_768);
  const reader = await openCapture(
    await store('a.wav', riff([formatChunk({ channelCount: 3 }), chunk('data', int16Bytes(...codes))])),
  );
  expect(reader.frameCount).toBe(10_000);
  for (const [start, count] of [
    [9_990, 10],
    [0, 1],
    [123, 4_567],
    [10_000, 0],
  ])
    expect((await reader.read(start, count)).map((samples) => [...samples].map((x) => x * 32768))).toEqual(
      [0, 1, 2].map((channel) => codes.filter((_, index) => index % 3 === channel).slice(start, start + count)),
    );
  await expect(reader.read(9_990, 11)).rejects.toMatchObject({ kind: 'usage', code: 'frames-outside-file' });
  await reader.close();
});

const samples = chunk('data', int16Bytes(1, 2, 3));

it.each<[string, Buffer, string, RegExp, number]>([
  [
    'cut short',
    riff([formatChunk(), samples]).subarray(0, -1),
    'wave-damaged',
    /cut short.*promises 6 bytes.*5 are there/,
    49,
  ],
  [
    'with a data size far beyond its end',
    riff([formatChunk(), chunk('data', int16Bytes(1), 0xfffffffe)]),
    'wave-damaged',
    /cut short/,
    46,
  ],
  [
    'whose samples are no whole frames',
    riff([formatChunk({ channelCount: 2 }), samples]),
    'wave-damaged',
    /no whole number of frames/,
    44,
  ],
  ['with no channel', riff([formatChunk({ channelCount: 0 }), samples]), 'wave-damaged', /0 channels/, 22],
  [
    'with 65,535 channels',
    riff([formatChunk({ channelCount: 65_535, frameBytes: 4 }), samples]),
    'wave-damaged',
    /65535 channels/,
    22,
  ],
  ['with no sample rate', riff([formatChunk({ sampleRateHz: 0 }), samples]), 'wave-damaged', /rate is 0 Hz/, 24],
  [
    'with a sample rate of 4 GHz',
    riff([formatChunk({ sampleRateHz: 0xffffffff }), samples]),
    'wave-damaged',
    /4294967295 Hz/,
    24,
  ],
  [
    'whose frames do not fit their channels',
    riff([formatChunk({ frameBytes: 3 }), samples]),
    'wave-damaged',
    /3 bytes but 1 channels/,
    32,
  ],
  ['of 0 bits', riff([formatChunk({ bits: 0 }), samples]), 'format-unknown', /0 bits/, 20],
  ['of 16-bit floats', riff([formatChunk({ tag: 3 }), samples]), 'format-unknown', /code 3 with 16 bits/, 20],
  ['of 64-bit integers', riff([formatChunk({ bits: 64 }), samples]), 'format-unknown', /code 1 with 64 bits/, 20],
  ['of µ-law', riff([formatChunk({ tag: 7, bits: 8 }), samples]), 'format-unknown', /code 7/, 20],
  [
    'with an unknown sub-format',
    riff([
      Buffer.concat([formatChunk({ extension: { validBits: 16, channelMask: 0, code: 1 } }).fill(7, 40)]),
      samples,
    ]),
    'format-unknown',
    /sub-format/,
    44,
  ],
  [
    'with more valid bits than bits',
    riff([formatChunk({ extension: { validBits: 17, channelMask: 0, code: 1 } }), samples]),
    'wave-damaged',
    /17 of 16 bits/,
    38,
  ],
  [
    'with a short fmt chunk',
    riff([chunk('fmt ', Buffer.alloc(14)), samples]),
    'wave-damaged',
    /14 bytes but must have 16/,
    20,
  ],
  ['with two fmt chunks', riff([formatChunk(), formatChunk(), samples]), 'wave-damaged', /second fmt/, 36],
  ['with its samples before their format', riff([samples, formatChunk()]), 'wave-damaged', /before the fmt chunk/, 12],
  ['without samples', riff([formatChunk()]), 'wave-damaged', /no data chunk/, 36],
  [
    'with a chunk that never ends',
    riff([formatChunk(), chunk('LIST', Buffer.alloc(2), 0xfffffff0), samples]),
    'wave-damaged',
    /beyond the end/,
    60,
  ],
  [
    'of a million empty chunks',
    riff([Buffer.alloc(8_000_000, chunk('JUNK', Buffer.alloc(0)))]),
    'wave-damaged',
    /more than 4096 chunks/,
    32_780,
  ],
  ['big-endian', riff([formatChunk(), samples], 'RIFX'), 'format-unknown', /big-endian/, 0],
  ['something else', Buffer.from('hello, this is no sound at all'), 'format-unknown', /no WAV, RF64 or FLAC/, 0],
  ['empty', Buffer.alloc(0), 'format-unknown', /no WAV, RF64 or FLAC/, 0],
])('[FILE-7] refuses a file that is %s and names the byte', async (_, bytes, code, message, atByte) => {
  const path = await store('bad.wav', bytes);
  const error: unknown = await readCapture(path).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind: 'data', code, data: { atByte, path } });
  expect(String(error)).toMatch(message);
  expect(String(error)).toContain(path);
});

it.each([NaN, Infinity, -Infinity])('[FILE-7] refuses %s among float samples and names the sample', async (value) => {
  const floats = Buffer.from(Float32Array.of(0, 0, 0, value, 0, 0).buffer);
  const path = await store('a.wav', riff([formatChunk({ tag: 3, bits: 32, channelCount: 2 }), chunk('data', floats)]));
  await expect(readCapture(path)).rejects.toMatchObject({
    kind: 'data',
    code: 'not-finite',
    data: { channel: 2, frame: 1 },
  });
});

it('[FILE-7] opens ordinary files only', async () => {
  await expect(readCapture('/')).rejects.toMatchObject({ kind: 'data', code: 'not-a-file' });
  await expect(readCapture('/no/such/file.wav')).rejects.toMatchObject({ kind: 'storage', code: 'file-missing' });
});
