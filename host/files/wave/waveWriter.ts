import type { Capture } from '../../../core/measure/analysis.ts';
import type { RandomSource } from '../../../core/signal/random.ts';
import { writeFileAtomically } from '../../store/atomicFile.ts';
import { BYTES_PER_SAMPLE, encodeFrames } from '../sampleCoding.ts';
import type { SampleEncoding } from '../sampleCoding.ts';
import { FORMAT_EXTENSIBLE, SUB_FORMAT_TAIL } from './formatChunk.ts';

export interface WaveShape {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly encoding: SampleEncoding;
}

const LARGEST_RIFF_BYTES = 0xffffffff;
const SIZE_IN_DS64 = 0xffffffff;
const DS64_BYTES = 28;
const PIECE_FRAMES = 65_536;

/** Fields one after another, little endian. */
class HeaderBytes {
  readonly #bytes: number[] = [];

  name(text: string): void {
    for (const character of text) this.#bytes.push(character.charCodeAt(0));
  }

  number(value: number, byteCount: 2 | 4 | 8): void {
    for (let index = 0; index < byteCount; index++) this.#bytes.push(Math.floor(value / 256 ** index) % 256);
  }

  raw(bytes: readonly number[]): void {
    this.#bytes.push(...bytes);
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** WAVE_FORMAT_EXTENSIBLE is asked for where there are more than two channels or more than 16 bits (Microsoft, multiple channel audio data). */
function formatChunk(shape: WaveShape): Uint8Array {
  const { sampleRateHz, channelCount, encoding } = shape;
  const sampleBytes = BYTES_PER_SAMPLE[encoding];
  const isFloat = encoding.startsWith('float');
  const code = isFloat ? 3 : 1;
  const isExtensible = channelCount > 2 || (!isFloat && sampleBytes > 2);
  const header = new HeaderBytes();
  header.name('fmt ');
  header.number(isExtensible ? 40 : isFloat ? 18 : 16, 4);
  header.number(isExtensible ? FORMAT_EXTENSIBLE : code, 2);
  header.number(channelCount, 2);
  header.number(sampleRateHz, 4);
  header.number(sampleRateHz * channelCount * sampleBytes, 4);
  header.number(channelCount * sampleBytes, 2);
  header.number(8 * sampleBytes, 2);
  if (isExtensible) {
    header.number(22, 2);
    header.number(8 * sampleBytes, 2);
    // Inputs of an interface are no loudspeakers
    header.number(0, 4);
    header.number(code, 2);
    header.raw(SUB_FORMAT_TAIL);
  } else if (isFloat) {
    header.number(0, 2);
  }
  return header.bytes;
}

/**
 * Everything of a WAV file before its samples: RIFF, or RF64 (EBU Tech 3306: sizes in a `ds64` chunk) where the file would pass 4 GiB.
 */
export function waveHeader(shape: WaveShape): Uint8Array {
  const { frameCount } = shape;
  const isFloat = shape.encoding.startsWith('float');
  const dataBytes = frameCount * shape.channelCount * BYTES_PER_SAMPLE[shape.encoding];
  const paddedBytes = dataBytes + (dataBytes % 2);
  const format = formatChunk(shape);
  const chunkBytes = 4 + format.length + (isFloat ? 12 : 0) + 8;
  const isLarge = chunkBytes + paddedBytes > LARGEST_RIFF_BYTES;
  const header = new HeaderBytes();
  header.name(isLarge ? 'RF64' : 'RIFF');
  header.number(isLarge ? SIZE_IN_DS64 : chunkBytes + paddedBytes, 4);
  header.name('WAVE');
  if (isLarge) {
    header.name('ds64');
    header.number(DS64_BYTES, 4);
    header.number(chunkBytes + 8 + DS64_BYTES + paddedBytes, 8);
    header.number(dataBytes, 8);
    header.number(frameCount, 8);
    header.number(0, 4);
  }
  header.raw([...format]);
  if (isFloat) {
    header.name('fact');
    header.number(4, 4);
    header.number(Math.min(frameCount, SIZE_IN_DS64), 4);
  }
  header.name('data');
  header.number(isLarge ? SIZE_IN_DS64 : dataBytes, 4);
  return header.bytes;
}

/** Head, samples and padding of a WAV file, made piece by piece as they are written. */
export function* waveBytes(shape: WaveShape, samples: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield waveHeader(shape);
  yield* samples;
  if ((shape.frameCount * shape.channelCount * BYTES_PER_SAMPLE[shape.encoding]) % 2 === 1) yield new Uint8Array(1);
}

function* encodedPieces(
  capture: Capture,
  encoding: SampleEncoding,
  dither: RandomSource | null,
): Generator<Uint8Array> {
  const frameCount = capture.channels[0].length;
  for (let frame = 0; frame < frameCount; frame += PIECE_FRAMES)
    yield encodeFrames(capture.channels, frame, Math.min(PIECE_FRAMES, frameCount - frame), encoding, dither);
}

/**
 * Writes a capture as WAV (RF64 above 4 GiB), all or nothing. Samples are written as they are: full scale = 1, and a capture in volts is a file in volts.
 * @param dither integers only: TPDF from this source; null rounds
 * @throws AmpbenchError `data/beyond-full-scale` for integer formats, or of kind `storage`
 */
export async function writeWave(
  path: string,
  capture: Capture,
  encoding: SampleEncoding = 'float32',
  dither: RandomSource | null = null,
): Promise<void> {
  const { sampleRateHz, channels } = capture;
  const shape = { sampleRateHz, channelCount: channels.length, frameCount: channels[0].length, encoding };
  await writeFileAtomically(path, waveBytes(shape, encodedPieces(capture, encoding, dither)));
}

/** The bytes of samples as they lie in memory, which on every machine Node 24 runs on is little endian, as WAV wants it. */
export function float32Bytes(frames: Float32Array): Uint8Array {
  return new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength);
}

/**
 * Writes interleaved float32 samples bit for bit, all or nothing.
 * @param kept what the message says is safe if this fails
 * @throws AmpbenchError of kind `storage`
 */
export async function writeFloat32Wave(
  path: string,
  wave: { readonly sampleRateHz: number; readonly channelCount: number; readonly frames: Float32Array },
  kept = '',
): Promise<void> {
  const { sampleRateHz, channelCount, frames } = wave;
  const shape = { sampleRateHz, channelCount, frameCount: frames.length / channelCount, encoding: 'float32' } as const;
  await writeFileAtomically(path, waveBytes(shape, [float32Bytes(frames)]), kept);
}
