import { damagedFile } from '../captureReader.ts';
import type { SampleEncoding } from '../sampleCoding.ts';

export interface WaveFormat {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly encoding: SampleEncoding;
  readonly validBits: number;
  readonly channelMask: number | null;
}

const FORMAT_PCM = 1;
const FORMAT_IEEE_FLOAT = 3;
export const FORMAT_EXTENSIBLE = 0xfffe;
/** The last 14 bytes of a sub-format's GUID; its first two are the format code (Microsoft, WAVEFORMATEXTENSIBLE). */
export const SUB_FORMAT_TAIL: readonly number[] = [
  0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71,
];
export const MOST_CHANNELS = 64;
/** No converter in sight is faster; a larger number is a damaged head. */
export const HIGHEST_SAMPLE_RATE_HZ = 10_000_000;

const INTEGER_ENCODINGS: Readonly<Record<number, SampleEncoding>> = { 1: 'int8', 2: 'int16', 3: 'int24', 4: 'int32' };
const FLOAT_ENCODINGS: Readonly<Record<number, SampleEncoding>> = { 4: 'float32', 8: 'float64' };

/**
 * The body of a `fmt ` chunk (first 40 bytes at most) checked in every field that matters. The average byte rate is not used: files in the wild have it
 * wrong, and it says nothing the other fields do not.
 * @param position of the body in the file
 * @throws AmpbenchError `data/wave-damaged` or `data/format-unknown`, naming the byte
 */
export function parseFormatChunk(body: Uint8Array, path: string, position: number): WaveFormat {
  const wrong = (what: string, offset: number): Error => damagedFile('wave-damaged', path, what, position + offset);
  if (body.length < 16) throw wrong(`the fmt chunk has ${body.length} bytes but must have 16`, 0);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const tag = view.getUint16(0, true);
  const channelCount = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  if (channelCount < 1 || channelCount > MOST_CHANNELS)
    throw wrong(`there are ${channelCount} channels but there must be 1 to ${MOST_CHANNELS}`, 2);
  if (sampleRateHz < 1 || sampleRateHz > HIGHEST_SAMPLE_RATE_HZ)
    throw wrong(`the sample rate is ${sampleRateHz} Hz but must be 1 to ${HIGHEST_SAMPLE_RATE_HZ}`, 4);
  const sampleBytes = Math.ceil(bits / 8);
  if (frameBytes !== sampleBytes * channelCount)
    throw wrong(
      `a frame has ${frameBytes} bytes but ${channelCount} channels of ${bits} bits make ${sampleBytes * channelCount}`,
      12,
    );

  let code = tag;
  let validBits = bits;
  let channelMask: number | null = null;
  if (tag === FORMAT_EXTENSIBLE) {
    if (body.length < 40 || view.getUint16(16, true) < 22)
      throw wrong('the extensible fmt chunk is shorter than its 40 bytes', 16);
    validBits = view.getUint16(18, true);
    channelMask = view.getUint32(20, true);
    code = view.getUint16(24, true);
    if (SUB_FORMAT_TAIL.some((byte, index) => body[26 + index] !== byte))
      throw damagedFile(
        'format-unknown',
        path,
        'the sub-format of its samples is not one of Microsoft’s',
        position + 24,
      );
    // 0 stands for "all" in files of old recorders
    if (validBits === 0) validBits = bits;
    if (validBits > bits) throw wrong(`${validBits} of ${bits} bits are said to be valid`, 18);
  }
  const encoding =
    code === FORMAT_PCM
      ? INTEGER_ENCODINGS[sampleBytes]
      : code === FORMAT_IEEE_FLOAT
        ? FLOAT_ENCODINGS[sampleBytes]
        : undefined;
  if (encoding === undefined || (code === FORMAT_IEEE_FLOAT && bits % 32 !== 0))
    throw damagedFile(
      'format-unknown',
      path,
      `its samples have format code ${code} with ${bits} bits; 8 to 32 bit integers (1) and 32 or 64 bit floats (3) can be read`,
      position + (tag === FORMAT_EXTENSIBLE ? 24 : 0),
      'Convert it to integer or float samples.',
    );
  return { sampleRateHz, channelCount, encoding, validBits, channelMask };
}
