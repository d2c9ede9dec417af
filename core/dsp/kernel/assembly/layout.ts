/**
 * What the host lays out in memory for one size (core/dsp/kernel/layout.ts): counts, and byte offsets of regions that begin at multiples of 16.
 * Words of 32 bits in this order.
 */
@unmanaged
export class Layout {
  /** n, half the number of real samples: `odd` times a power of two. */
  length: i32;
  /** 1, 3, 5 or 7. */
  odd: i32;
  /** Rows of the two-phase form, a power of two; 0 where all passes run over the whole. */
  rows: i32;
  /** Roots of the passes: over the whole, or down the columns. */
  twiddles: usize;
  /** Two phases: roots of the passes along the rows. */
  rowTwiddles: usize;
  /** Two phases: blocks of e^(−2πi ck/n), c = 0 … 7, for each row k. */
  steps: usize;
  /** Two phases: eight columns or rows, twice. */
  scratch: usize;
  scratchBeside: usize;
  /** Roots e^(−2πi k/2n) for k = 0 … 511 as blocks, and one by one for every 512th k. */
  low: usize;
  high: usize;
  /** Products: eight more rows, twice. */
  mirrorScratch: usize;
  mirrorScratchBeside: usize;
}
