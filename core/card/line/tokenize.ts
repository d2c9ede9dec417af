/** A piece of a line. `text` is as written, `key` in lower case; `gap` says that a space (or the start) came before it. */
export interface Token {
  readonly kind: 'number' | 'word' | 'symbol';
  readonly text: string;
  readonly key: string;
  readonly gap: boolean;
}

const DASHES = new Set('-\u2010\u2011\u2012\u2013\u2014\u2015\u2212');
const SYMBOL_KEYS: Readonly<Partial<Record<string, string>>> = {
  '≤': '<=',
  '≦': '<=',
  '⩽': '<=',
  '≥': '>=',
  '≧': '>=',
  '⩾': '>=',
  '≈': '~',
  '∼': '~',
  '≃': '~',
  '∓': '±',
};
const COMPOUNDS = ['...', '..', '+/-', '+-', '<=', '=<', '>=', '=>'];
const COMPOUND_STARTS = new Set(COMPOUNDS.map((each) => each[0]));
const COMPOUND_KEYS: Readonly<Partial<Record<string, string>>> = {
  '...': '…',
  '..': '…',
  '+/-': '±',
  '+-': '±',
  '=<': '<=',
  '=>': '>=',
};

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';
const LETTER = /\p{L}/u;
function isLetter(character: string | undefined): boolean {
  if (character === undefined) return false;
  if (character < '\u0080') return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  return LETTER.test(character);
}

const isSeparator = (character: string | undefined): boolean => character === '.' || character === ',';

/**
 * End of a number: digits with single or mixed separators between them. `0.,2` is one number (that nobody can read), not two;
 * `10..20` is two.
 */
function numberEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    while (isDigit(text[end])) end += 1;
    let after = end;
    while (isSeparator(text[after])) after += 1;
    const dotsOnly = after - end > 1 && !text.slice(end, after).includes(',');
    if (after === end || dotsOnly || !isDigit(text[after])) return end;
    end = after;
  }
}

/**
 * Splits a mended line into numbers, words and symbols, in one pass. A dash of any kind has the key `-`, a multiplication sign
 * is the word `x`, `+/-` is `±`. `1800mWx2` gives 1800, mW, x, 2.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let gap = true;
  const push = (kind: Token['kind'], written: string, key = written.toLowerCase()): void => {
    tokens.push({ kind, text: written, key, gap });
    gap = false;
  };
  for (let at = 0; at < text.length;) {
    const character = text[at];
    if (character === ' ' || character === '\n' || character === '\r') {
      gap = true;
      at += 1;
    } else if (isDigit(character) || (character === '.' && isDigit(text[at + 1]) && !isDigit(text[at - 1]))) {
      const end = numberEnd(text, at);
      push('number', text.slice(at, end));
      at = end;
    } else if (isLetter(character)) {
      let end = at + 1;
      while (isLetter(text[end])) end += 1;
      const word = text.slice(at, end);
      const last = word[word.length - 1];
      const unitGluedToFactor = tokens.at(-1)?.kind === 'number' && isDigit(text[end]) && word.length > 1;
      if (unitGluedToFactor && (last === 'x' || last === 'X')) {
        push('word', word.slice(0, -1));
        push('word', last);
      } else push('word', word);
      at = end;
    } else if (character === '×') {
      push('word', 'x');
      at += 1;
    } else {
      const compound = COMPOUND_STARTS.has(character) ? COMPOUNDS.find((each) => text.startsWith(each, at)) : undefined;
      const written = compound ?? character;
      push('symbol', written, DASHES.has(written) ? '-' : (COMPOUND_KEYS[written] ?? SYMBOL_KEYS[written] ?? written));
      at += written.length;
    }
  }
  return tokens;
}
