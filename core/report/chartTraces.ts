import type { Trace } from './chart.ts';
import type { Plot } from './chartPlot.ts';
import { decimateByColumn, type PixelPoint } from './decimate.ts';
import { densify, type Box } from './labelPlacement.ts';
import { pixels, type SceneElement } from './scene.ts';
import { markerPath, TRACE_STYLES } from './traceStyle.ts';

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

/** A trace with its markers, and its points as obstacles for labels. */
export function traceElements(
  trace: Trace,
  plot: Plot,
  marked: boolean,
): { readonly elements: SceneElement[]; readonly points: PixelPoint[] } {
  const style = TRACE_STYLES[trace.style % TRACE_STYLES.length];
  const lines = stretches(plot, trace.x, trace.y);
  const line: SceneElement = {
    kind: 'path',
    className: `trace ${style.className}`,
    d: lines.map(polyline).join(''),
  };
  const markers = (marked ? lines : [])
    .flatMap((points) => markerPlaces(points, trace.x.length, plot.frame, (trace.style % 4) * 0.2))
    .map(({ x, y }): SceneElement => ({
      kind: 'path',
      className: `marker ${style.className}`,
      d: markerPath(style.marker, x, y),
    }));
  return { elements: [line, ...markers], points: lines.flatMap((points) => densify(points, 3)) };
}

/** The band of y ± U; nothing where a trace has none. */
export function bandElements(trace: Trace, plot: Plot): SceneElement[] {
  if (trace.band === undefined) return [];
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
  if (top.length < 2) return [];
  const outline = [...decimateByColumn(top), ...decimateByColumn(bottom).reverse()];
  return [{ kind: 'path', className: `band ${style.className}`, d: `${polyline(outline)}Z` }];
}
