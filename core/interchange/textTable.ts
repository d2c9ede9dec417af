import { AmpbenchError } from '../errors.ts';
import { quoted, textFault } from './textFault.ts';

interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** One row of numbers as it stands; what is a number is decided where a column is used. */
export interface TableRow {
  /** Counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A text file of columns: words before the first number, then rows. */
export interface TextTable {
  readonly place: string;
  /** Lines of words before the first row, without their comment mark. */
  readonly words: readonly TextLine[];
  readonly rows: readonly TableRow[];
  readonly separator: Separator;
  readonly decimalMark: '.' | ',';
}

export type Separator = ';' | '\t' | ',' | ' ';

const LONGEST_LINE = 10_000;
/** REW exports 2²⁰ samples; more would not fit in memory as rows. */
const MOST_LINES = 1_100_000;
const MOST_WORDS = 1000;
const LINE_END = /\r\n|\r|\n/u;
const COMMENT = /^(?:\*|#|;|%|!|\/\/)+/u;
/** A row begins with a number, or with what some programs write where there is none: that must be refused, not taken for words. */
const BEGINS_A_ROW = /^"?[+\-−]?(?:[.,]?\d|(?:nan|inf|infinity|∞)(?:["\s,;]|$))/iu;

/**
 * Lines of a text file, whatever ends them, without a byte-order mark.
 * @throws AmpbenchError `data/text-too-long`, `data/line-too-long`
 */
export function linesOf(text: string, place: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/u, '').split(LINE_END, MOST_LINES + 1);
  if (lines.length > MOST_LINES)
    throw new AmpbenchError('data', 'text-too-long', `${place} has more than ${MOST_LINES} lines`, { place });
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  if (long >= 0)
    throw textFault(
      'line-too-long',
      place,
      long + 1,
      `it has ${lines[long].length} characters but must have at most ${LONGEST_LINE}`,
    );
  return lines;
}

/**
 * Reads a file of columns: comment marks are `*`, `#`, `;`, `%`, `!` and `//`; words without a mark may stand before the first row. Separator and decimal
 * mark are told from all rows together: a semicolon or tab separates wherever there is one; a comma separates where numbers have points (docs/interchange.md
 * has the rest), else it is the decimal mark.
 * @param place the file's name, for messages
 * @throws AmpbenchError `data/line-too-long`, `data/text-too-long`, `data/header-too-long`, `data/number-invalid` (words among the rows), `data/curve-empty`, `data/separator-ambiguous`
 */
export function readTextTable(text: string, place: string): TextTable {
  const words: TextLine[] = [];
  const data: TextLine[] = [];
  for (const [index, whole] of linesOf(text, place).entries()) {
    const line = index + 1;
    const trimmed = whole.trim();
    if (trimmed === '') continue;
    if (BEGINS_A_ROW.test(trimmed)) data.push({ line, text: trimmed });
    else if (data.length === 0) {
      if (words.length === MOST_WORDS)
        throw textFault(
          'header-too-long',
          place,
          line,
          `there are more than ${MOST_WORDS} lines of words before a number`,
        );
      words.push({ line, text: trimmed.replace(COMMENT, '').trim() });
    } else if (!COMMENT.test(trimmed))
      throw textFault('number-invalid', place, line, `${quoted(trimmed)} must begin with a number, as rows above do`);
  }
  if (data.length === 0) throw new AmpbenchError('data', 'curve-empty', `${place} has no row of numbers`, { place });
  const { separator, decimalMark } = marksOf(data, words.at(-1), place);
  const rows = data.map(({ line, text: row }) => ({ line, cells: cellsOf(row, separator) }));
  return { place, words, rows, separator, decimalMark };
}

/** The cells of a line, without quotes and the spaces around them. */
export function cellsOf(line: string, separator: Separator): readonly string[] {
  const cells = separator === ' ' ? line.split(/\s+/u) : line.split(separator);
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1'));
}

function marksOf(
  data: readonly TextLine[],
  heading: TextLine | undefined,
  place: string,
): Pick<TextTable, 'separator' | 'decimalMark'> {
  const seen = (mark: RegExp): boolean => data.some(({ text }) => mark.test(text));
  const hasPoint = seen(/\./u);
  const decimalMark = seen(/,/u) && !hasPoint ? ',' : '.';
  if (seen(/;/u)) return { separator: ';', decimalMark };
  if (seen(/\t/u)) return { separator: '\t', decimalMark };
  if (!seen(/,/u)) return { separator: ' ', decimalMark };
  if (hasPoint || areCommasSeparators(data, heading)) return { separator: ',', decimalMark: '.' };
  if (seen(/ /u) && !seen(/,\s/u)) return { separator: ' ', decimalMark };
  const [{ line, text }] = data;
  throw textFault(
    'separator-ambiguous',
    place,
    line,
    `${quoted(text)} has no point: which commas are decimal marks cannot be told`,
    'Export it with semicolons, tabs or spaces between the columns.',
  );
}

/** Where no number has a point: each comma has a space behind it, or there are two whole numbers, or as many cells as the heading has. */
function areCommasSeparators(data: readonly TextLine[], heading: TextLine | undefined): boolean {
  if (data.every(({ text }) => !/,\S/u.test(text))) return true;
  const headingCells = heading?.text.split(',').length ?? 2;
  return data.every(({ text }) => {
    const cells = text.split(',').length;
    return !/\s/u.test(text) && (cells === 2 || cells === headingCells);
  });
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/u;

/**
 * A cell as a number.
 * @throws AmpbenchError `data/number-invalid` naming line and cell: no number, or none that a double can hold
 */
export function numberIn({ place, decimalMark }: TextTable, { line, cells }: TableRow, column: number): number {
  const cell = cells.at(column);
  if (cell === undefined || cell === '')
    throw textFault(
      'number-invalid',
      place,
      line,
      `column ${column + 1} is missing: there are ${cells.length} in this row`,
    );
  const value = cell.replace('−', '-');
  const plain = decimalMark === ',' ? value.replace(',', '.') : value;
  const number = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw textFault('number-invalid', place, line, `${quoted(cell)} in column ${column + 1} is no finite number`);
}
