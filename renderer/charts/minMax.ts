import type { Axis } from '../../core/report/axis.ts';

/** A stretch of a drawing: x and y by turns. */
export type Points = Float64Array;

/** Index of the first x that is at least `value`; `x` ascends. */
export function firstAtLeast(x: Float64Array, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the x nearest to `value`; −1 for an empty trace. */
export function nearestIndex(x: Float64Array, value: number): number {
  const after = firstAtLeast(x, value);
  if (after === 0) return x.length === 0 ? -1 : 0;
  if (after === x.length) return after - 1;
  return x[after] - value < value - x[after - 1] ? after : after - 1;
}

/** The x at the left edge of each column, and the right edge of the last. */
function columnEdges({ scale, from, to }: Pick<Axis, 'scale' | 'from' | 'to'>, columns: number): Float64Array {
  const edges = new Float64Array(columns + 1);
  const ratio = to / from;
  for (let column = 0; column <= columns; column++) {
    const share = column / columns;
    edges[column] = scale === 'log' ? from * ratio ** share : from + (to - from) * share;
  }
  return edges;
}

/**
 * Thins a trace to what a drawing of `columns` pixels can show: the lowest and the highest point of each column, in their order, and one point beyond each
 * end, so that every peak stays and lines leave the frame where they should. A stretch with fewer points than that comes back as it is. A y that is not a
 * number breaks the line and is kept as a break.
 * @param x ascending
 */
export function thinTrace(
  x: Float64Array,
  y: Float64Array,
  axis: Pick<Axis, 'scale' | 'from' | 'to'>,
  columns: number,
): Points {
  const first = Math.max(0, firstAtLeast(x, axis.from) - 1);
  const end = Math.min(x.length, firstAtLeast(x, axis.to) + 1);
  if (end - first <= 2 * columns) {
    const points = new Float64Array(2 * Math.max(0, end - first));
    for (let index = first; index < end; index++) {
      points[2 * (index - first)] = x[index];
      points[2 * (index - first) + 1] = y[index];
    }
    return points;
  }
  const edges = columnEdges(axis, columns);
  const points = new Float64Array(4 * columns + 4);
  let count = 0;
  const keep = (index: number): void => {
    points[count++] = x[index];
    points[count++] = y[index];
  };
  keep(first);
  let index = first + 1;
  for (let column = 0; column < columns; column++) {
    const edge = edges[column + 1];
    if (index >= end - 1 || x[index] >= edge) continue;
    let lowest = index;
    let highest = index;
    for (; index < end - 1 && x[index] < edge; index++) {
      const value = y[index];
      if (!(value >= y[lowest])) lowest = index;
      if (!(value <= y[highest])) highest = index;
    }
    keep(Math.min(lowest, highest));
    if (lowest !== highest) keep(Math.max(lowest, highest));
  }
  keep(end - 1);
  return points.slice(0, count);
}
