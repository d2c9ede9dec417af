import type { Block } from '../block.ts';
import { chartRows } from './chartRows.ts';
import { badge, claimRows, summaryRow } from './claimRows.ts';
import { columnRows, type Column } from './columnRows.ts';
import { gap, rect, rule, type MeasureText, type Row } from './pageItem.ts';
import { tableRows } from './tableRows.ts';
import { drawLines, wrapPlain, wrapRichLine, wrapRichLines, type TypeStyle } from './textLines.ts';
import { photoLines } from '../photos.ts';

const OVERLINE: TypeStyle = { size: 11, lineHeight: 16, font: 'medium', ink: 'ink-3' };
const TITLE: TypeStyle = { size: 28, lineHeight: 33, font: 'semibold' };
const SUBTITLE: TypeStyle = { size: 13, lineHeight: 20, ink: 'ink-2' };
const SECTION: TypeStyle = { size: 15, lineHeight: 20, font: 'semibold' };
const STEP: TypeStyle = { size: 12, lineHeight: 18 };
const SMALL: TypeStyle = { size: 11, lineHeight: 15, ink: 'ink-2' };
const NAME: TypeStyle = { ...SMALL, ink: 'ink-3' };
const VALUE: TypeStyle = { ...SMALL, ink: 'ink' };
const BODY: TypeStyle = { size: 12, lineHeight: 18 };
const FOOT: TypeStyle = { size: 10, lineHeight: 14, ink: 'ink-3' };
const BETWEEN = 24;

/** Widest box of facts beside a title, and of their names. */
const FACTS = 300;
const FACT_NAMES = 46;

function headRows(head: Extract<Block, { kind: 'head' }>, width: number, measure: MeasureText): Row[] {
  const left = width - FACTS - BETWEEN;
  const parts = (
    [
      [head.overline, OVERLINE],
      [head.title, TITLE],
      [head.subtitle, SUBTITLE],
    ] as const
  ).map(([text, style]) => ({ lines: wrapPlain(text, left, style, measure), style }));
  const facts = head.facts.map(([name, value]) => ({
    name: wrapPlain(name, FACT_NAMES, NAME, measure),
    value: wrapPlain(value, FACTS - FACT_NAMES, VALUE, measure),
  }));
  const leftHeight = parts.reduce((sum, { lines, style }) => sum + lines.length * style.lineHeight, 0);
  const rightHeight = facts.reduce((sum, { value }) => sum + Math.max(1, value.length) * VALUE.lineHeight, 0);
  const height = Math.max(leftHeight, rightHeight) + 14;
  return [
    {
      height,
      keepWithNext: true,
      draw: (x, y) => {
        let top = y;
        const main = parts.flatMap(({ lines, style }) => {
          const items = drawLines(lines, { x, y: top, width: left }, style);
          top += lines.length * style.lineHeight;
          return items;
        });
        top = y;
        const beside = facts.flatMap(({ name, value }) => {
          const at = { x: x + left + BETWEEN, y: top, width: FACT_NAMES };
          top += Math.max(1, value.length) * VALUE.lineHeight;
          return [...drawLines(name, at, NAME), ...drawLines(value, { ...at, x: at.x + FACT_NAMES }, VALUE)];
        });
        return [...main, ...beside, rule(x, y + height - 1, width, 'ink', 2)];
      },
    },
  ];
}

function bannerRows({ word, text }: Extract<Block, { kind: 'banner' }>, width: number, measure: MeasureText): Row[] {
  const style: TypeStyle = { size: 12, lineHeight: 16 };
  const warning: TypeStyle = { ...style, font: 'semibold', ink: 'inconclusive' };
  const head = wrapPlain(word, width, warning, measure);
  const indent = 12 + (head[0]?.width ?? 0) + 10;
  const lines = wrapPlain(text, width - indent - 12, style, measure);
  const height = lines.length * style.lineHeight + 12;
  return [
    gap(12),
    {
      height,
      draw: (x, y) => [
        rect(x, y, width, height, { fill: 'warn-bg', stroke: 'inconclusive', width: 1, radius: 6 }),
        ...drawLines(head, { x: x + 12, y: y + 6, width }, warning),
        ...drawLines(lines, { x: x + indent, y: y + 6, width }, style),
      ],
    },
  ];
}

