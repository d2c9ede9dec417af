import { markerPath } from '../../core/report/traceStyle.ts';
import type { ChartTrace } from './chartSpec.ts';
import type { Points } from './minMax.ts';
import { placeOn, type CanvasPaint, type Place, type Sheet } from './sheet.ts';
import { traceLook } from './traceLook.ts';

/** Markers of a long trace stand this many to the width of the chart. */
const MARKERS_ACROSS = 7;
/** Up to so many points each has its marker. */
const FEW_POINTS = 24;
const LINE_PIXELS = 1.25;
/**
 * From so many points to a pixel a trace is a band of noise rather than a line: it is painted column by column, which is ten times as fast as a line that
 * turns in every pixel; a dash could not be seen on it, so its markers tell it from the others.
 */
const DENSE_POINTS_PER_PIXEL = 1.2;

/** Bands of ± U behind their traces. */
export function paintBands(paint: CanvasPaint, sheet: Sheet, traces: readonly ChartTrace[]): void {
  const place = placeOn(sheet);
  for (const { x, band, style } of traces) {
    if (band === undefined || x.length < 2) continue;
    const outline = new Path2D();
    for (let index = 0; index < x.length; index++) outline.lineTo(place.x(x[index]), place.y(band.high[index]));
    for (let index = x.length - 1; index >= 0; index--) outline.lineTo(place.x(x[index]), place.y(band.low[index]));
    paint.globalAlpha = 0.18;
    paint.fillStyle = sheet.colours.traces[traceLook(style).colour];
    paint.fill(outline);
    paint.globalAlpha = 1;
  }
}

function paintLine(paint: CanvasPaint, points: Points, place: Place): void {
  let broken = true;
  paint.beginPath();
  for (let index = 0; index < points.length; index += 2) {
    const y = place.y(points[index + 1]);
    if (Number.isNaN(y)) broken = true;
    else if (broken) {
      paint.moveTo(place.x(points[index]), y);
      broken = false;
    } else paint.lineTo(place.x(points[index]), y);
  }
  paint.stroke();
}

function paintColumns(paint: CanvasPaint, points: Points, place: Place, left: number): void {
  let column = Number.NaN;
  let top = Infinity;
  let bottom = -Infinity;
  let last = Number.NaN;
  let beforeLast = Number.NaN;
  const fill = (next: number): void => {
    if (bottom < top || column < left - 1) return;
    // Points of neighbouring columns may round to every other pixel: the column is as wide as that
    const width = next - column === 2 ? 2 : 1;
    paint.fillRect(column, top, width, Math.max(LINE_PIXELS, bottom - top));
  };
  paint.beginPath();
  for (let index = 0; index < points.length; index += 2) {
    const at = Math.round(place.x(points[index]));
    const y = place.y(points[index + 1]);
    if (at !== column) {
      fill(at);
      if (at - column > 2 && !Number.isNaN(last) && !Number.isNaN(y)) {
        paint.moveTo(column, last);
        paint.lineTo(at, y);
      }
      column = at;
      // A column begins with the two points before it, the lowest and the highest of its neighbour: the trace has no holes
      const before = [last, beforeLast].filter((value) => !Number.isNaN(value));
      top = Math.min(...before);
      bottom = Math.max(...before);
    }
    beforeLast = last;
    last = y;
    if (Number.isNaN(y)) continue;
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  fill(column + 1);
  paint.stroke();
}

function paintMarkers(paint: CanvasPaint, sheet: Sheet, points: Points, style: number, place: Place): void {
  const { frame, colours } = sheet;
  const { marker, filled, colour } = traceLook(style);
  const spacing = frame.width / MARKERS_ACROSS;
  const isLong = points.length / 2 > FEW_POINTS;
  paint.fillStyle = filled ? colours.traces[colour] : colours.panel;
  paint.strokeStyle = colours.traces[colour];
  paint.lineWidth = 1.3;
  let next = frame.left + spacing * (0.35 + (style % 5) * 0.16);
  for (let index = 0; index < points.length; index += 2) {
    const x = place.x(points[index]);
    if ((isLong && x < next) || x < frame.left) continue;
    const y = place.y(points[index + 1]);
    if (Number.isNaN(y)) continue;
    const shape = new Path2D(markerPath(marker, x, y));
    paint.fill(shape);
    paint.stroke(shape);
    next = x + spacing;
  }
}

/** Paints traces, the first one on top, then the markers that tell them apart. @param traces the points of each of the sheet's traces */
export function paintTraces(paint: CanvasPaint, sheet: Sheet, traces: readonly Points[]): void {
  const place = placeOn(sheet);
  const { frame, styles, colours } = sheet;
  paint.lineJoin = 'round';
  for (let index = styles.length - 1; index >= 0; index--) {
    const points = traces.at(index);
    if (points === undefined) continue;
    const { colour, dash } = traceLook(styles[index]);
    const isDense = points.length / 2 > DENSE_POINTS_PER_PIXEL * frame.width;
    paint.strokeStyle = colours.traces[colour];
    paint.fillStyle = colours.traces[colour];
    paint.lineWidth = LINE_PIXELS;
    paint.setLineDash(isDense ? [] : [...dash]);
    if (isDense) paintColumns(paint, points, place, frame.left);
    else paintLine(paint, points, place);
  }
  paint.setLineDash([]);
  if (styles.length < 2) return;
  styles.forEach((style, index) => {
    const points = traces.at(index);
    if (points !== undefined) paintMarkers(paint, sheet, points, style, place);
  });
}
