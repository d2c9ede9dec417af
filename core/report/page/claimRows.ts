import type { VerdictWord } from '../../result/verification.ts';
import type { ClaimRow, RichLine } from '../block.ts';
import { capitalized } from '../sentences.ts';
import { VERDICT_LOOKS, VERDICT_ORDER } from '../verdictWords.ts';
import { columnRows, type Column } from './columnRows.ts';
import { rect, rule, type Ink, type MeasureText, type PageItem, type Row } from './pageItem.ts';
import { drawLines, wrapPlain, wrapRichLine, type TextLine, type TypeStyle } from './textLines.ts';

const HEAD: TypeStyle = { size: 11, lineHeight: 16, font: 'medium', ink: 'ink-3' };
const BODY: TypeStyle = { size: 12, lineHeight: 16 };
const LABEL: TypeStyle = { size: 12, lineHeight: 16, ink: 'ink-2' };
/** The mono font is set smaller than the text around it: its letters are larger. */
const WORDS: TypeStyle = { ...LABEL, size: 13 };
const DISTANCE: TypeStyle = { size: 11.5, lineHeight: 16 };
const FIGURE: TypeStyle = { size: 12, lineHeight: 16, font: 'semibold' };
const WHY: TypeStyle = { size: 11, lineHeight: 15, ink: 'ink-2' };
const LETTERS: TypeStyle = { size: 8.5, lineHeight: 16, font: 'medium', ink: 'ink-2' };
const SUMMARY: TypeStyle = { size: 15, lineHeight: 20, font: 'semibold' };
const NONE = { size: 13, lineHeight: 20, ink: 'ink-3' } as const;

/** Widths of the columns at the sheet's usual width; the rule takes what is left. */
const NUMBER = 30;
const CLAIM = 160;
const MEASURED = 142;
const CHANNEL = 38;
const MARGIN = 80;
const VERDICT = 118;
const BETWEEN = 10;
const MARK = 16;

/** The mark of a verdict with its left upper corner at x, y. */
function verdictMark(verdict: VerdictWord, x: number, y: number, ink: Ink = VERDICT_LOOKS[verdict].ink): PageItem[] {
  return VERDICT_LOOKS[verdict].shapes.map((shape): PageItem => {
    const colour = shape.ink === 'panel' ? 'panel' : ink;
    return shape.paint === 'fill'
      ? { kind: 'path', d: shape.d, x, y, fill: colour }
      : { kind: 'path', d: shape.d, x, y, stroke: colour, width: shape.width ?? 1 };
  });
}

/** How many claims got which verdict, all five words. */
export function summaryRow(counts: Readonly<Record<VerdictWord, number>>, measure: MeasureText): Row {
  return {
    height: 48,
    draw: (x, y) => {
      let left = x;
      return VERDICT_ORDER.flatMap((verdict) => {
        const isNone = counts[verdict] === 0;
        const style = isNone ? NONE : { ...SUMMARY, ink: VERDICT_LOOKS[verdict].ink };
        const lines = wrapPlain(`${counts[verdict]} ${VERDICT_LOOKS[verdict].word}`, Infinity, style, measure);
        const items = [
          ...verdictMark(verdict, left, y + 16, style.ink),
          ...drawLines(lines, { x: left + MARK + 6, y: y + 14, width: 0 }, style),
        ];
        left += MARK + 6 + lines[0].width + 24;
        return items;
      });
    },
  };
}

/** A number or letter in a box. */
export const badge = (number: number | string, x: number, y: number, measure: MeasureText): PageItem[] => {
  const style: TypeStyle = { size: 11, lineHeight: 16, font: 'semibold' };
  const lines = wrapPlain(String(number), Infinity, style, measure);
  const width = Math.max(18, lines[0].width + 8);
  return [
    rect(x, y, width, 18, { fill: 'raise', stroke: 'line-2', radius: 3 }),
    ...drawLines(lines, { x: x + (width - lines[0].width) / 2, y: y + 1, width: 0 }, style),
  ];
};

/** The letters of assumptions, raised, behind the last line of the rule. */
function lettersItems(
  row: ClaimRow,
  rule: readonly TextLine[],
  x: number,
  y: number,
  measure: MeasureText,
): PageItem[] {
  const last = rule.at(-1);
  if (last === undefined || row.letters.length === 0) return [];
  const lines = wrapPlain(row.letters.join('\u2009'), Infinity, LETTERS, measure);
  return drawLines(lines, { x: x + last.width + 2, y: y + (rule.length - 1) * BODY.lineHeight - 4, width: 0 }, LETTERS);
}

