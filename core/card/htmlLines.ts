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

/** The lines of a page: each block one line, each row of a table or pair of a definition list one line of cells. */
export function htmlLines(page: string): HtmlLines {
  const lines: TextLine[] = [];
  const titles: string[] = [];
  let cells: Leaf[][] = [];
  let pieces: Leaf[] = [];
  let heading = '';
  let namedCells = 0;
  let inCell = false;

  const endCell = (): void => {
    if (pieces.length > 0) cells.push(pieces);
    pieces = [];
  };
  const endLine = (): void => {
    endCell();
    const [first, ...rest] = cells.map((cell) => ({
      text: joinLeaves(cell).trim(),
      start: cell[0].start,
      end: cell.at(-1)!.end,
    }));
    const isHeader = cells.length > 1 && namedCells >= cells.length;
    if (cells.length > 0 && [first, ...rest].reduce((sum, cell) => sum + cell.text.length, 0) <= LINE_LIMIT) {
      lines.push({ cells: [first, ...rest], isHeading: heading !== '', isHeader });
    }
    if (heading === 'h1' && cells.length > 0) titles.push(first.text);
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
      endCell();
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
