import type { PageItem, Row } from './pageItem.ts';
import { drawLines, type TextLine, type TypeStyle } from './textLines.ts';

/** A column of a row: its lines and where they stand. */
export interface Column {
  readonly lines: readonly TextLine[];
  readonly x: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly style: TypeStyle;
}

/** More lines than these are set as several rows, so that no row is higher than a page. */
const MOST_LINES = 40;

export interface RowFrame {
  /** Room above and below the text, pixels. */
  readonly above: number;
  readonly below: number;
  /** Drawn with the row's place and height: lines, badges. */
  readonly decorate?: (x: number, y: number, height: number, isFirst: boolean, isLast: boolean) => PageItem[];
  readonly repeated?: Row;
}

/** Columns side by side as one row, or several where one column is very long. */
export function columnRows(columns: readonly Column[], frame: RowFrame): Row[] {
  const lineCount = Math.max(0, ...columns.map(({ lines }) => lines.length));
  const parts = Math.max(1, Math.ceil(lineCount / MOST_LINES));
  return Array.from({ length: parts }, (_, part): Row => {
    const shown = columns.map((column) => ({
      ...column,
      lines: column.lines.slice(part * MOST_LINES, (part + 1) * MOST_LINES),
    }));
    const isFirst = part === 0;
    const isLast = part === parts - 1;
    const above = isFirst ? frame.above : 0;
    const text = Math.max(0, ...shown.map(({ lines, style }) => lines.length * style.lineHeight));
    const height = above + text + (isLast ? frame.below : 0);
    return {
      height,
      ...(frame.repeated === undefined ? {} : { repeated: frame.repeated }),
      draw: (x, y) => [
        ...(frame.decorate?.(x, y, height, isFirst, isLast) ?? []),
        ...shown.flatMap(({ lines, style, ...column }) =>
          drawLines(
            lines,
            { x: x + column.x, y: y + above, width: column.width, align: column.align ?? 'left' },
            style,
          ),
        ),
      ],
    };
  });
}