function claimRow(row: ClaimRow, width: number, head: Row, measure: MeasureText): Row[] {
  const ruleX = NUMBER + CLAIM;
  const ruleWidth = width - ruleX - MEASURED - CHANNEL - MARGIN - VERDICT;
  const verdictX = width - VERDICT + BETWEEN;
  const isBare = row.rule === null && row.measured === null;
  const plain = (
    text: string,
    x: number,
    columnWidth: number,
    style = BODY,
    align: 'left' | 'right' = 'left',
  ): Column => ({
    lines: wrapPlain(text, columnWidth, style, measure),
    x,
    width: columnWidth,
    align,
    style,
  });
  const label: RichLine = row.label === '' ? [] : [{ text: row.label, tone: 'plain' }];
  const maker: RichLine = [{ text: row.words, tone: 'mono' }];
  const words: Column = {
    x: NUMBER,
    width: CLAIM - BETWEEN,
    style: LABEL,
    // A claim that nothing was measured for takes one line where it can.
    lines: isBare
      ? wrapRichLine([...label, ...maker], CLAIM - BETWEEN, LABEL, measure)
      : [
          ...wrapRichLine(label, CLAIM - BETWEEN, LABEL, measure),
          ...wrapRichLine(maker, CLAIM - BETWEEN, WORDS, measure),
        ],
  };
  // Room for the raised letters behind the rule's last line.
  const lettersWidth = measure(row.letters.join('\u2009'), 'medium', LETTERS.size);
  const ruleColumn = plain(
    row.rule ?? 'not judged',
    ruleX,
    ruleWidth - BETWEEN - Math.min(lettersWidth, ruleWidth / 2),
  );
  const middle = isBare
    ? [plain(row.reason, ruleX, width - ruleX - VERDICT - BETWEEN, LABEL)]
    : [
        ruleColumn,
        {
          x: ruleX + ruleWidth,
          width: MEASURED - BETWEEN,
          align: 'right' as const,
          style: FIGURE,
          lines: wrapRichLine([{ text: row.measured ?? '–', tone: 'strong' }], MEASURED - BETWEEN, FIGURE, measure),
        },
        plain(row.channel, ruleX + ruleWidth + MEASURED, CHANNEL - 6),
        plain(row.margin, ruleX + ruleWidth + MEASURED + CHANNEL, MARGIN - 6, DISTANCE, 'right'),
      ];
  const look = VERDICT_LOOKS[row.verdict];
  const verdict = plain(capitalized(look.word), verdictX + MARK + 6, VERDICT, {
    size: 13,
    lineHeight: 16,
    font: 'semibold',
    ink: look.ink,
  });
  const hasWhy = !isBare && row.reason !== '';
  const main = columnRows([words, ...middle, verdict], {
    above: 5,
    below: hasWhy ? 1 : 5,
    repeated: head,
    decorate: (x, y, height, isFirst, isLast) => [
      ...(isFirst ? badge(row.number, x, y + 4, measure) : []),
      ...(isFirst ? verdictMark(row.verdict, x + verdictX, y + 5) : []),
      ...(isFirst && !isBare ? lettersItems(row, ruleColumn.lines, x + ruleX, y + 5, measure) : []),
      ...(isLast && !hasWhy ? [rule(x, y + height, width, 'line-2')] : []),
    ],
  });
  if (!hasWhy) return main;
  const why: Column = {
    x: NUMBER,
    width: width - NUMBER,
    style: WHY,
    lines: wrapRichLine(
      [
        { text: row.reason, tone: 'plain' },
        { text: row.reasonCode, tone: 'faint' },
      ],
      width - NUMBER,
      WHY,
      measure,
    ),
  };
  return [
    ...main.map((part) => ({ ...part, keepWithNext: true })),
    ...columnRows([why], {
      above: 0,
      below: 5,
      decorate: (x, y, height, _isFirst, isLast) => (isLast ? [rule(x, y + height, width, 'line-2')] : []),
    }),
  ];
}

/** The verdict table with a head that repeats on each page; a claim and its reason stay together. */
export function claimRows(rows: readonly ClaimRow[], width: number, measure: MeasureText): Row[] {
  const title = (text: string, x: number, columnWidth: number, align: 'left' | 'right' = 'left'): Column => ({
    lines: wrapPlain(text, Infinity, HEAD, measure),
    x,
    width: columnWidth,
    align,
    style: HEAD,
  });
  const figureX = width - MEASURED - CHANNEL - MARGIN - VERDICT;
  const [head] = columnRows(
    [
      title('#', 0, NUMBER),
      title('Claim, as published', NUMBER, CLAIM),
      title('Rule', NUMBER + CLAIM, 100),
      title('Measured ± U', figureX, MEASURED - BETWEEN, 'right'),
      title('Ch', figureX + MEASURED, CHANNEL),
      title('Margin', figureX + MEASURED + CHANNEL, MARGIN - 6, 'right'),
      title('Verdict', width - VERDICT + BETWEEN, VERDICT),
    ],
    { above: 4, below: 4, decorate: (x, y, height) => [rule(x, y + height, width, 'line-2')] },
  );
  return [{ ...head, keepWithNext: true }, ...rows.flatMap((row) => claimRow(row, width, head, measure))];
}
