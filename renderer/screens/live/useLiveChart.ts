import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { PointMark } from '../../../core/report/chart.ts';
import { readColours, type ChartColours } from '../../charts/chartColours.ts';
import { drawChart, type ChartDrawing } from '../../charts/chartDrawing.ts';
import { wholeView, type ChartSpec, type View } from '../../charts/chartSpec.ts';
import type { Points } from '../../charts/minMax.ts';
import type { ChartHandle, Cursor } from '../../charts/useChart.ts';
import { shareOf, valueAt } from '../../charts/viewMoves.ts';

/** What is drawn at one moment: the points of each trace of the spec, thinned already. */
export interface LivePicture {
  readonly traces: readonly Points[];
  readonly marks: readonly PointMark[];
}

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

/**
 * A chart whose traces come anew many times a second: drawn once for each frame of the screen at most, without a worker, because what comes is thinned already.
 * @param spec traces without points; another object is another chart of the same view
 */
export function useLiveChart(
  spec: ChartSpec,
  canvas: RefObject<HTMLCanvasElement | null>,
  overlay: RefObject<HTMLCanvasElement | null>,
): ChartHandle & { readonly show: (picture: LivePicture) => void } {
  const [view, setViewState] = useState<View>(() => wholeView(spec));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const colours = useRef<ChartColours | null>(null);
  const picture = useRef<LivePicture>({ traces: [], marks: [] });
  const waiting = useRef<number | null>(null);
  const cursorX = useRef<number | null>(null);
  const cursorReadAt = useRef(0);
  /** Pictures shown so far; on the canvas itself, because telling React of each would cost as much as drawing it. */
  const drawn = useRef(0);
  const current = useRef({ spec, view });
  current.current = { spec, view };

  const paintCursor = useCallback(
    (box: readonly [number, number, number, number] | null = null) => {
      const layer = overlay.current;
      const frame = drawing.current?.frame;
      if (layer === null || frame === undefined) return;
      const ratio = window.devicePixelRatio;
      const [width, height] = [Math.round(layer.clientWidth * ratio), Math.round(layer.clientHeight * ratio)];
      if (layer.width !== width) layer.width = width;
      if (layer.height !== height) layer.height = height;
      const paint = layer.getContext('2d')!;
      paint.setTransform(ratio, 0, 0, ratio, 0, 0);
      paint.clearRect(0, 0, layer.clientWidth, layer.clientHeight);
      paint.strokeStyle = colours.current?.ink2 ?? '';
      paint.setLineDash([]);
      if (box !== null) {
        const [x0, y0, x1, y1] = box;
        paint.strokeRect(
          frame.left + Math.min(x0, x1) * frame.width,
          frame.top + (1 - Math.max(y0, y1)) * frame.height,
          Math.abs(x1 - x0) * frame.width,
          Math.abs(y1 - y0) * frame.height,
        );
      }
      if (cursorX.current === null) return;
      const share = shareOf(current.current.spec.x.scale, current.current.view.x, cursorX.current);
      if (!(share >= 0 && share <= 1)) return;
      const x = Math.round(frame.left + share * frame.width) + 0.5;
      paint.setLineDash([2, 3]);
      paint.beginPath();
      paint.moveTo(x, frame.top);
      paint.lineTo(x, frame.top + frame.height);
      paint.stroke();
    },
    [overlay],
  );

  const readCursor = useCallback(() => {
    const x = cursorX.current;
    cursorReadAt.current = performance.now();
    setCursor(x === null ? null : { x, points: picture.current.traces.map((points) => nearest(points, x)) });
  }, []);

  const redraw = useCallback(() => {
    waiting.current ??= requestAnimationFrame(() => {
      waiting.current = null;
      const element = canvas.current;
      if (element === null) return;
      const { spec: wanted, view: seen } = current.current;
      colours.current ??= readColours(element);
      const { traces, marks } = picture.current;
      drawing.current ??= drawChart(element, wanted, () => colours.current!);
      drawing.current.show({ ...wanted, marks }, seen, traces);
      drawn.current += 1;
      element.dataset['drawn'] = String(drawn.current);
      paintCursor();
      if (cursorX.current !== null && performance.now() - cursorReadAt.current > CURSOR_MS) readCursor();
    });
  }, [canvas, paintCursor, readCursor]);

  useEffect(redraw, [redraw, spec, view]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const size = new ResizeObserver(redraw);
    size.observe(element);
    const theme = new MutationObserver(() => {
      colours.current = null;
      redraw();
    });
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      if (waiting.current !== null) cancelAnimationFrame(waiting.current);
      waiting.current = null;
      drawing.current?.close();
      drawing.current = null;
    };
  }, [canvas, redraw]);

  const show = useCallback(
    (next: LivePicture) => {
      picture.current = next;
      redraw();
    },
    [redraw],
  );
  const moveCursor = useCallback(
    (share: number | null) => {
      const { spec: shown, view: seen } = current.current;
      cursorX.current = share === null ? null : valueAt(shown.x.scale, seen.x, Math.min(1, Math.max(0, share)));
      paintCursor();
      readCursor();
    },
    [paintCursor, readCursor],
  );
  const sharesAt = useCallback((pixelX: number, pixelY: number): readonly [number, number] => {
    const frame = drawing.current?.frame;
    if (frame === undefined) return [0, 0];
    return [(pixelX - frame.left) / frame.width, 1 - (pixelY - frame.top) / frame.height];
  }, []);
  return {
    view,
    cursor,
    drawn: drawn.current,
    setView: setViewState,
    moveCursor,
    showBox: paintCursor,
    sharesAt,
    redraw,
    show,
  };
}
