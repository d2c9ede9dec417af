import type { Limit, PointMark } from './chart.ts';
import { limitEnds, MARGIN, type Plot } from './chartPlot.ts';
import type { PixelPoint } from './decimate.ts';
import { labelWidthPixels, placeLabel, type Box } from './labelPlacement.ts';
import { pixels, type SceneElement } from './scene.ts';

/** Size of the labels, pixels. */
const FONT = 10;

const boxAt = (left: number, middle: number, width: number): Box => ({
  left,
  right: left + width,
  top: middle - 7,
  bottom: middle + 6,
});

/** What was drawn, and the place its label took. */
export interface Labelled {
  readonly elements: readonly SceneElement[];
  readonly box: Box;
}

const labelText = (className: string, text: string, box: Box): SceneElement => ({
  kind: 'text',
  className,
  x: box.left,
  y: box.bottom - 2.5,
  anchor: 'start',
  text,
});

/** A published limit as a line, its label beside it or led to. */
export function limitElements(
  limit: Limit,
  plot: Plot,
  obstacles: readonly PixelPoint[],
  taken: readonly Box[],
): Labelled | null {
  const horizontal = limit.direction === 'horizontal';
  const ends = limitEnds(limit, plot);
  if (ends.length === 0) return null;
  const [start, end] = ends;
  const { frame } = plot;
  const width = labelWidthPixels(limit.label, FONT) + 4;
  const candidates: Box[] = [];
  if (horizontal) {
    const left = Math.max(start.x, frame.left);
    const right = Math.min(end.x, frame.right);
    const outside = limit.allowed === 'below' ? [-9, 11] : [11, -9];
    const places = [left + 4, right - width - 4, (left + right - width) / 2, left - width / 2, right - width / 2];
    for (const offset of [...outside, -22, 24, -36, 38, -50, 52]) {
      for (const place of places) {
        candidates.push(
          boxAt(Math.min(Math.max(place, frame.left + 4), frame.right - width - 4), start.y + offset, width),
        );
      }
    }
  } else {
    for (let y = frame.bottom - 12; y > frame.top + 8; y -= 12) {
      candidates.push(boxAt(start.x + 4, y, width), boxAt(start.x - width - 3, y, width));
    }
  }
  const room = { ...frame, right: frame.right + MARGIN.right };
  const box = placeLabel(candidates, room, obstacles, taken);
  const far = horizontal && Math.abs((box.top + box.bottom) / 2 - start.y) > 14;
  const middle = (Math.max(start.x, frame.left) + Math.min(end.x, frame.right)) / 2;
  const leader: SceneElement = {
    kind: 'path',
    className: 'leader limit',
    d: `M${pixels(middle)} ${pixels(start.y)}V${pixels(box.top > start.y ? box.top : box.bottom)}`,
  };
  const line: SceneElement = {
    kind: 'path',
    className: 'limit',
    d: `M${pixels(start.x)} ${pixels(start.y)}L${pixels(end.x)} ${pixels(end.y)}`,
  };
  return { elements: [line, ...(far ? [leader] : []), labelText('limit-label', limit.label, box)], box };
}

/** A judged figure as a point with its text; nothing where it lies outside the frame. */
export function markElements(
  mark: PointMark,
  plot: Plot,
  obstacles: readonly PixelPoint[],
  taken: readonly Box[],
): Labelled | null {
  const point = plot.place(mark.x, mark.y);
  if (point === null) return null;
  const { frame } = plot;
  if (point.x < frame.left - 1 || point.x > frame.right + 1 || point.y < frame.top - 1 || point.y > frame.bottom + 1)
    return null;
  const width = labelWidthPixels(mark.label, FONT) + 4;
  const candidates: Box[] = [];
  for (const distance of [14, 26, 38, 50, 62]) {
    for (const side of [1, -1]) {
      for (const shift of [-width / 2, 4, -width - 4]) {
        const left = Math.min(Math.max(point.x + shift, frame.left + 4), frame.right - width - 4);
        candidates.push(boxAt(left, point.y + side * distance, width));
      }
    }
  }
  const box = placeLabel(candidates, frame, obstacles, taken);
  const below = box.top > point.y;
  const gap = below ? box.top - point.y : point.y - box.bottom;
  const leader: SceneElement = {
    kind: 'path',
    className: 'leader',
    d: `M${pixels(point.x)} ${pixels(point.y + (below ? 4 : -4))}V${pixels(below ? box.top : box.bottom)}`,
  };
  return {
    elements: [
      ...(gap > 12 ? [leader] : []),
      { kind: 'circle', className: 'mark', x: point.x, y: point.y, radius: 3.2 },
      labelText('mark-label', mark.label, box),
    ],
    box,
  };
}
