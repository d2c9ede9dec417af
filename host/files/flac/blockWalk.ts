import { damagedFile } from '../captureReader.ts';
import type { SourceFile } from '../sourceFile.ts';
import { BIT_READER_PADDING, OutOfBytes } from './bitReader.ts';
import { readBlock } from './block.ts';
import type { FlacBlock } from './block.ts';
import { BrokenBlock } from './frameHeader.ts';
import type { StreamInfo } from './streamInfo.ts';

const WINDOW_BYTES = 1024 * 1024;
/** Places kept to come back to, so that going back costs at most the decoding of this much sound. */
const BOOKMARK_FRAMES = 65_536;

interface Place {
  readonly frame: number;
  readonly byte: number;
}

/** Goes through the blocks of a FLAC file one after another, with a window of its bytes in memory, and can go back to any block it has seen. */
export class BlockWalk {
  /** Of the last block, as integers. */
  readonly samples: readonly Float64Array[];
  readonly #file: SourceFile;
  readonly #info: StreamInfo;
  readonly #bookmarks: Place[];
  #window = new Uint8Array(WINDOW_BYTES + BIT_READER_PADDING);
  #windowStart = 0;
  #windowEnd = 0;
  #place: Place;
  #block: FlacBlock | null = null;

  constructor(file: SourceFile, info: StreamInfo) {
    this.#file = file;
    this.#info = info;
    this.#place = { frame: 0, byte: info.soundByte };
    this.#bookmarks = [this.#place];
    this.samples = Array.from({ length: info.channelCount }, () => new Float64Array(info.mostBlockFrames));
  }

  get hasMore(): boolean {
    return this.#place.byte < this.#file.byteCount;
  }

  /** Gets ready so that the blocks from `frame` on come next; the last block again where it holds `frame`, else null. */
  rewind(frame: number): FlacBlock | null {
    const block = this.#block;
    if (block !== null && frame >= block.startFrame && frame < this.#place.frame) return block;
    const bookmark = this.#bookmarks.findLast((place) => place.frame <= frame) ?? this.#bookmarks[0];
    if (frame < this.#place.frame || bookmark.frame > this.#place.frame) this.#place = bookmark;
    return null;
  }

  /** @throws AmpbenchError `data/flac-damaged` naming the byte where the block begins */
  async next(): Promise<FlacBlock> {
    const { frame, byte } = this.#place;
    const block = await this.#decode(byte);
    if (block.startFrame !== frame)
      throw this.#wrong(`a block says it begins at frame ${block.startFrame} but must at ${frame}`, byte);
    this.#block = block;
    this.#place = { frame: frame + block.blockFrames, byte: byte + block.byteCount };
    if (this.#place.frame >= this.#bookmarks[this.#bookmarks.length - 1].frame + BOOKMARK_FRAMES)
      this.#bookmarks.push(this.#place);
    return block;
  }

  async #decode(byte: number): Promise<FlacBlock> {
    for (;;) {
      if (byte >= this.#windowStart && byte < this.#windowEnd) {
        const offset = byte - this.#windowStart;
        try {
          return readBlock(this.#window, offset, this.#windowEnd - this.#windowStart, this.#info, this.samples);
        } catch (error) {
          if (error instanceof BrokenBlock) throw this.#wrong(error.message, byte);
          if (!(error instanceof OutOfBytes)) throw error;
        }
      }
      await this.#refill(byte);
    }
  }

  /** The window from `byte` on; wider where it began there already. */
  async #refill(byte: number): Promise<void> {
    const isFull = byte === this.#windowStart && this.#windowEnd > byte;
    if (this.#windowEnd === this.#file.byteCount && byte >= this.#windowStart)
      throw this.#wrong('the file is cut short: a block of sound does not end before it', this.#file.byteCount);
    // No block is longer than all its samples unpacked, and some
    const longest = this.#info.mostBlockFrames * this.#info.channelCount * 5 + 65_536;
    const size = this.#window.length - BIT_READER_PADDING;
    if (isFull) {
      if (size > longest) throw this.#wrong('a block of sound does not end', byte);
      this.#window = new Uint8Array(2 * size + BIT_READER_PADDING);
    }
    const target = this.#window.subarray(0, this.#window.length - BIT_READER_PADDING);
    const present = await this.#file.read(target, byte);
    this.#window.fill(0, present, present + BIT_READER_PADDING);
    this.#windowStart = byte;
    this.#windowEnd = byte + present;
    if (present === 0) throw this.#wrong('the file is cut short: a block of sound must begin here', byte);
  }

  #wrong(what: string, atByte: number): Error {
    return damagedFile('flac-damaged', this.#file.path, what, atByte, 'Record or copy it again.');
  }
}
