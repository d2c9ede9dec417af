import type { Headphone } from './headphone.ts';

/** What is left of a name when spelling does not count: `Beyerdynamic DT-770 Pro` and `beyerdynamic dt770pro` are one. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function wordsOf(name: string): readonly string[] {
  return name
    .split(/[\s\-_/()]+/)
    .map(plainName)
    .filter((word) => word !== '');
}

/** True where the last words of the name, put together, are the query: `lcd-x` ends `Audeze LCD-X` but not `Audeze LCD-XC`. */
function endsWith(name: string, query: string): boolean {
  const parts = wordsOf(name);
  return parts.some((_, index) => parts.slice(index).join('') === query);
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/.test(character);

/** True where the part stands in the name without cutting a number: `hd60` is no part of `HD600`, another model. */
function holds(name: string, part: string): boolean {
  const words = wordsOf(name);
  const whole = words.join('');
  const wordStarts = new Set(words.map((_, index) => words.slice(0, index).join('').length));
  const cutsNumberAt = (at: number): boolean => !wordStarts.has(at) && isDigit(whole[at - 1]) && isDigit(whole[at]);
  for (let at = whole.indexOf(part); at !== -1; at = whole.indexOf(part, at + 1)) {
    if (!cutsNumberAt(at) && !cutsNumberAt(at + part.length)) return true;
  }
  return false;
}

/**
 * The headphones a person may mean, the closest kind of match only: the whole name, else the name without its maker, else a part of it, else all
 * words in any order. One: that is it. Several: ambiguous. None: unknown.
 */
export function findHeadphones(headphones: readonly Headphone[], query: string): readonly Headphone[] {
  const wanted = plainName(query);
  if (wanted === '') return [];
  const wantedWords = wordsOf(query);
  const kinds: readonly ((name: string) => boolean)[] = [
    (name) => plainName(name) === wanted,
    (name) => endsWith(name, wanted),
    (name) => holds(name, wanted),
    (name) => wantedWords.every((word) => holds(name, word)),
  ];
  for (const matches of kinds) {
    const found = headphones.filter(({ name }) => matches(name));
    if (found.length > 0) return found;
  }
  return [];
}
