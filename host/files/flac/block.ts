import { BitReader } from './bitReader.ts';
import { crc16, crc8 } from './crc.ts';
import { BrokenBlock, readFrameHeader } from './frameHeader.ts';
import type { FrameHeader } from './frameHeader.ts';
import type { StreamInfo } from './streamInfo.ts';
import { readSubframe } from './subframe.ts';

export interface FlacBlock {
  readonly startFrame: number;
  readonly blockFrames: number;
  readonly byteCount: number;
}

/**
 * One block of sound: its samples as integers in `channels`, checked by both of its CRCs (RFC 9639, 9).
 * @param channels each of `info.mostBlockFrames`, overwritten
 * @throws BrokenBlock where it breaks a rule, OutOfBytes where it goes on beyond `endByte`
 */
export function readBlock(
  bytes: Uint8Array,
  startByte: number,
  endByte: number,
  info: StreamInfo,
  channels: readonly Float64Array[],
): FlacBlock {
  const reader = new BitReader(bytes, startByte, endByte);
  const header = readFrameHeader(reader, info);
  const headEnd = reader.byte;
  const headCrc = reader.bits(8);
  reader.checkEnd();
  if (headCrc !== crc8(bytes, startByte, headEnd))
    throw new BrokenBlock('the checksum of the head of a block is wrong');
  const { blockFrames, channelAssignment, bitsPerSample } = header;
  for (const [index, samples] of channels.entries()) {
    const isSide = channelAssignment === 9 ? index === 0 : channelAssignment >= 8 && index === 1;
    readSubframe(reader, bitsPerSample + (isSide ? 1 : 0), blockFrames, samples);
  }
  reader.alignToByte();
  const soundEnd = reader.byte;
  const soundCrc = reader.bits(16);
  reader.checkEnd();
  if (soundCrc !== crc16(bytes, startByte, soundEnd)) throw new BrokenBlock('the checksum of a block is wrong');
  undoStereo(header, channels);
  checkSamples(header, channels);
  return { startFrame: header.startFrame, blockFrames, byteCount: soundEnd + 2 - startByte };
}

/** Left and right from what was stored in their place (RFC 9639, 4.2). */
function undoStereo({ channelAssignment, blockFrames }: FrameHeader, channels: readonly Float64Array[]): void {
  const [first, second] = channels;
  if (channelAssignment === 8) {
    for (let index = 0; index < blockFrames; index++) second[index] = first[index] - second[index];
  } else if (channelAssignment === 9) {
    for (let index = 0; index < blockFrames; index++) first[index] += second[index];
  } else if (channelAssignment === 10) {
    for (let index = 0; index < blockFrames; index++) {
      const side = second[index];
      // Halving dropped the last bit of left + right, which is that of left − right
      const sum = 2 * first[index] + (side & 1);
      first[index] = (sum + side) / 2;
      second[index] = (sum - side) / 2;
    }
  }
}

/** A stream made to do harm can have right checksums and predictors that run away. */
function checkSamples({ blockFrames, bitsPerSample }: FrameHeader, channels: readonly Float64Array[]): void {
  const limit = 2 ** (bitsPerSample - 1);
  for (const samples of channels)
    for (let index = 0; index < blockFrames; index++)
      if (!(samples[index] >= -limit && samples[index] < limit))
        throw new BrokenBlock(`a sample is ${samples[index]}, which ${bitsPerSample} bits cannot hold`);
}