function headingRows(heading: Extract<Block, { kind: 'heading' }>, width: number, measure: MeasureText): Row[] {
  const { level, text, badge: mark, aside } = heading;
  if (level === 2) {
    const lines = wrapPlain(text, width, SECTION, measure);
    const height = lines.length * SECTION.lineHeight + 7;
    return [
      gap(26),
      {
        height: height + 8,
        keepWithNext: true,
        heading: text,
        draw: (x, y) => [...drawLines(lines, { x, y, width }, SECTION), rule(x, y + height, width, 'line-2')],
      },
    ];
  }
  const indent = mark === undefined ? 0 : 30;
  const lines = wrapRichLine(
    [{ text, tone: 'flag' }, ...(aside === undefined ? [] : [{ text: aside, tone: 'faint' } as const])],
    width - indent,
    STEP,
    measure,
  );
  return [
    gap(12),
    {
      height: lines.length * STEP.lineHeight + 2,
      keepWithNext: true,
      draw: (x, y) => [
        ...(mark === undefined ? [] : badge(mark, x, y, measure)),
        ...drawLines(lines, { x: x + indent, y, width }, STEP),
      ],
    },
  ];
}

/** Items in two columns, the first half on the left; few and long ones in one. */
function inTwoColumns<Item>(
  items: readonly Item[],
  width: number,
  columnsOf: (item: Item, x: number, width: number) => Column[],
  below: number,
  fewest: number,
): Row[] {
  if (items.length < fewest) return items.flatMap((item) => columnRows(columnsOf(item, 0, width), { above: 0, below }));
  const half = (width - BETWEEN) / 2;
  const count = Math.ceil(items.length / 2);
  return items.slice(0, count).flatMap((item, index) => {
    const right = items.at(index + count);
    const other = right === undefined || index + count >= items.length ? [] : columnsOf(right, half + BETWEEN, half);
    return columnRows([...columnsOf(item, 0, half), ...other], { above: 0, below });
  });
}

const MARK_WIDTH = 20;

function noteRows(items: readonly (readonly [string, string])[], width: number, measure: MeasureText): Row[] {
  const mark: TypeStyle = { ...SMALL, font: 'semibold', ink: 'ink' };
  return inTwoColumns(
    items,
    width,
    ([name, text], x, room) => [
      { x, width: MARK_WIDTH, style: mark, lines: wrapPlain(name, MARK_WIDTH, mark, measure) },
      {
        x: x + MARK_WIDTH,
        width: room - MARK_WIDTH,
        style: SMALL,
        lines: wrapPlain(text, room - MARK_WIDTH, SMALL, measure),
      },
    ],
    4,
    3,
  );
}

/** Of a fact's room, the most its name takes. */
const NAME_SHARE = 0.45;

function factRows(items: readonly (readonly [string, string])[], width: number, measure: MeasureText): Row[] {
  return inTwoColumns(
    items,
    width,
    ([name, value], x, room) => {
      const nameWidth = Math.min(room * NAME_SHARE, measure(name, 'regular', SMALL.size) + 2);
      const rest = room - nameWidth - 12;
      return [
        { x, width: nameWidth, style: SMALL, lines: wrapPlain(name, nameWidth, SMALL, measure) },
        {
          x: x + nameWidth + 12,
          width: rest,
          align: 'right',
          style: VALUE,
          lines: wrapPlain(value, rest, VALUE, measure),
        },
      ];
    },
    5,
    2,
  );
}

/** A block as rows of a page of the given width. */
export function blockRows(block: Block, width: number, measure: MeasureText): Row[] {
  switch (block.kind) {
    case 'head':
      return headRows(block, width, measure);
    case 'banner':
      return bannerRows(block, width, measure);
    case 'summary':
      return [summaryRow(block.counts, measure)];
    case 'claims':
      return claimRows(block.rows, width, measure);
    case 'charts':
      return chartRows(block.charts, width, measure);
    case 'heading':
      return headingRows(block, width, measure);
    case 'paragraph':
      return [
        gap(6),
        ...columnRows([{ x: 0, width, style: BODY, lines: wrapRichLines(block.lines, width, BODY, measure) }], {
          above: 0,
          below: 2,
        }),
      ];
    case 'notes':
      return [gap(8), ...noteRows(block.items, width, measure)];
    case 'facts':
      return factRows(block.items, width, measure);
    case 'table':
      return tableRows(block.columns, block.rows, width, measure);
    case 'photos':
      return factRows(photoLines(block.photos), width, measure);
    case 'foot':
      return [
        gap(18),
        ...columnRows([{ x: 0, width, style: FOOT, lines: wrapPlain(block.text, width, FOOT, measure) }], {
          above: 8,
          below: 0,
          decorate: (x, y, _height, isFirst) => (isFirst ? [rule(x, y, width, 'line-2')] : []),
        }),
      ];
  }
}
