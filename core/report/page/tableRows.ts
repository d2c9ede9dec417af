import type { TableCell, TableColumn } from '../block.ts';
import { columnRows, type Column } from './columnRows.ts';
import { rule, type MeasureText, type Row } from './pageItem.ts';
import { wrapPlain, wrapRichLines, type TypeStyle } from './textLines.ts';

const HEAD: TypeStyle = { size: 10.5, lineHeight: 15, font: 'medium', ink: 'ink-3' };
const BODY: TypeStyle = { size: 10, lineHeight: 13.5 };
const BETWEEN = 12;

/** A table: a head that repeats on each page, rows parted by fine lines. */
export function tableRows(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  width: number,
  measure: MeasureText,
): Row[] {
  const edges = [0];
  for (const { share } of columns) edges.push(edges.at(-1)! + share * width);
  const inner = (from: number, to: number): { x: number; width: number } => ({
    x: edges[from],
    width: edges[to] - edges[from] - (to === columns.length ? 0 : BETWEEN),
  });
  const [head] = columnRows(
    columns.map(({ title, align }, index): Column => {
      const place = inner(index, index + 1);
      return { ...place, align, lines: wrapPlain(title, place.width, HEAD, measure), style: HEAD };
    }),
    { above: 2, below: 3, decorate: (x, y, height) => [rule(x, y + height, width, 'line-2')] },
  );
  const body = rows.flatMap((cells) => {
    let at = 0;
    const made = cells.map(({ lines, span = 1 }): Column => {
      const place = inner(at, at + span);
      const align = span === 1 ? columns[at].align : 'left';
      at += span;
      return { ...place, align, lines: wrapRichLines(lines, place.width, BODY, measure), style: BODY };
    });
    return columnRows(made, {
      above: 3,
      below: 3.5,
      repeated: head,
      decorate: (x, y, height, _isFirst, isLast) => (isLast ? [rule(x, y + height, width, 'line')] : []),
    });
  });
  return [{ ...head, keepWithNext: true }, ...body];
}
