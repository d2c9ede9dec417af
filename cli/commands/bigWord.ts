/** Letters five cells wide and seven high, a bit for each cell. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  C: [0b01111, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b01111],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  F: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
  I: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b11111],
  L: [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
  N: [0b10001, 0b11001, 0b11101, 0b10111, 0b10011, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  P: [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
  S: [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  U: [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
};
const CELLS = 5;

export type BigWord = 'PASS' | 'FAIL' | 'UNCLEAR' | 'ERROR';

/** White on the colour of the word: green, red, and amber with black. */
const COLOURS: Readonly<Record<BigWord, string>> = {
  PASS: '\u001b[97;42m',
  FAIL: '\u001b[97;41m',
  UNCLEAR: '\u001b[30;43m',
  ERROR: '\u001b[97;41m',
};
const PLAIN = '\u001b[0m';

/**
 * A word in letters as large as the terminal lets them be, to be read across a room.
 * @param columns of the terminal
 * @param isColoured beside the word itself, which says all
 */
export function bigWord(word: BigWord, columns: number, isColoured: boolean): string {
  const cellsWide = word.length * (CELLS + 1) + 1;
  const scale = Math.max(Math.floor(columns / cellsWide / 2), 1);
  const widthOf = (text: string): string => text.replaceAll(/./gu, (cell) => cell.repeat(2 * scale));
  const rows = [-1, 0, 1, 2, 3, 4, 5, 6, 7].flatMap((row) => {
    const cells = Array.from(word, (letter) => (LETTERS[letter][row] ?? 0).toString(2).padStart(CELLS, '0'));
    const line = widthOf(` ${cells.join(' ')} `.replaceAll('0', ' ').replaceAll('1', '█'));
    return new Array<string>(scale).fill(line);
  });
  return rows.map((row) => (isColoured ? `${COLOURS[word]}${row}${PLAIN}` : row.trimEnd())).join('\n');
}
