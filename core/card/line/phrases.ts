import type { Token } from './tokenize.ts';

/**
 * A phrase and what it means. Words are separated by spaces, in lower case; hyphens between words count as nothing
 * (`signal-to-noise`). A phrase in capitals matches capitals only.
 */
export type PhraseRow<Meaning> = readonly [meaning: Meaning, phrases: readonly string[]];

/** A phrase found in a line: tokens `first` to `last`, both included. */
export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly first: number;
  readonly last: number;
}

interface Entry<Meaning> {
  readonly words: readonly string[];
  readonly meaning: Meaning;
  readonly exactCase: boolean;
}

export type PhraseTable<Meaning> = ReadonlyMap<string, readonly Entry<Meaning>[]>;

/** Indexes phrases by their first word, longest first. */
export function buildPhraseTable<Meaning>(
  rows: readonly (readonly [Meaning, readonly string[]])[],
): PhraseTable<Meaning> {
  const table = new Map<string, Entry<Meaning>[]>();
  for (const [meaning, phrases] of rows) {
    for (const phrase of phrases) {
      const words = phrase.split(' ');
      const exactCase = phrase !== phrase.toLowerCase();
      const key = words[0].toLowerCase();
      table.set(key, [...(table.get(key) ?? []), { words, meaning, exactCase }]);
    }
  }
  for (const entries of table.values()) entries.sort((one, other) => other.words.length - one.words.length);
  return table;
}

const ABBREVIATED = new Set(['max', 'min', 'freq', 'approx', 'imp', 'nom', 'typ', 'dyn']);

/** A hyphen between words, and the full stop of an abbreviation (`max. power`), count as nothing. */
function isPassedOver(tokens: readonly Token[], at: number, word: string): boolean {
  const key = tokens[at]?.key;
  return (key === '-' && word !== '-') || (key === '.' && word !== '.' && ABBREVIATED.has(tokens[at - 1]?.key ?? ''));
}

/** Index of the last token of `entry` when it begins at `first`, else -1. Hyphens and abbreviating full stops inside are passed over. */
function matchAt<Meaning>(tokens: readonly Token[], first: number, entry: Entry<Meaning>): number {
  let at = first;
  for (const [index, word] of entry.words.entries()) {
    if (index > 0 && isPassedOver(tokens, at, word)) at += 1;
    const token = tokens.at(at);
    if (token === undefined || at >= tokens.length) return -1;
    if ((entry.exactCase ? token.text : token.key) !== word) return -1;
    at += 1;
  }
  return at - 1;
}

/** The longest phrase that begins at token `first`, or null. */
export function phraseAt<Meaning>(
  tokens: readonly Token[],
  first: number,
  table: PhraseTable<Meaning>,
): Found<Meaning> | null {
  const entries = table.get(tokens[first]?.key ?? '');
  if (entries === undefined) return null;
  for (const entry of entries) {
    const last = matchAt(tokens, first, entry);
    if (last >= 0) return { meaning: entry.meaning, first, last };
  }
  return null;
}

/**
 * Every phrase of a table in a line, left to right, none overlapping another.
 * @param candidates tokens where one may begin, ascending
 * @param taken tokens that are not looked at
 */
export function findPhrases<Meaning>(
  tokens: readonly Token[],
  table: PhraseTable<Meaning>,
  candidates: Iterable<number> = tokens.keys(),
  taken: (index: number) => boolean = () => false,
): Found<Meaning>[] {
  const found: Found<Meaning>[] = [];
  let last = -1;
  for (const at of candidates) {
    const phrase = at <= last || taken(at) ? null : phraseAt(tokens, at, table);
    if (phrase === null) continue;
    found.push(phrase);
    last = phrase.last;
  }
  return found;
}

/** The tokens that any phrase of several tables begins with: most of a line begins none. */
export function phraseStarts(tokens: readonly Token[], firstWords: ReadonlySet<string>): number[] {
  const starts: number[] = [];
  for (let at = 0; at < tokens.length; at++) if (firstWords.has(tokens[at].key)) starts.push(at);
  return starts;
}
