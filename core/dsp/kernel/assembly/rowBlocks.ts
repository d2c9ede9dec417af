import { firstLanes, secondLanes } from './lanes';

// Eight neighbouring rows of a matrix of complex numbers, and the eight of each column side by side as the passes take and leave them.

/** Bytes of a complex number, and of eight of them. */
const COMPLEX: usize = 16;
const EIGHT: usize = 128;

/** Four complex numbers of two rows into four blocks, `EIGHT` apart. */
@inline
function fourOfTwoRows(first: usize, second: usize, to: usize): void {
  for (let column: usize = 0; column < 4; column++) {
    const x = v128.load(first + column * COMPLEX), y = v128.load(second + column * COMPLEX);
    v128.store(to + column * EIGHT, firstLanes(x, y));
    v128.store(to + column * EIGHT, secondLanes(x, y), 16);
  }
}

/** Eight rows from `from` into blocks. */
export function rowsToBlocks(from: usize, pitch: usize, to: usize): void {
  // Whole cache lines of a row at once: rows that lie a power of two apart would drive each other out
  for (const end = from + pitch; from < end; from += 4 * COMPLEX) {
    let pair = from;
    for (let block: usize = 0; block < EIGHT; block += 32) {
      fourOfTwoRows(pair, pair + pitch, to + block);
      pair += 2 * pitch;
    }
    to += 4 * EIGHT;
  }
}

/** The first `rows` of eight rows, side by side as interleaved complex numbers, back to where they belong. */
export function rowsFromEights(from: usize, to: usize, pitch: usize, rows: i32): void {
  for (const end = to + pitch; to < end; to += 4 * COMPLEX) {
    let row = to, eight = from;
    for (let index = 0; index < rows; index++) {
      for (let column: usize = 0; column < 4; column++)
        v128.store(row + column * COMPLEX, v128.load(eight + column * EIGHT));
      row += pitch;
      eight += COMPLEX;
    }
    from += 4 * EIGHT;
  }
}
