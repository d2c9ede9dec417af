/** A piece of an HTML page. Offsets into the page; `end` exclusive. */
export interface HtmlToken {
  readonly kind: 'text' | 'open' | 'close';
  /** Of a tag, in lower case; empty for text. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What stands in these is no text of the page. */
const RAW = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head', 'textarea', 'select']);
/** Longest tag whose quotes are minded; a longer one ends at its first `>`. */
const TAG_LIMIT = 4096;

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

/** End of the tag that begins at `start`: behind its `>`, one in quotes not counting; -1 where there is none. */
function tagEnd(page: string, start: number): number {
  let quote = '';
  const limit = Math.min(page.length, start + TAG_LIMIT);
  for (let at = start + 1; at < limit; at++) {
    const character = page[at];
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && page[at - 1] === '=') quote = character;
  }
  const first = page.indexOf('>', start);
  return first < 0 ? -1 : first + 1;
}

/** Where the closing tag `</name` begins from `from` on, or the page's end. */
function closingTagAt(page: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}\\b`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(page)?.index ?? page.length;
}

/**
 * Splits a page into tags and text, in one pass. A `<` that opens no tag (`< 2 ohms`) is text; comments, scripts and styles are
 * passed over. Never fails: what is left open ends with the page.
 */
export function* htmlTokens(page: string): Generator<HtmlToken> {
  let textStart = 0;
  let at = 0;
  while (at < page.length) {
    const open = page.indexOf('<', at);
    if (open < 0) break;
    const next = page.charCodeAt(open + 1);
    const closing = next === 0x2f;
    const isTag = isLetter(closing ? page.charCodeAt(open + 2) : next);
    const isRemark = next === 0x21 || next === 0x3f;
    if (!isTag && !isRemark) {
      at = open + 1;
      continue;
    }
    if (open > textStart) yield { kind: 'text', name: '', start: textStart, end: open };
    if (isRemark) {
      const mark = page.startsWith('<!--', open) ? '-->' : '>';
      const found = page.indexOf(mark, open);
      at = textStart = found < 0 ? page.length : found + mark.length;
      continue;
    }
    const end = tagEnd(page, open);
    if (end < 0) {
      textStart = page.length;
      break;
    }
    let nameEnd = open + (closing ? 2 : 1);
    const nameStart = nameEnd;
    while (nameEnd < end && /[a-z0-9]/i.test(page[nameEnd])) nameEnd += 1;
    const name = page.slice(nameStart, nameEnd).toLowerCase();
    const selfClosed = page[end - 2] === '/';
    yield { kind: closing ? 'close' : 'open', name, start: open, end };
    at = textStart = !closing && !selfClosed && RAW.has(name) ? closingTagAt(page, name, end) : end;
  }
  if (textStart < page.length) yield { kind: 'text', name: '', start: textStart, end: page.length };
}
