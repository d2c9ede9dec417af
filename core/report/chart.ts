import { axisTicks, fractionAlong, type Axis } from './axis.ts';
import { decimateByColumn, type PixelPoint } from './decimate.ts';
import { escapeHtml } from './escapeHtml.ts';
import { densify, labelWidthPixels, placeLabel, type Box } from './labelPlacement.ts';
import { markerPath, TRACE_STYLES } from './traceStyle.ts';

export interface Trace {
  readonly label: string;
  /** Index into TRACE_STYLES. */
  readonly style: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** y ± U (k = 2), drawn as a band. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** A published limit: a line along x from `from` to `to` at `at` (or along y, when vertical). */
export interface Limit {
  readonly direction: 'horizontal' | 'vertical';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** On which side the allowed values lie; the label stands on the other. */
  readonly allowed: 'below' | 'above';
}

/** A judged figure's place on the chart. */
export interface PointMark {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly traces: readonly Trace[];
  readonly limits: readonly Limit[];
  readonly marks: readonly PointMark[];
}

const FONT = 10;
const MARGIN = { left: 40, right: 14, top: 18, bottom: 32 };
/** Further out than this nothing is drawn: keeps path numbers small; the clip cuts at the frame. */
const BEYOND = 4;

const pixels = (value: number): string => String(Math.round(value * 10) / 10);

interface Plot {
  readonly frame: Box;
  /** Pixel place, or null where the value cannot be shown (not finite, or not positive on a log axis). */
  place(x: number, y: number): PixelPoint | null;
}

function plotOf(chart: Chart): Plot {
  const frame: Box = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: chart.widthPixels - MARGIN.right,
    bottom: chart.heightPixels - MARGIN.bottom,
  };
  const clamp = (fraction: number) => Math.max(-BEYOND, Math.min(1 + BEYOND, fraction));
  return {
    frame,
    place(x, y) {
      const across = fractionAlong(chart.x, x);
      // Zero on a log axis lies below everything: drawn as leaving through the bottom, not as a gap.
      const up = chart.y.scale === 'log' && y === 0 ? -BEYOND : y === -Infinity ? -BEYOND : fractionAlong(chart.y, y);
      if (!Number.isFinite(across) || !Number.isFinite(up)) return null;
      return {
        x: frame.left + clamp(across) * (frame.right - frame.left),
        y: frame.bottom - clamp(up) * (frame.bottom - frame.top),
      };
    },
  };
}

/** Stretches of drawable points; a value that cannot be shown breaks the line. */
function stretches(plot: Plot, xs: readonly number[], ys: readonly number[]): PixelPoint[][] {
  const found: PixelPoint[][] = [];
  let current: PixelPoint[] = [];
  for (let index = 0; index < Math.min(xs.length, ys.length); index += 1) {
    const point = plot.place(xs[index], ys[index]);
    if (point !== null) current.push(point);
    else if (current.length > 0) {
      found.push(current);
      current = [];
    }
  }
  if (current.length > 0) found.push(current);
  return found.map(decimateByColumn);
}

