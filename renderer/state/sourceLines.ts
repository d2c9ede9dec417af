import type { SpecCard } from '../../core/card/claim.ts';

/** A stretch of a line; `claim` is the place of its claim in the card, from 0, or null. */
export interface LinePart {
  readonly text: string;
  readonly claim: number | null;
}

export type SourceLine =
  | {
      readonly kind: 'line';
      readonly number: number;
      readonly parts: readonly LinePart[];
      /** Claims that end on this line. */
      readonly endingClaims: readonly number[];
    }
  /** Lines without a claim that are not shown. */
  | { readonly kind: 'gap'; readonly number: number; readonly count: number };

/** Runs of lines without a claim are folded from this length on, but for the text's first line. */
const FOLDED_FROM = 2;

const wordsOf = (words: string): readonly string[] => words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The part of a stretch that holds the maker's words: inside quotes where there are any, without the blanks around it. */
function contentOf(stretch: string): readonly [start: number, end: number] {
  const quote = /["']/u.exec(stretch);
  const from = quote === null ? 0 : quote.index + 1;
  const closing = quote === null ? -1 : stretch.lastIndexOf(quote[0]);
  const to = closing > from ? closing : stretch.length;
  const inside = stretch.slice(from, to).replace(/[\s\\_]+$/u, '');
  const leading = inside.length - inside.trimStart().length;
  return [from + leading, from + inside.length];
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly claim: number;
}

/** Where the claims' own words stand: on each line of a claim's span the stretch that shares words with it, not the markup between. */
function marksOf(text: string, { claims }: SpecCard): readonly Mark[] {
  return claims.flatMap(({ span, asWritten }, claim) => {
    const known = new Set(wordsOf(asWritten));
    const marks: Mark[] = [];
    let at = span.start;
    for (const line of text.slice(span.start, span.end).split('\n')) {
      const [from, to] = contentOf(line);
      const inside = line.slice(from, to);
      const shares = wordsOf(inside).some((word) => known.has(word));
      if (inside !== '' && shares) marks.push({ start: at + from, end: at + to, claim });
      at += line.length + 1;
    }
    return marks.length > 0 ? marks : [{ start: span.start, end: span.end, claim }];
  });
}

function partsOf(line: string, start: number, marks: readonly Mark[]): readonly LinePart[] {
  const parts: LinePart[] = [];
  let at = 0;
  for (const mark of marks) {
    const from = Math.max(mark.start - start, at);
    const to = Math.min(mark.end - start, line.length);
    if (to <= from) continue;
    if (from > at) parts.push({ text: line.slice(at, from), claim: null });
    parts.push({ text: line.slice(from, to), claim: mark.claim });
    at = to;
  }
  if (at < line.length || parts.length === 0) parts.push({ text: line.slice(at), claim: null });
  return parts;
}

/** Leaves out what has no claim in it, so that a page of markup fits beside its claims; says how many lines. */
function folded(lines: readonly Extract<SourceLine, { kind: 'line' }>[]): readonly SourceLine[] {
  const shown: SourceLine[] = [];
  let plain: Extract<SourceLine, { kind: 'line' }>[] = [];
  const flush = (): void => {
    if (plain.length < FOLDED_FROM) shown.push(...plain);
    else {
      const keep = shown.length === 0 ? 1 : 0;
      shown.push(...plain.slice(0, keep));
      shown.push({ kind: 'gap', number: plain[keep].number, count: plain.length - keep });
    }
    plain = [];
  };
  for (const line of lines) {
    if (line.parts.every(({ claim }) => claim === null)) plain.push(line);
    else {
      flush();
      shown.push(line);
    }
  }
  flush();
  return shown;
}

/** The source text line by line, with the words of every claim marked and the markup between them folded. */
export function sourceLines(text: string, card: SpecCard): readonly SourceLine[] {
  const marks = [...marksOf(text, card)].sort((a, b) => a.start - b.start);
  let start = 0;
  const lines = text.split('\n').flatMap((whole, index) => {
    // Indentation says nothing about a claim and pushes the words out of sight.
    const indent = whole.length - whole.trimStart().length;
    const line = whole.slice(indent);
    start += indent;
    const end = start + line.length;
    const here = marks.filter((mark) => mark.start < end && mark.end > start);
    const endingClaims = [...new Set(here.map(({ claim }) => claim))].filter(
      (claim) => !marks.some((mark) => mark.claim === claim && mark.start > end),
    );
    const made = { kind: 'line', number: index + 1, parts: partsOf(line, start, here), endingClaims } as const;
    start = end + 1;
    const isInsideClaim = here.length === 0 && card.claims.some(({ span }) => span.start < end && span.end > end);
    return isInsideClaim ? [] : [made];
  });
  return folded(lines);
}
