import type { BitReader } from './bitReader.ts';
import type { StreamInfo } from './streamInfo.ts';

/** A block that breaks FLAC's rules; the reader adds where. */
export class BrokenBlock extends Error {}

export interface FrameHeader {
  readonly blockFrames: number;
  /** First frame of sound in this block. */
  readonly startFrame: number;
  /** 0 to 7: that many channels and one; 8 left and side, 9 side and right, 10 mid and side. */
  readonly channelAssignment: number;
  readonly bitsPerSample: number;
}

const SYNC = 0x3ffe;
const SAMPLE_BITS: readonly number[] = [0, 8, 12, -1, 16, 20, 24, 32];
/** Rates for the codes 1 to 11 of RFC 9639, table 14. */
const SAMPLE_RATES: readonly number[] = [
  0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000,
];

function require(condition: boolean, what: string): void {
  if (!condition) throw new BrokenBlock(what);
}

/** A number in the way of UTF-8, up to 36 bits (RFC 9639, 9.1.5). */
function codedNumber(reader: BitReader): number {
  const first = reader.bits(8);
  const leadingOnes = Math.clz32(~(first << 24));
  require(leadingOnes !== 1 && leadingOnes <= 7, 'the block number is not well formed');
  let value = leadingOnes === 0 ? first : first & (0x7f >> leadingOnes);
  for (let index = 1; index < leadingOnes; index++) {
    const next = reader.bits(8);
    require(next >> 6 === 2, 'the block number is not well formed');
    value = value * 64 + (next & 63);
  }
  return value;
}

function blockFrames(reader: BitReader, code: number): number {
  if (code === 1) return 192;
  if (code <= 5) return 576 << (code - 2);
  if (code === 6) return reader.bits(8) + 1;
  if (code === 7) return reader.bits(16) + 1;
  return 256 << (code - 8);
}

function sampleRateHz(reader: BitReader, code: number, stated: number): number {
  if (code === 0) return stated;
  if (code < 12) return SAMPLE_RATES[code];
  if (code === 12) return reader.bits(8) * 1000;
  return code === 13 ? reader.bits(16) : reader.bits(16) * 10;
}

/**
 * The head of a block, up to but without its CRC-8 (RFC 9639, 9.1), which must agree with what the file says of itself.
 * @throws BrokenBlock
 */
export function readFrameHeader(reader: BitReader, info: StreamInfo): FrameHeader {
  require(reader.bits(14) === SYNC && reader.bits(1) === 0, 'a block of sound must begin here');
  const hasVariableBlocks = reader.bits(1) === 1;
  const blockCode = reader.bits(4);
  const rateCode = reader.bits(4);
  const channelAssignment = reader.bits(4);
  const bitsCode = reader.bits(3);
  require(reader.bits(1) === 0 &&
    blockCode !== 0 &&
    rateCode !== 15 &&
    channelAssignment <= 10 &&
    bitsCode !== 3, 'the head of the block uses reserved codes');
  const number = codedNumber(reader);
  const frames = blockFrames(reader, blockCode);
  const rateHz = sampleRateHz(reader, rateCode, info.sampleRateHz);
  const bitsPerSample = bitsCode === 0 ? info.bitsPerSample : SAMPLE_BITS[bitsCode];
  const channelCount = channelAssignment < 8 ? channelAssignment + 1 : 2;
  require(rateHz === info.sampleRateHz, `the block has ${rateHz} Hz but the file ${info.sampleRateHz} Hz`);
  require(channelCount ===
    info.channelCount, `the block has ${channelCount} channels but the file ${info.channelCount}`);
  require(bitsPerSample ===
    info.bitsPerSample, `the block has ${bitsPerSample} bits but the file ${info.bitsPerSample}`);
  require(frames <=
    info.mostBlockFrames, `the block has ${frames} frames but at most ${info.mostBlockFrames} are announced`);
  return {
    blockFrames: frames,
    startFrame: hasVariableBlocks ? number : number * info.leastBlockFrames,
    channelAssignment,
    bitsPerSample,
  };
}
