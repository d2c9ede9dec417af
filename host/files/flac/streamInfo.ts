import { damagedFile } from '../captureReader.ts';
import type { SourceFile } from '../sourceFile.ts';

/** What a FLAC file says of itself in its first metadata block (RFC 9639, 8.2). */
export interface StreamInfo {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly bitsPerSample: number;
  /** 0 where the encoder did not know. */
  readonly frameCount: number;
  /** Frames in a block; all but the last have this many where both are equal. */
  readonly leastBlockFrames: number;
  readonly mostBlockFrames: number;
  /** Of the samples as little-endian integers; all zero where the encoder did not compute it. */
  readonly md5: string;
  /** Position of the first block of sound. */
  readonly soundByte: number;
}

const STREAM_INFO_BYTES = 34;
const MOST_METADATA_BLOCKS = 4096;

/** @throws AmpbenchError `data/flac-damaged` naming the byte */
export async function readStreamInfo(file: SourceFile): Promise<StreamInfo> {
  const wrong = (what: string, atByte: number): Error => damagedFile('flac-damaged', file.path, what, atByte);
  const bytes = new Uint8Array(4 + STREAM_INFO_BYTES);
  let info: Omit<StreamInfo, 'soundByte'> | null = null;
  let position = 4;
  for (let count = 0; ; count++) {
    if (count === MOST_METADATA_BLOCKS)
      throw wrong(`there are more than ${MOST_METADATA_BLOCKS} metadata blocks`, position);
    const present = await file.read(bytes, position);
    if (present < 4) throw wrong('the file ends inside its metadata', position);
    const type = bytes[0] & 0x7f;
    const size = (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
    if (count === 0) {
      if (type !== 0 || size !== STREAM_INFO_BYTES || present < bytes.length)
        throw wrong('the first metadata block is no whole STREAMINFO', position);
      info = parseStreamInfo(bytes.subarray(4), (what, offset) => wrong(what, position + 4 + offset));
    }
    const isLast = (bytes[0] & 0x80) !== 0;
    position += 4 + size;
    if (position > file.byteCount) throw wrong('a metadata block ends beyond the end of the file', position - size - 4);
    if (isLast && info !== null) return { ...info, soundByte: position };
  }
}

function parseStreamInfo(
  body: Uint8Array,
  wrong: (what: string, offset: number) => Error,
): Omit<StreamInfo, 'soundByte'> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const leastBlockFrames = view.getUint16(0);
  const mostBlockFrames = view.getUint16(2);
  const packed = view.getUint32(10);
  const sampleRateHz = packed >>> 12;
  const channelCount = ((packed >>> 9) & 7) + 1;
  const bitsPerSample = ((packed >>> 4) & 31) + 1;
  const frameCount = (packed & 15) * 2 ** 32 + view.getUint32(14);
  if (leastBlockFrames < 16 || mostBlockFrames < leastBlockFrames)
    throw wrong(
      `blocks are said to have ${leastBlockFrames} to ${mostBlockFrames} frames, but at least 16 ascending`,
      0,
    );
  if (sampleRateHz < 1) throw wrong('the sample rate is 0 Hz but must be positive', 10);
  if (bitsPerSample < 4) throw wrong(`samples have ${bitsPerSample} bits but must have 4 to 32`, 12);
  const md5 = Array.from(body.subarray(18, 34), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { sampleRateHz, channelCount, bitsPerSample, frameCount, leastBlockFrames, mostBlockFrames, md5 };
}
