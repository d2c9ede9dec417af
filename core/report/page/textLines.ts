import type { RichLine, Tone } from '../block.ts';
import { printable } from '../displayWidth.ts';
import type { FontName, Ink, MeasureText, PageItem } from './pageItem.ts';

/** Type of a text block. */
export interface TypeStyle {
  readonly size: number;
  readonly lineHeight: number;
  readonly font?: FontName;
  readonly ink?: Ink;
}

/** Ascent and descent of the text fonts as shares of their size (Inter: 1984 and 494 of 2048). */
const ASCENT = 0.969;
const DESCENT = 0.241;

const TONES: Readonly<Record<Tone, { readonly font?: FontName; readonly ink?: Ink; readonly scale?: number }>> = {
  plain: {},
  strong: { font: 'semibold', ink: 'ink' },
  dim: { ink: 'ink-2' },
  faint: { ink: 'ink-3' },
  mono: { font: 'mono', ink: 'ink', scale: 0.92 },
  flag: { font: 'semibold' },
  damage: { font: 'semibold', ink: 'fail' },
};

/** A piece of text on a line, from the line's left edge. */
interface Piece {
  readonly x: number;
  readonly text: string;
  readonly font: FontName;
  readonly size: number;
  readonly ink: Ink;
}

/** A line that fits its column. */
export interface TextLine {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

/** Behind these a long name is broken rather than anywhere. */
const BREAKS = /^.*[./_-]/su;
/** A part this short is no reason to break there. */
const LEAST_PART = 6;

/** Parts of a word that is wider than its column; widths of single letters add up near enough. */
function brokenWord(word: string, width: number, widthOf: (text: string) => number): string[] {
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const wide = widthOf(character);
    if (part !== '' && used + wide > width) {
      const broken = BREAKS.exec(part)?.[0] ?? '';
      const kept = broken.length >= LEAST_PART ? broken : part;
      parts.push(kept);
      part = part.slice(kept.length);
      used = widthOf(part);
    }
    part += character;
    used += wide;
  }
  return [...parts, part];
}

/**
 * Breaks a line of spans at spaces to a width, within a word only where the word alone is too wide; a `strong` span is one word. Empty text gives no line.
 * @param width pixels
 */
export function wrapRichLine(line: RichLine, width: number, style: TypeStyle, measure: MeasureText): TextLine[] {
  const lines: TextLine[] = [];
  let pieces: Piece[] = [];
  let used = 0;
  const finish = (): void => {
    if (pieces.length > 0) lines.push({ pieces, width: used });
    pieces = [];
    used = 0;
  };
  for (const { text, tone } of line) {
    const { font = style.font ?? 'regular', ink = style.ink ?? 'ink', scale = 1 } = TONES[tone];
    const size = style.size * scale;
    const widthOf = (piece: string): number => measure(piece, font, size);
    const fits = (piece: string): boolean => widthOf(piece) <= width;
    const clean = printable(text);
    const words = (tone === 'strong' && fits(clean) ? [clean] : clean.split(/ +/u))
      .filter((word) => word !== '')
      .flatMap((word) => (fits(word) ? [word] : brokenWord(word, width, widthOf)));
    const space = widthOf(' ');
    // Words of one span on one line stay one text, so that it can be selected and searched.
    let open: Piece | null = null;
    for (const word of words) {
      const joined: string = open === null ? word : `${open.text} ${word}`;
      const start: number = open === null ? used + (pieces.length === 0 ? 0 : space) : open.x;
      const end: number = start + widthOf(joined);
      if (end <= width + 0.01 || (open === null && pieces.length === 0)) {
        if (open !== null) pieces.pop();
        open = { x: start, text: joined, font, size, ink };
        used = end;
      } else {
        finish();
        open = { x: 0, text: word, font, size, ink };
        used = widthOf(word);
      }
      pieces.push(open);
    }
  }
  finish();
  return lines;
}

/** Wraps several lines, one under the other. */
export const wrapRichLines = (
  lines: readonly RichLine[],
  width: number,
  style: TypeStyle,
  measure: MeasureText,
): TextLine[] => lines.flatMap((line) => wrapRichLine(line, width, style, measure));

/** A plain text, wrapped. */
export const wrapPlain = (text: string, width: number, style: TypeStyle, measure: MeasureText): TextLine[] =>
  wrapRichLine([{ text, tone: 'plain' }], width, style, measure);

/** Distance from the top of a line to its baseline. */
export const baselineOf = ({ size, lineHeight }: TypeStyle): number =>
  (lineHeight - (ASCENT + DESCENT) * size) / 2 + ASCENT * size;

/** Lines drawn one under the other. */
export function drawLines(
  lines: readonly TextLine[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly align?: 'left' | 'right' },
  style: TypeStyle,
): PageItem[] {
  return lines.flatMap((line, index) => {
    const left = place.align === 'right' ? place.x + place.width - line.width : place.x;
    const y = place.y + index * style.lineHeight + baselineOf(style);
    return line.pieces.map(({ x, text, font, size, ink }): PageItem => ({
      kind: 'text',
      x: left + x,
      y,
      text,
      font,
      size,
      ink,
    }));
  });
}
