import type { Limit, PointMark } from '../../core/report/chart.ts';
import { labelWidthPixels, placeLabel, type Box } from '../../core/report/labelPlacement.ts';
import type { Points } from './minMax.ts';
import { placeOn, type CanvasPaint, type Sheet } from './sheet.ts';

const FONT_PIXELS = 11;
export const LABEL_FONT = `500 ${FONT_PIXELS}px Inter, 'Inter Variable', sans-serif`;
/** Points of a trace that a label is kept away from. */
const OBSTACLES = 400;

/** What labels must not cover: points of the traces, and the labels before. */
interface Ground {
  readonly frame: Box;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly taken: Box[];
}

function obstaclesOf(sheet: Sheet, traces: readonly Points[]): { x: number; y: number }[] {
  const place = placeOn(sheet);
  return traces.flatMap((points) => {
    const step = 2 * Math.max(1, Math.floor(points.length / 2 / OBSTACLES));
    const found = [];
    for (let index = 0; index < points.length; index += step)
      found.push({ x: place.x(points[index]), y: place.y(points[index + 1]) });
    return found;
  });
}

/** A label where it covers neither a trace nor another label. */
function paintLabel(
  paint: CanvasPaint,
  words: string,
  candidates: readonly Box[],
  ground: Ground,
  colour: string,
  panel: string,
): void {
  const box = placeLabel(candidates, ground.frame, ground.points, ground.taken);
  ground.taken.push(box);
  paint.font = LABEL_FONT;
  paint.textAlign = 'left';
  paint.lineWidth = 3;
  paint.strokeStyle = panel;
  paint.strokeText(words, box.left, box.bottom - 3);
  paint.fillStyle = colour;
  paint.fillText(words, box.left, box.bottom - 3);
}

const boxAt = (left: number, middle: number, width: number): Box => ({
  left,
  right: left + width,
  top: middle - 7,
  bottom: middle + 7,
});

function paintLimit(paint: CanvasPaint, sheet: Sheet, limit: Limit, ground: Ground): void {
  const { frame, colours } = sheet;
  const { direction, at, from, to, label, allowed } = limit;
  const place = placeOn(sheet);
  const isLevel = direction === 'horizontal';
  const left = isLevel ? Math.max(place.x(from), frame.left) : place.x(at);
  const right = isLevel ? Math.min(place.x(to), ground.frame.right) : left;
  const y = isLevel ? place.y(at) : ground.frame.bottom;
  const isBeside = right < left || left > ground.frame.right || right < frame.left;
  if (isBeside || y < frame.top - 1 || y > ground.frame.bottom + 1) return;
  paint.strokeStyle = colours.limit;
  paint.lineWidth = 1.5;
  paint.beginPath();
  paint.moveTo(left, y);
  paint.lineTo(right, isLevel ? y : frame.top);
  paint.stroke();
  const width = labelWidthPixels(label, FONT_PIXELS) + 4;
  const beside = allowed === 'below' ? [-10, 12] : [12, -10];
  const candidates = isLevel
    ? beside.flatMap((offset) => [boxAt(left + 4, y + offset, width), boxAt(right - width - 4, y + offset, width)])
    : [ground.frame.bottom - 12, frame.top + 12].flatMap((middle) => [
        boxAt(left + 4, middle, width),
        boxAt(left - width - 4, middle, width),
      ]);
  paintLabel(paint, label, candidates, ground, colours.limit, colours.panel);
}

function paintMark(paint: CanvasPaint, sheet: Sheet, { x, y, label }: PointMark, ground: Ground): void {
  const { colours } = sheet;
  const place = placeOn(sheet);
  const [atX, atY] = [place.x(x), place.y(y)];
  const { left, right, top, bottom } = ground.frame;
  if (atX < left || atX > right || atY < top || atY > bottom) return;
  paint.beginPath();
  paint.arc(atX, atY, 3.5, 0, 2 * Math.PI);
  paint.fillStyle = colours.panel;
  paint.fill();
  paint.strokeStyle = colours.ink;
  paint.lineWidth = 1.6;
  paint.stroke();
  const width = labelWidthPixels(label, FONT_PIXELS) + 4;
  const starts = [atX + 8, atX - width - 8, atX - width / 2];
  const candidates = [14, -14, 28, -28, 42, -42].flatMap((offset) =>
    starts.map((start) => boxAt(Math.min(Math.max(start, left + 4), right - width - 4), atY + offset, width)),
  );
  paintLabel(paint, label, candidates, ground, colours.ink, colours.panel);
}

/** Published limits and judged figures over the traces, each with its words beside it. */
export function paintLabels(
  paint: CanvasPaint,
  sheet: Sheet,
  traces: readonly Points[],
  { limits, marks }: { readonly limits: readonly Limit[]; readonly marks: readonly PointMark[] },
): void {
  if (limits.length === 0 && marks.length === 0) return;
  const { left, top, width, height } = sheet.frame;
  const frame = { left, top, right: left + width, bottom: top + height };
  const ground = { frame, points: obstaclesOf(sheet, traces), taken: [] };
  for (const limit of limits) paintLimit(paint, sheet, limit, ground);
  for (const mark of marks) paintMark(paint, sheet, mark, ground);
}
