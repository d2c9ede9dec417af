import { oddFactor } from '../fftLength.ts';
import { fillFirstPass, fillLaterPasses, fillRealRoots, fillSteps, LOW_ROOTS, laterPassesCount } from './tables.ts';

/** Where everything lies in the memory of one plan, in bytes, and what the memory must be filled with before the first transform. */
export interface KernelLayout {
  readonly bytes: number;
  /** Of the words that `assembly/layout.ts` names. */
  readonly words: number;
  /** Two regions of size + 2 numbers: the passes go to and fro between them. */
  readonly source: number;
  readonly other: number;
  /** Where `source` comes to lie transformed. */
  readonly result: number;
  readonly fill: (buffer: ArrayBuffer) => void;
}

/** A layout with what the products of two-phase transforms need besides. */
export interface ProductLayout extends KernelLayout {
  /** Of the words and roots that `assembly/productRows.ts` keeps. */
  readonly product: number;
  /** Of the factors, in the order in which the rows meet them. */
  readonly factors: number;
  readonly rows: number;
}

const BYTES_PER_NUMBER = 8;
const BYTES_PER_WORD = 4;
const WORD_COUNT = 12;
/** Four words, and from the 32nd byte on eight roots. */
const PRODUCT_NUMBERS = 20;
/** Keeps the regions off each other's cache sets. */
const GAP_BYTES = 2048;
/** Complex points from which the passes over the whole would run from memory and not from the near caches. */
const FEWEST_TWO_PHASE_POINTS = 2 ** 19;
/** Complex numbers in the eight columns or rows that one round of a phase takes. */
const ROUND = 8;

/** Rows of the matrix: the power of two next below the root, so that rows and columns are about as long. */
const rowsFor = (length: number): number => 2 ** Math.floor(Math.log2(length) / 2);

/** Passes after the first `left/length`: one for each radix 4, one for an odd radix, one for the last 4 or 8. */
function laterPassCount(left: number, odd: number): number {
  let count = odd > 1 ? 2 : 1;
  for (let length = left; length > 8 * odd; length /= 4) count++;
  return count;
}

export const kernelLayout = (size: number): KernelLayout => layoutOf(size, false);

/** @returns null for sizes that take all passes over the whole */
export function productLayout(size: number): ProductLayout | null {
  return size / 2 >= FEWEST_TWO_PHASE_POINTS ? layoutOf(size, true) : null;
}

function layoutOf(size: number, hasProducts: boolean): ProductLayout {
  const length = size / 2;
  const odd = oddFactor(size);
  const rows = length >= FEWEST_TWO_PHASE_POINTS ? rowsFor(length) : 0;
  let bytes = 0;
  const region = (numbers: number): number => {
    const offset = bytes;
    bytes += Math.ceil((numbers * BYTES_PER_NUMBER) / 64) * 64 + GAP_BYTES;
    return offset;
  };
  const words = region((WORD_COUNT * BYTES_PER_WORD) / BYTES_PER_NUMBER);
  const source = region(size + 2);
  const other = region(size + 2);
  const lowCount = 2 * LOW_ROOTS;
  const low = region(lowCount);
  // The real transform needs a quarter of the circle, turning the columns all of it
  const highCount = 2 * Math.ceil((rows > 0 ? size : length / 2) / LOW_ROOTS);
  const high = region(highCount);

  const firstCount = rows > 0 ? 0 : 3 * (length / 2);
  const left = rows > 0 ? rows : length / 4;
  const leftOdd = rows > 0 ? 1 : odd;
  const laterCount = laterPassesCount(left, leftOdd);
  const twiddles = region(firstCount + laterCount);
  const columns = rows > 0 ? length / rows : 0;
  const rowCount = rows > 0 ? laterPassesCount(columns, odd) : 0;
  const rowTwiddles = region(rowCount);
  const stepCount = 2 * ROUND * rows;
  const steps = region(stepCount);
  const scratchCount = 2 * ROUND * Math.max(rows, columns);
  const scratch = region(scratchCount);
  const scratchBeside = region(scratchCount);
  const mirrorScratch = hasProducts ? region(scratchCount) : 0;
  const mirrorScratchBeside = hasProducts ? region(scratchCount) : 0;
  const product = hasProducts ? region(PRODUCT_NUMBERS) : 0;
  // Those of row 0 stand once more
  const factors = hasProducts ? region(size + 2 * columns + 2) : 0;

  const passes = rows > 0 ? 1 : 1 + laterPassCount(left, odd);
  return {
    bytes,
    words,
    source,
    other,
    result: passes % 2 === 0 ? source : other,
    product,
    factors,
    rows,
    fill: (buffer) => {
      const view = (offset: number, numbers: number): Float64Array => new Float64Array(buffer, offset, numbers);
      new Int32Array(buffer, words, WORD_COUNT).set([
        length,
        odd,
        rows,
        twiddles,
        rowTwiddles,
        steps,
        scratch,
        scratchBeside,
        low,
        high,
        mirrorScratch,
        mirrorScratchBeside,
      ]);
      fillRealRoots(view(low, lowCount), view(high, highCount), size);
      if (rows === 0) fillFirstPass(view(twiddles, firstCount), length);
      else {
        fillLaterPasses(view(rowTwiddles, rowCount), columns, odd);
        fillSteps(view(steps, stepCount), rows, length);
      }
      fillLaterPasses(view(twiddles + firstCount * BYTES_PER_NUMBER, laterCount), left, leftOdd);
    },
  };
}