const polyline = (points: readonly PixelPoint[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${pixels(x)} ${pixels(y)}`).join('');

function axisDrawing(chart: Chart, { frame }: Plot): string {
  const parts: string[] = [];
  for (const { at, label } of axisTicks(chart.x, frame.right - frame.left, 24)) {
    const x = pixels(frame.left + fractionAlong(chart.x, at) * (frame.right - frame.left));
    parts.push(
      `<path class="${label === null ? 'grid' : 'grid-label'}" d="M${x} ${pixels(frame.top)}V${pixels(frame.bottom)}"/>`,
    );
    if (label !== null)
      parts.push(`<text class="axis" x="${x}" y="${pixels(frame.bottom + 14)}" text-anchor="middle">${label}</text>`);
  }
  for (const { at, label } of axisTicks(chart.y, frame.bottom - frame.top, 11)) {
    const y = frame.bottom - fractionAlong(chart.y, at) * (frame.bottom - frame.top);
    parts.push(
      `<path class="${label === null ? 'grid' : 'grid-label'}" d="M${pixels(frame.left)} ${pixels(y)}H${pixels(frame.right)}"/>`,
    );
    if (label !== null) {
      parts.push(
        `<text class="axis" x="${pixels(frame.left - 6)}" y="${pixels(y + 3.5)}" text-anchor="end">${label}</text>`,
      );
    }
  }
  parts.push(
    `<path class="frame" d="M${pixels(frame.left)} ${pixels(frame.top)}H${pixels(frame.right)}V${pixels(frame.bottom)}H${pixels(frame.left)}Z"/>`,
    `<text class="axis-title" x="0" y="9">${escapeHtml(chart.y.title)}</text>`,
    `<text class="axis-title" x="${pixels(frame.right)}" y="${pixels(frame.bottom + 28)}" text-anchor="end">${escapeHtml(chart.x.title)}</text>`,
  );
  return parts.join('');
}

/** Where markers sit: on every measured point while there are few, else spread evenly across the drawing. */
function markerPlaces(points: readonly PixelPoint[], count: number, frame: Box, phase: number): PixelPoint[] {
  const visible = points.filter(
    ({ x, y }) => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom,
  );
  if (count <= 24) return visible;
  const places: PixelPoint[] = [];
  const spacing = (frame.right - frame.left) / 7;
  let next = frame.left + spacing * (0.35 + phase);
  for (const point of visible) {
    if (point.x < next) continue;
    places.push(point);
    next = point.x + spacing;
  }
  return places;
}

function traceDrawing(
  trace: Trace,
  plot: Plot,
  marked: boolean,
): { readonly drawing: string; readonly points: PixelPoint[] } {
  const style = TRACE_STYLES[trace.style % TRACE_STYLES.length];
  const lines = stretches(plot, trace.x, trace.y);
  const line = `<path class="trace ${style.className}" d="${lines.map(polyline).join('')}"/>`;
  const markers = (marked ? lines : [])
    .flatMap((points) => markerPlaces(points, trace.x.length, plot.frame, (trace.style % 4) * 0.2))
    .map(({ x, y }) => `<path class="marker ${style.className}" d="${markerPath(style.marker, x, y)}"/>`)
    .join('');
  return { drawing: line + markers, points: lines.flatMap((points) => densify(points, 3)) };
}

function bandDrawing(trace: Trace, plot: Plot): string {
  if (trace.band === undefined) return '';
  const style = TRACE_STYLES[trace.style % TRACE_STYLES.length];
  const { low, high } = trace.band;
  const top: PixelPoint[] = [];
  const bottom: PixelPoint[] = [];
  trace.x.forEach((x, index) => {
    const above = plot.place(x, high[index]);
    const below = plot.place(x, low[index]);
    if (above === null || below === null) return;
    top.push(above);
    bottom.push(below);
  });
  if (top.length < 2) return '';
  const outline = [...decimateByColumn(top), ...decimateByColumn(bottom).reverse()];
  return `<path class="band ${style.className}" d="${polyline(outline)}Z"/>`;
}

const boxAt = (left: number, middle: number, width: number): Box => ({
  left,
  right: left + width,
  top: middle - 7,
  bottom: middle + 6,
});

interface Labelled {
  readonly drawing: string;
  readonly box: Box;
}

const labelText = (className: string, label: string, box: Box): string =>
  `<text class="${className}" x="${pixels(box.left)}" y="${pixels(box.bottom - 2.5)}">${escapeHtml(label)}</text>`;

/** Both ends of a limit's line; empty where the axes cannot show it. */
function limitEnds({ direction, at, from, to }: Limit, plot: Plot): PixelPoint[] {
  const ends =
    direction === 'horizontal'
      ? [plot.place(from, at), plot.place(to, at)]
      : [plot.place(at, from), plot.place(at, to)];
  const shown = ends.filter((end) => end !== null);
  return shown.length === 2 ? shown : [];
}

function limitDrawing(
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
  const leader = far
    ? `<path class="leader limit" d="M${pixels(middle)} ${pixels(start.y)}V${pixels(box.top > start.y ? box.top : box.bottom)}"/>`
    : '';
  const drawing =
    `<path class="limit" d="M${pixels(start.x)} ${pixels(start.y)}L${pixels(end.x)} ${pixels(end.y)}"/>` +
    leader +
    labelText('limit-label', limit.label, box);
  return { drawing, box };
}

function markDrawing(
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
  const leader =
    gap > 12
      ? `<path class="leader" d="M${pixels(point.x)} ${pixels(point.y + (below ? 4 : -4))}V${pixels(below ? box.top : box.bottom)}"/>`
      : '';
  const drawing =
    leader +
    `<circle class="mark" cx="${pixels(point.x)}" cy="${pixels(point.y)}" r="3.2"/>` +
    labelText('mark-label', mark.label, box);
  return { drawing, box };
}

/**
 * A chart as an SVG element. Traces differ by line pattern and marker as well as by colour (one alone has no markers); limits are drawn over
 * them; labels are put where they cover neither traces nor each other.
 * @param id unique in the document: names the clip of this chart
 */
export function renderChart(chart: Chart, id: string): string {
  const plot = plotOf(chart);
  const { frame } = plot;
  const traces = chart.traces.map((trace) => traceDrawing(trace, plot, chart.traces.length > 1));
  const obstacles = traces.flatMap(({ points }) => points);
  const taken: Box[] = [];
  const labelled: string[] = [];
  const keep = (made: Labelled | null) => {
    if (made === null) return;
    labelled.push(made.drawing);
    taken.push(made.box);
  };
  for (const limit of chart.limits) obstacles.push(...densify(limitEnds(limit, plot), 3));
  for (const limit of chart.limits) keep(limitDrawing(limit, plot, obstacles, taken));
  for (const mark of chart.marks) keep(markDrawing(mark, plot, obstacles, taken));
  const clip = `<clipPath id="${id}"><rect x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}"/></clipPath>`;
  const size = `viewBox="0 0 ${chart.widthPixels} ${chart.heightPixels}" width="${chart.widthPixels}" height="${chart.heightPixels}"`;
  const summary = `${chart.title}: ${chart.traces.map(({ label }) => label).join('; ')}. ${chart.y.title} against ${chart.x.title}.`;
  return (
    `<svg class="chart" ${size} role="img" aria-label="${escapeHtml(summary)}"><defs>${clip}</defs>` +
    axisDrawing(chart, plot) +
    `<g clip-path="url(#${id})">` +
    chart.traces.map((trace) => bandDrawing(trace, plot)).join('') +
    traces.map(({ drawing }) => drawing).join('') +
    `</g>${labelled.join('')}</svg>`
  );
}
