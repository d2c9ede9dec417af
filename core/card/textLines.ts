import type { SourceSpan } from './claim.ts';

/** A piece of text and where it stands in the source. */
export interface Leaf {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A line of a page: one cell, or the cells of a table's row. */
export interface TextLine {
  readonly cells: readonly [Leaf, ...Leaf[]];
  /** The page itself marks it: `## Output`, `<h2>`. */
  readonly isHeading: boolean;
  /** The page marks its cells as the names of the columns below. */
  readonly isHeader: boolean;
}

export function spanOf(cells: TextLine['cells']): SourceSpan {
  return { start: cells[0].start, end: cells.at(-1)!.end };
}

/** Joins pieces that stood apart in the source, such as a bold label and its value, with a space where there is none. */
export function joinLeaves(leaves: readonly Leaf[], separator = ' '): string {
  let text = '';
  for (const { text: piece } of leaves) {
    // Marked-up pieces touch without a space; a space between two digits would make two numbers of one.
    const glued = text === '' || /\s$/.test(text) || /^\s/.test(piece) || (/\d$/.test(text) && /^\d/.test(piece));
    text += glued ? piece : `${separator}${piece}`;
  }
  return text;
}
