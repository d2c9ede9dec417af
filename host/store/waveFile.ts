import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AmpbenchError } from '../../core/errors.ts';
import { writeFileAtomically } from './atomicFile.ts';
import { storageError } from './storageError.ts';

/** Interleaved float32 samples, full scale = 1, as they lie in a WAV file. */
export interface Wave {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frames: Float32Array;
}

const BYTES_PER_SAMPLE = 4;
const FORMAT_IEEE_FLOAT = 3;
const FORMAT_EXTENSIBLE = 0xfffe;
const LARGEST_RIFF_BYTES = 0xffffffff;
const SIZE_IN_DS64 = 0xffffffff;

const fourCc = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/**
 * Everything of a float32 WAV file before its samples: RIFF, or RF64 (EBU Tech 3306: sizes in a `ds64` chunk) where
 * the file would pass 4 GiB.
 */
export function waveHeader(shape: { sampleRateHz: number; channelCount: number; frameCount: number }): Uint8Array {
  const dataBytes = shape.frameCount * shape.channelCount * BYTES_PER_SAMPLE;
  const chunksBytes = 4 + (8 + 18) + (8 + 4) + 8;
  const large = chunksBytes + dataBytes > LARGEST_RIFF_BYTES;
  const header = new DataView(new ArrayBuffer(8 + chunksBytes + (large ? 8 + 28 : 0)));
  let at = 0;
  const name = (text: string): void => {
    for (const byte of fourCc(text)) header.setUint8(at++, byte);
  };
  const uint16 = (value: number): void => {
    header.setUint16(at, value, true);
    at += 2;
  };
  const uint32 = (value: number): void => {
    header.setUint32(at, value, true);
    at += 4;
  };
  const uint64 = (value: number): void => {
    header.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  name(large ? 'RF64' : 'RIFF');
  uint32(large ? SIZE_IN_DS64 : chunksBytes + dataBytes);
  name('WAVE');
  if (large) {
    name('ds64');
    uint32(28);
    uint64(header.byteLength - 8 + dataBytes);
    uint64(dataBytes);
    uint64(shape.frameCount);
    uint32(0);
  }
  name('fmt ');
  uint32(18);
  uint16(FORMAT_IEEE_FLOAT);
  uint16(shape.channelCount);
  uint32(shape.sampleRateHz);
  uint32(shape.sampleRateHz * shape.channelCount * BYTES_PER_SAMPLE);
  uint16(shape.channelCount * BYTES_PER_SAMPLE);
  uint16(8 * BYTES_PER_SAMPLE);
  uint16(0);
  name('fact');
  uint32(4);
  uint32(Math.min(shape.frameCount, SIZE_IN_DS64));
  name('data');
  uint32(large ? SIZE_IN_DS64 : dataBytes);
  return new Uint8Array(header.buffer);
}

/** The bytes of samples as they lie in memory, which on every machine Node 24 runs on is little endian, as WAV wants it. */
export function sampleBytes(frames: Float32Array): Uint8Array {
  return new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength);
}

/**
 * Writes a float32 WAV, all or nothing; the samples are stored bit for bit.
 * @throws AmpbenchError of kind `storage`
 */
export async function writeWave(path: string, wave: Wave, kept = ''): Promise<void> {
  const frameCount = wave.frames.length / wave.channelCount;
  const header = waveHeader({ sampleRateHz: wave.sampleRateHz, channelCount: wave.channelCount, frameCount });
  await writeFileAtomically(path, [header, sampleBytes(wave.frames)], kept);
}

function damaged(path: string, what: string): AmpbenchError {
  return new AmpbenchError('data', 'wave-damaged', `${path} is not a float32 WAV file: ${what}`, { path });
}

/** Reads exactly `bytes.length` bytes from `position`; false when the file ends before. */
async function readFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<boolean> {
  for (let at = 0; at < bytes.byteLength;) {
    const { bytesRead } = await handle.read(
      bytes,
      at,
      Math.min(64 * 1024 * 1024, bytes.byteLength - at),
      position + at,
    );
    if (bytesRead === 0) return false;
    at += bytesRead;
  }
  return true;
}

async function readChunks(handle: FileHandle, path: string): Promise<Wave> {
  const head = new DataView(new ArrayBuffer(48));
  const read = async (byteCount: number, position: number): Promise<boolean> =>
    readFully(handle, new Uint8Array(head.buffer, 0, byteCount), position);
  const text = (offset: number): string => String.fromCharCode(...new Uint8Array(head.buffer, offset, 4));
  if (!(await read(12, 0)) || !['RIFF', 'RF64'].includes(text(0)) || text(8) !== 'WAVE')
    throw damaged(path, 'no RIFF/WAVE head');
  let shape: { sampleRateHz: number; channelCount: number } | null = null;
  let longDataBytes: number | null = null;
  for (let position = 12; await read(8, position);) {
    const chunk = text(0);
    let size = head.getUint32(4, true);
    position += 8;
    if (chunk === 'ds64') {
      if (!(await read(28, position))) throw damaged(path, 'the ds64 chunk is cut short');
      longDataBytes = Number(head.getBigUint64(8, true));
    } else if (chunk === 'fmt ') {
      if (!(await read(Math.min(size, 40), position))) throw damaged(path, 'the fmt chunk is cut short');
      const tag = head.getUint16(0, true);
      const format = tag === FORMAT_EXTENSIBLE && size >= 40 ? head.getUint16(24, true) : tag;
      const bits = head.getUint16(14, true);
      if (format !== FORMAT_IEEE_FLOAT || bits !== 32) {
        throw damaged(path, `its samples are format ${format} with ${bits} bits, not 32-bit float`);
      }
      shape = { channelCount: head.getUint16(2, true), sampleRateHz: head.getUint32(4, true) };
    } else if (chunk === 'data') {
      if (shape === null || shape.channelCount < 1) throw damaged(path, 'no usable fmt chunk before the samples');
      if (size === SIZE_IN_DS64 && longDataBytes !== null) size = longDataBytes;
      if (size % (shape.channelCount * BYTES_PER_SAMPLE) !== 0)
        throw damaged(path, 'its length is no whole number of frames');
      const frames = new Float32Array(size / BYTES_PER_SAMPLE);
      if (!(await readFully(handle, sampleBytes(frames), position))) {
        throw damaged(path, `it is cut short: the samples should be ${size} bytes`);
      }
      return { ...shape, frames };
    }
    // Chunks are padded to an even length.
    position += size + (size % 2);
  }
  throw damaged(path, 'no data chunk');
}

/**
 * Reads a float32 WAV or RF64 file.
 * @throws AmpbenchError `data/wave-damaged` naming the file and what is wrong, or of kind `storage`
 */
export async function readWave(path: string): Promise<Wave> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw storageError(error, 'read', path);
  }
  try {
    return await readChunks(handle, path);
  } finally {
    await handle.close();
  }
}
