import type { Chart as ChartJs, ChartArea, Plugin } from 'chart.js';
import { labelWidthPixels, placeLabel, type Box } from '../../core/report/labelPlacement.ts';
import { markerPath } from '../../core/report/traceStyle.ts';
import type { ChartSpec } from './chartSpec.ts';
import type { ChartColours } from './chartColours.ts';
import { traceLook } from './traceLook.ts';

const FONT = 11;
/** Markers of a long trace stand this many to the width of the chart. */
const MARKERS_ACROSS = 7;
/** Up to so many points each has its marker. */
const FEW_POINTS = 24;

/**
 * From so many points in sight on a trace is a band of noise rather than a line: it is painted column by column, which is ten times as fast as a line
 * that turns in every pixel; a dash could not be seen on it, so its markers tell it from the others.
 */
export const DENSE_POINTS = 1200;
const LINE_PIXELS = 1.25;

interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const placeOf = (chart: ChartJs): Place => ({
  x: (value) => chart.scales['x'].getPixelForValue(value),
  y: (value) => chart.scales['y'].getPixelForValue(value),
});

function clipTo(paint: CanvasRenderingContext2D, { left, top, width, height }: ChartArea): void {
  paint.beginPath();
  paint.rect(left, top, width, height);
  paint.clip();
}

function paintBands(chart: ChartJs, spec: ChartSpec, colours: ChartColours): void {
  const { ctx: paint } = chart;
  const place = placeOf(chart);
  for (const { x, band, style } of spec.traces) {
    if (band === undefined || x.length < 2) continue;
    const outline = new Path2D();
    for (let index = 0; index < x.length; index++) outline.lineTo(place.x(x[index]), place.y(band.high[index]));
    for (let index = x.length - 1; index >= 0; index--) outline.lineTo(place.x(x[index]), place.y(band.low[index]));
    paint.globalAlpha = 0.18;
    paint.fillStyle = colours.trace(style);
    paint.fill(outline);
    paint.globalAlpha = 1;
  }
}

