import { useCallback, useEffect, useRef, useState } from 'react';
import { readColours } from '../../charts/chartColours.ts';
import { drawChart, sheetOf, type ChartDrawing } from '../../charts/chartDrawing.ts';
import { wholeView, type ChartSpec, type View } from '../../charts/chartSpec.ts';
import type { Points } from '../../charts/minMax.ts';
import { openTraceLayer, type LivePicture, type TraceLayer } from '../../charts/traceLayer.ts';
import { useCursorLayer, type ChartHandle, type ChartParts, type Cursor } from '../../charts/useChart.ts';
import { watchLook } from '../../charts/watchLook.ts';

/** Cursor values that change faster cannot be read. */
const CURSOR_MS = 200;

function nearest(points: Points, x: number): { x: number; y: number } | null {
  let low = 0;
  let high = points.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[2 * middle] < x) low = middle + 1;
    else high = middle;
  }
  // The higher of the two points of a column is the one that is looked for
  let best: { x: number; y: number } | null = null;
  for (let index = Math.max(0, low - 2); index < Math.min(points.length / 2, low + 2); index++) {
    const at = { x: points[2 * index], y: points[2 * index + 1] };
    const nearer = best === null || Math.abs(at.x - x) < Math.abs(best.x - x);
    if (nearer || (at.x === best?.x && at.y > best.y)) best = at;
  }
  return best;
}

interface LiveChartHandle extends ChartHandle {
  readonly show: (picture: LivePicture) => void;
  /** The chart as it is in sight, with the points of the newest picture. */
  readonly read: () => ChartSpec;
  /** What it is drawn on, the lowest first. */
  readonly canvases: () => readonly HTMLCanvasElement[];
}

/**
 * A chart whose traces come anew many times a second, thinned already: its axes are drawn when they change, its traces by a worker.
 * @param spec traces without points; another object is another chart of the same view
 */
export function useLiveChart(spec: ChartSpec, { canvas, overlay }: ChartParts): LiveChartHandle {
  const [view, setView] = useState<View>(() => wholeView(spec));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const layer = useRef<TraceLayer | null>(null);
  const picture = useRef<LivePicture>({ traces: [], marks: [] });
  const cursorReadAt = useRef(0);
  const shown = useRef({ spec, view });
  shown.current = { spec, view };

  const onMove = useCallback((x: number | null) => {
    cursorReadAt.current = performance.now();
    setCursor(x === null ? null : { x, points: picture.current.traces.map((points) => nearest(points, x)) });
  }, []);
  const { cursorX, paint, moveCursor, sharesAt } = useCursorLayer({ overlay, drawing, shown, onMove });

  const drawAxes = useCallback(() => {
    const element = canvas.current;
    if (element === null) return;
    const colours = readColours(element);
    const now = { ...shown.current, colours };
    drawing.current ??= drawChart(element, now.spec, colours);
    drawing.current.show({ ...now, traces: [] });
    layer.current?.setSheet(sheetOf(drawing.current.frame, now));
    paint();
  }, [canvas, paint]);

  useEffect(() => {
    const [element, top] = [canvas.current, overlay.current];
    if (element === null || top === null) return undefined;
    let painted = 0;
    const opened = openTraceLayer(top, () => {
      painted += 1;
      // On the canvas itself: telling React of each would cost as much as drawing it
      element.dataset['drawn'] = String(painted);
    });
    layer.current = opened;
    const close = watchLook(element, drawAxes);
    return () => {
      close();
      opened.close();
      layer.current = null;
      drawing.current?.close();
      drawing.current = null;
    };
  }, [canvas, overlay, drawAxes]);
  useEffect(drawAxes, [drawAxes, spec, view]);

  const show = useCallback(
    (next: LivePicture) => {
      picture.current = next;
      layer.current?.show(next);
      if (cursorX.current !== null && performance.now() - cursorReadAt.current > CURSOR_MS) onMove(cursorX.current);
    },
    [cursorX, onMove],
  );
  const read = useCallback((): ChartSpec => {
    const { traces } = picture.current;
    const column = (points: Points, offset: 0 | 1) =>
      Float64Array.from({ length: points.length / 2 }, (_, index) => points[2 * index + offset]);
    return {
      ...shown.current.spec,
      traces: shown.current.spec.traces.map((trace, index) =>
        index < traces.length ? { ...trace, x: column(traces[index], 0), y: column(traces[index], 1) } : trace,
      ),
    };
  }, []);
  const canvases = useCallback(
    () => [canvas.current, layer.current?.canvas].filter((each) => each instanceof HTMLCanvasElement),
    [canvas],
  );
  return { view, cursor, setView, moveCursor, showBox: paint, sharesAt, show, read, canvases };
}
