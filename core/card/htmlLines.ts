import { htmlTokens } from './htmlTokens.ts';
import { joinLeaves } from './textLines.ts';
import type { Leaf, TextLine } from './textLines.ts';

/** Tags that begin a line of their own. */
const BLOCKS = new Set(
  'address article aside blockquote body caption details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody tfoot thead title tr ul'.split(
    ' ',
  ),
);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'caption', 'legend', 'summary']);
const CELLS = new Set(['td', 'th', 'dd']);
/** Longer lines are prose. */
const LINE_LIMIT = 240;

export interface HtmlLines {
  readonly lines: readonly TextLine[];
  /** The page's only first heading: its subject. */
  readonly title: string | null;
}

/** Whether a text is a page, or a piece of one, rather than text that happens to hold a `<`. */
export function isHtml(text: string): boolean {
  return /<(?:html|body|table|tr|td|ul|ol|li|dl|dt|div|section|article|h[1-6]|p|br)(?:\s[^<>]{0,400})?\/?>/i.test(text);
}

/** Cells of a row, empty ones only where they keep others in their columns: between and behind filled ones, and at the corner of a row of names. */
function inTheirColumns(cells: readonly Leaf[]): readonly Leaf[] {
  const filled = cells.filter(({ text }) => text !== '');
  if (filled.length < 2 && cells.length < 3) return filled;
  const isOfNames = filled.every(({ text }) => !/\d/.test(text));
  return isOfNames && filled.length > 1 ? cells : cells.slice(Math.max(cells.indexOf(filled[0]), 0));
}

/** The lines of a page: each block one line, each row of a table or pair of a definition list one line of cells. */
export function htmlLines(page: string): HtmlLines {
  const lines: TextLine[] = [];
  const titles: string[] = [];
  let cells: Leaf[][] = [];
  let pieces: Leaf[] = [];
  let heading = '';
  let namedCells = 0;
  let inCell = false;

  /** @param emptyAt where a cell without text stands; null: there is none */
  const endCell = (emptyAt: number | null): void => {
    if (pieces.length > 0) cells.push(pieces);
    else if (emptyAt !== null) cells.push([{ text: '', start: emptyAt, end: emptyAt }]);
    pieces = [];
  };
  const endLine = (): void => {
    endCell(null);
    const isHeader = cells.length > 1 && namedCells >= cells.length;
    const [first, ...rest] = inTheirColumns(
      cells.map((cell) => ({ text: joinLeaves(cell).trim(), start: cell[0].start, end: cell.at(-1)!.end })),
    );
    if (
      (first as Leaf | undefined) !== undefined &&
      [first, ...rest].reduce((sum, cell) => sum + cell.text.length, 0) <= LINE_LIMIT
    ) {
      lines.push({ cells: [first, ...rest], isHeading: heading !== '', isHeader });
    }
    if (heading === 'h1' && (first as Leaf | undefined) !== undefined) titles.push(first.text);
    cells = [];
    namedCells = 0;
  };

  for (const token of htmlTokens(page)) {
    if (token.kind === 'text') {
      const written = page.slice(token.start, token.end);
      const inner = written.trim();
      if (inner === '') continue;
      const start = token.start + written.indexOf(inner);
      pieces.push({ text: inner.replaceAll(/\s+/g, ' '), start, end: start + inner.length });
    } else if (CELLS.has(token.name)) {
      endCell(token.kind === 'close' && inCell ? token.start : null);
      inCell = token.kind === 'open' && token.name !== 'dd';
      if (token.name === 'th' && token.kind === 'open') namedCells += 1;
    } else if (token.name === 'br') {
      const last = pieces.at(-1);
      if (!inCell) endLine();
      // Two lines of one cell are two statements.
      else if (last !== undefined) pieces[pieces.length - 1] = { ...last, text: `${last.text};` };
    } else if (BLOCKS.has(token.name) && !(inCell && token.name !== 'tr' && token.name !== 'table')) {
      endLine();
      inCell = false;
      heading = token.kind === 'open' && HEADINGS.has(token.name) ? token.name : '';
    }
  }
  endLine();
  return { lines, title: titles.length === 1 ? titles[0] : null };
}
