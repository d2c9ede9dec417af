/** Thrown where the bytes at hand end inside a frame: more must be read, or the file is cut short. */
export class OutOfBytes extends Error {}

/** Bytes past the end that may be touched before the end is noticed. */
export const BIT_READER_PADDING = 8;

/**
 * Most significant bit first, as FLAC writes. Made for speed: the end is noticed by `checkEnd`, not at each read, so the array must go on for
 * `BIT_READER_PADDING` bytes after `endByte`.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #endBit: number;
  #bit: number;

  constructor(bytes: Uint8Array, startByte: number, endByte: number) {
    this.#bytes = bytes;
    this.#bit = 8 * startByte;
    this.#endBit = 8 * endByte;
  }

  /** @throws OutOfBytes where more was read than there is */
  checkEnd(): void {
    if (this.#bit > this.#endBit) throw new OutOfBytes();
  }

  /** The byte the next bit lies in. */
  get byte(): number {
    return this.#bit >>> 3;
  }

  alignToByte(): void {
    this.#bit = (this.#bit + 7) & ~7;
  }

  #word(): number {
    const at = this.#bit >>> 3;
    const bytes = this.#bytes;
    return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) << (this.#bit & 7);
  }

  /** 0 to 25 bits. */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.#word() >>> (32 - count);
    this.#bit += count;
    return value;
  }

  /** Two's complement, 1 to 33 bits (a side channel has one bit more than the sound). */
  signed(count: number): number {
    if (count <= 25) {
      const value = this.#word() >> (32 - count);
      this.#bit += count;
      return value;
    }
    const high = this.signed(count - 16);
    return high * 65536 + this.bits(16);
  }

  /** Zeros before the next one; the one is taken too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      // Past the first 25 bits the word holds zeros that are not in the file
      const leading = Math.clz32(this.#word());
      if (leading < 25) {
        this.#bit += leading + 1;
        return zeros + leading;
      }
      zeros += 25;
      this.#bit += 25;
      this.checkEnd();
    }
  }

  /** Rice code of `parameter` bits, folded: 0, −1, 1, −2, 2 … */
  rice(parameter: number): number {
    const quotient = this.unary();
    const folded =
      parameter <= 25 ? quotient * 2 ** parameter + this.bits(parameter) : this.#wideRice(quotient, parameter);
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  #wideRice(quotient: number, parameter: number): number {
    const high = this.bits(parameter - 16);
    return quotient * 2 ** parameter + high * 65536 + this.bits(16);
  }
}
