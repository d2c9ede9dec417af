/** Windows-1252 of the bytes 0x80 to 0x9f; a gap stands for itself. */
const CP1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Characters that specifications use and that come out broken when UTF-8 is read as a one-byte encoding. */
const OFTEN_BROKEN = '–—−‐‘’“”…≤≥≈±×·•°²³µμΩΩ√∼\u00a0éèäöüß';

interface Replacement {
  readonly from: string;
  readonly to: string;
}

function utf8Bytes(character: string): number[] {
  const code = character.codePointAt(0)!;
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}

function buildMojibake(): ReadonlyMap<string, readonly Replacement[]> {
  const table = new Map<string, Replacement[]>();
  const add = (from: string, to: string): void => {
    const rows = table.get(from[0]) ?? [];
    if (!rows.some((row) => row.from === from)) rows.push({ from, to });
    table.set(from[0], rows);
  };
  for (const character of OFTEN_BROKEN) {
    const bytes = utf8Bytes(character);
    const latin1 = bytes.map((byte) => String.fromCharCode(byte)).join('');
    const cp1252 = bytes
      .map((byte) => (byte >= 0x80 && byte < 0xa0 ? CP1252_HIGH[byte - 0x80] : String.fromCharCode(byte)))
      .join('');
    add(cp1252, character);
    add(latin1, character);
  }
  for (const rows of table.values()) rows.sort((one, other) => other.from.length - one.from.length);
  return table;
}

const MOJIBAKE = buildMojibake();

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&nbsp;', ' '],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&le;', '≤'],
  ['&ge;', '≥'],
  ['&plusmn;', '±'],
  ['&micro;', 'µ'],
  ['&ohm;', 'Ω'],
  ['&Omega;', 'Ω'],
  ['&ndash;', '–'],
  ['&mdash;', '—'],
  ['&minus;', '−'],
  ['&times;', '×'],
  ['&thinsp;', ' '],
  ['&ensp;', ' '],
  ['&emsp;', ' '],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&deg;', '°'],
  ['&hellip;', '…'],
  ['&asymp;', '≈'],
  ['&middot;', '·'],
  ['&bull;', '•'],
  ['&mu;', 'µ'],
  ['&radic;', '√'],
  ['&percnt;', '%'],
  ['&lowbar;', ' '],
]);
const LONGEST_ENTITY = 10;

const SPACES = new Set('\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000');
const INVISIBLE = new Set('\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff');
/** What a backslash may stand before in Markdown; `\_` comes from content systems that mean a space. */
const ESCAPABLE = new Set('%<>*#+-~.()[]|{}!&=:\\');

/** Text with what was broken in it put right, and each repair once, in words. */
export interface MendedText {
  readonly text: string;
  readonly repairs: readonly string[];
}

/**
 * Puts right what copying breaks: UTF-8 read as Windows-1252 (`â€“`), no-break and other spaces, full-width characters, HTML
 * entities, Markdown emphasis and escapes (`\%`, `\_`). Digits and their order are never changed. One pass, linear in the text.
 */
export function mendText(text: string): MendedText {
  const repairs = new Set<string>();
  const out: string[] = [];
  // What needs no mending is copied in runs.
  let runStart = 0;
  for (let at = 0; at < text.length;) {
    if (isPlain(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const mended = mendAt(text, at, repairs);
    if (mended !== null) {
      out.push(text.slice(runStart, at), mended.text);
      runStart = at + mended.length;
    }
    at += mended?.length ?? 1;
  }
  out.push(text.slice(runStart));
  return { text: collapseSpaces(out.join('')), repairs: [...repairs] };
}

/** ASCII that means itself wherever it stands: all but tab, `&`, `*`, backslash and the back quote. */
function isPlain(code: number): boolean {
  return code < 0x80 && code !== 0x09 && code !== 0x26 && code !== 0x2a && code !== 0x5c && code !== 0x60;
}

/** The character of `#160` or `#x3A9`; null for what is none. */
function numbered(reference: string): string | null {
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(reference);
  if (digits === null) return null;
  const hexadecimal = digits.at(1);
  const code = hexadecimal === undefined ? Number(digits[2]) : Number.parseInt(hexadecimal, 16);
  return code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;
}

/** What the characters at `at` are replaced by, and how many they are; null where they stay. */
function mendAt(text: string, at: number, repairs: Set<string>): { text: string; length: number } | null {
  const character = text[at];
  const broken = MOJIBAKE.get(character)?.find((row) => text.startsWith(row.from, at));
  if (broken !== undefined) {
    const to = broken.to === '\u00a0' ? ' ' : broken.to;
    repairs.add(`mojibake: "${broken.from}" read as "${to}" (UTF-8 taken for cp1252)`);
    return { text: to, length: broken.from.length };
  }
  if (character === '&') {
    for (let end = at + 1; end < at + LONGEST_ENTITY; end++) {
      if (text[end] !== ';') continue;
      const entity = ENTITIES.get(text.slice(at, end + 1)) ?? numbered(text.slice(at + 1, end));
      return entity === null ? null : { text: SPACES.has(entity) ? ' ' : entity, length: end + 1 - at };
    }
    return null;
  }
  if (character === '\\') {
    const next = text.at(at + 1) ?? '';
    if (next === '_') return { text: ' ', length: 2 };
    return next !== '' && ESCAPABLE.has(next) ? { text: next, length: 2 } : null;
  }
  if (SPACES.has(character)) return { text: ' ', length: 1 };
  if (INVISIBLE.has(character) || character === '*' || character === '`') return { text: '', length: 1 };
  if (character >= '\uff01' && character <= '\uff5e') {
    return { text: String.fromCharCode(character.charCodeAt(0) - 0xfee0), length: 1 };
  }
  return null;
}

/** One space where there were several, none at the ends; line ends stay. */
function collapseSpaces(text: string): string {
  if (!text.includes('  ') && !text.includes('\n')) return text.trim();
  return text
    .split('\n')
    .map((line) =>
      line
        .split(' ')
        .filter((word) => word !== '')
        .join(' '),
    )
    .join('\n')
    .trim();
}