function paintDense(chart: ChartJs, spec: ChartSpec, colours: ChartColours): void {
  const { ctx: paint, chartArea } = chart;
  const place = placeOf(chart);
  chart.data.datasets.forEach(({ data }, index) => {
    const points = data as readonly { x: number; y: number }[];
    if (points.length <= DENSE_POINTS) return;
    paint.fillStyle = colours.trace(spec.traces[index].style);
    let column = Number.NaN;
    let top = Infinity;
    let bottom = -Infinity;
    let last = Number.NaN;
    let beforeLast = Number.NaN;
    const between = new Path2D();
    const flush = (next: number): void => {
      if (bottom < top || column < chartArea.left - 1) return;
      // Points of neighbouring columns may round to every other pixel: the column is as wide as that.
      const width = next - column === 2 ? 2 : 1;
      paint.fillRect(column, top, width, Math.max(LINE_PIXELS, bottom - top));
    };
    for (const point of points) {
      const at = Math.round(place.x(point.x));
      const y = place.y(point.y);
      if (at !== column) {
        flush(at);
        if (at - column > 2 && Number.isFinite(last) && Number.isFinite(y)) {
          between.moveTo(column, last);
          between.lineTo(at, y);
        }
        column = at;
        // A column begins with the two points before it, the lowest and the highest of its neighbour: the trace has no holes.
        top = Math.min(...[last, beforeLast].filter(Number.isFinite));
        bottom = Math.max(...[last, beforeLast].filter(Number.isFinite));
      }
      beforeLast = last;
      last = y;
      if (!Number.isFinite(y)) continue;
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    flush(column + 1);
    paint.strokeStyle = colours.trace(spec.traces[index].style);
    paint.lineWidth = LINE_PIXELS;
    paint.stroke(between);
  });
}

function paintMarkers(chart: ChartJs, spec: ChartSpec, colours: ChartColours): void {
  if (spec.traces.length < 2) return;
  const { ctx: paint, chartArea } = chart;
  const place = placeOf(chart);
  const spacing = chartArea.width / MARKERS_ACROSS;
  chart.data.datasets.forEach(({ data }, index) => {
    const { style } = spec.traces[index];
    const look = traceLook(style);
    paint.strokeStyle = colours.trace(style);
    paint.fillStyle = look.filled ? colours.trace(style) : colours.panel;
    paint.lineWidth = 1.3;
    let next = chartArea.left + spacing * (0.35 + (style % 5) * 0.16);
    for (const point of data as readonly { x: number; y: number }[]) {
      const x = place.x(point.x);
      if (data.length > FEW_POINTS && x < next) continue;
      const y = place.y(point.y);
      if (!Number.isFinite(y) || x < chartArea.left) continue;
      const shape = new Path2D(markerPath(look.marker, x, y));
      paint.fill(shape);
      paint.stroke(shape);
      next = x + spacing;
    }
  });
}

/** What labels must not cover: points of the traces, found once for all labels of a picture, and the labels before. */
interface Ground {
  readonly taken: Box[];
  points: readonly { readonly x: number; readonly y: number }[] | null;
}

function pointsOf(chart: ChartJs): { x: number; y: number }[] {
  const place = placeOf(chart);
  return chart.data.datasets.flatMap(({ data }) => {
    const points = data as readonly { x: number; y: number }[];
    const step = Math.max(1, Math.floor(points.length / 400));
    return points.filter((_, index) => index % step === 0).map(({ x, y }) => ({ x: place.x(x), y: place.y(y) }));
  });
}

/** A label where it covers neither a trace nor another label. */
function paintLabel(
  chart: ChartJs,
  words: string,
  candidates: readonly Box[],
  around: Ground,
  colour: string,
  ground: string,
): void {
  around.points ??= pointsOf(chart);
  const box = placeLabel(candidates, chart.chartArea, around.points, around.taken);
  around.taken.push(box);
  const { ctx: paint } = chart;
  paint.font = `500 ${FONT}px Inter, 'Inter Variable', sans-serif`;
  paint.textAlign = 'left';
  paint.lineWidth = 3;
  paint.strokeStyle = ground;
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

function paintLimits(chart: ChartJs, spec: ChartSpec, colours: ChartColours, around: Ground): void {
  const { ctx: paint, chartArea } = chart;
  const place = placeOf(chart);
  for (const { direction, at, from, to, label, allowed } of spec.limits) {
    const horizontal = direction === 'horizontal';
    const left = horizontal ? Math.max(place.x(from), chartArea.left) : place.x(at);
    const right = horizontal ? Math.min(place.x(to), chartArea.right) : left;
    const y = horizontal ? place.y(at) : chartArea.bottom;
    const isInSight = right >= left && left <= chartArea.right && right >= chartArea.left && y >= chartArea.top - 1;
    if (!isInSight || y > chartArea.bottom + 1) continue;
    paint.strokeStyle = colours.limit;
    paint.lineWidth = 1.5;
    paint.setLineDash([]);
    paint.beginPath();
    paint.moveTo(left, y);
    paint.lineTo(right, horizontal ? y : chartArea.top);
    paint.stroke();
    const width = labelWidthPixels(label, FONT) + 4;
    const beside = allowed === 'below' ? [-10, 12] : [12, -10];
    const candidates = horizontal
      ? beside.flatMap((offset) => [boxAt(left + 4, y + offset, width), boxAt(right - width - 4, y + offset, width)])
      : [chartArea.bottom - 12, chartArea.top + 12].flatMap((middle) => [
          boxAt(left + 4, middle, width),
          boxAt(left - width - 4, middle, width),
        ]);
    paintLabel(chart, label, candidates, around, colours.limit, colours.panel);
  }
}

function paintMarks(chart: ChartJs, spec: ChartSpec, colours: ChartColours, around: Ground): void {
  const { ctx: paint } = chart;
  const place = placeOf(chart);
  for (const { x, y, label } of spec.marks) {
    const [atX, atY] = [place.x(x), place.y(y)];
    const { left, right, top, bottom } = chart.chartArea;
    if (atX < left || atX > right || atY < top || atY > bottom) continue;
    paint.beginPath();
    paint.arc(atX, atY, 3.5, 0, 2 * Math.PI);
    paint.fillStyle = colours.panel;
    paint.fill();
    paint.strokeStyle = colours.ink;
    paint.lineWidth = 1.6;
    paint.stroke();
    const width = labelWidthPixels(label, FONT) + 4;
    const starts = [atX + 8, atX - width - 8, atX - width / 2];
    const candidates = [14, -14, 28, -28, 42, -42].flatMap((offset) =>
      starts.map((start) => boxAt(Math.min(Math.max(start, left + 4), right - width - 4), atY + offset, width)),
    );
    paintLabel(chart, label, candidates, around, colours.ink, colours.panel);
  }
}

function paintAxisTitle({ ctx: paint }: ChartJs, { y }: ChartSpec, { ink2 }: ChartColours): void {
  paint.font = `500 ${FONT}px Inter, 'Inter Variable', sans-serif`;
  paint.textAlign = 'left';
  paint.fillStyle = ink2;
  paint.fillText(y.title, 0, FONT);
}

/** Draws with chart.js what it does not know: the title of the vertical axis; bands of ± U behind the traces; markers, published limits and judged figures over them. */
export function layersPlugin(spec: () => ChartSpec, colours: () => ChartColours): Plugin<'line'> {
  return {
    id: 'layers',
    beforeDatasetsDraw: (chart) => {
      paintAxisTitle(chart, spec(), colours());
      chart.ctx.save();
      clipTo(chart.ctx, chart.chartArea);
      paintBands(chart, spec(), colours());
      paintDense(chart, spec(), colours());
      chart.ctx.restore();
    },
    afterDatasetsDraw: (chart) => {
      const around: Ground = { taken: [], points: null };
      chart.ctx.save();
      clipTo(chart.ctx, chart.chartArea);
      chart.ctx.setLineDash([]);
      paintMarkers(chart, spec(), colours());
      paintLimits(chart, spec(), colours(), around);
      paintMarks(chart, spec(), colours(), around);
      chart.ctx.restore();
    },
  };
}
