import { namesQuantity } from './line/topicOf.ts';
import type { Leaf, TextLine } from './textLines.ts';

/** Longer lines are prose, where a number is seldom a specification. */
const LINE_LIMIT = 240;
const BULLETS = ['- ', '* ', '• ', '· ', '– ', '+ ', '> ', '▪ ', '● ', '✓ '];

function trimmed(text: string, start: number, end: number): Leaf | null {
  const written = text.slice(start, end);
  const inner = written.trim();
  if (inner === '') return null;
  const from = start + written.indexOf(inner);
  return { text: inner, start: from, end: from + inner.length };
}

function withoutBullet(leaf: Leaf): Leaf {
  const bullet = BULLETS.find((each) => leaf.text.startsWith(each));
  // `- 3 dB` at the start of a line may be a minus: the line reader settles it.
  if (bullet === undefined || /^[-–] ?\d/.test(leaf.text)) return leaf;
  const text = leaf.text.slice(bullet.length).trimStart();
  return { text, start: leaf.end - text.length, end: leaf.end };
}

/** The cells of a line between marks with where each stands; empty ones stand only between filled ones. */
function cellsBetween(leaf: Leaf, mark: string): Leaf[] {
  const cells: Leaf[] = [];
  for (let from = 0; from <= leaf.text.length;) {
    const found = leaf.text.indexOf(mark, from);
    const to = found < 0 ? leaf.text.length : found;
    const cell = trimmed(leaf.text, from, to);
    if (cell !== null) cells.push({ ...cell, start: cell.start + leaf.start, end: cell.end + leaf.start });
    else if (mark === '|' && cells.length > 0 && found >= 0)
      cells.push({ text: '', start: to + leaf.start, end: to + leaf.start });
    from = to + mark.length;
  }
  return cells;
}

/** A load or a frequency that names a column of values. */
const CONDITION = /^@? ?\d[\d.,]* ?(?:k|kilo)?(?:Ω|Ω|ohms?|R|Hz)$/i;

/** Whether the row above a table's rule names its columns, words or conditions, and is no row of values itself. */
function isNames({ cells: [corner, ...others] }: TextLine): boolean {
  const isWordless = ({ text }: Leaf): boolean => CONDITION.test(text);
  if (others.length === 0 || /\d/.test(corner.text)) return false;
  return others.every((cell) => !/\d/.test(cell.text)) || (others.every(isWordless) && !namesQuantity(corner.text));
}

const isRule = (cells: readonly Leaf[]): boolean => cells.every((cell) => /^[-:=]+$/.test(cell.text));

/** The lines of pasted text and Markdown: bullets and heading marks taken off, table rows cut into cells. */
export function plainLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const whole = trimmed(text, start, end);
    start = end + 1;
    if (whole === null || whole.text.length > LINE_LIMIT) continue;
    const heading = /^#{1,6} +/.exec(whole.text);
    if (heading !== null) {
      const title = whole.text.slice(heading[0].length);
      lines.push({
        cells: [{ ...whole, text: title, start: whole.end - title.length }],
        isHeading: true,
        isHeader: false,
      });
      continue;
    }
    const leaf = withoutBullet(whole);
    const isTable = leaf.text.startsWith('|') || leaf.text.includes(' | ');
    const parts = isTable ? cellsBetween(leaf, '|') : cellsBetween(leaf, '\t');
    const first = parts.at(0);
    const rest = parts.slice(1);
    // `|---|` says that the row above it names the columns.
    const above = lines.at(-1);
    if (isTable && isRule(parts)) {
      if (above !== undefined && isNames(above)) lines[lines.length - 1] = { ...above, isHeader: true };
      continue;
    }
    if (first !== undefined)
      lines.push({
        cells: isTable && rest.length > 0 ? spanWhole([first, ...rest], leaf) : [first, ...rest],
        isHeading: false,
        isHeader: false,
      });
  }
  return lines;
}

/** A table row's span covers its outer bars too. */
function spanWhole(cells: TextLine['cells'], row: Leaf): TextLine['cells'] {
  const last = cells.length - 1;
  const [first, ...rest] = cells.map((cell, index) => ({
    ...cell,
    start: index === 0 ? row.start : cell.start,
    end: index === last ? row.end : cell.end,
  }));
  return [first, ...rest];
}
