import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { drawChart, type ChartDrawing } from './chartDrawing.ts';
import { wholeView, type ChartSpec, type View } from './chartSpec.ts';
import { readColours } from './chartColours.ts';
import { openTraceDesk, type TraceDesk } from './traceDesk.ts';
import { shareOf, valueAt } from './viewMoves.ts';

/** The cursor: where it stands, and each trace's nearest point as soon as it is known. */
export interface Cursor {
  readonly x: number;
  readonly points: readonly ({ readonly x: number; readonly y: number } | null)[];
}

interface ChartParts {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly overlay: RefObject<HTMLCanvasElement | null>;
}

export interface ChartHandle {
  readonly view: View;
  readonly cursor: Cursor | null;
  /** Shown pictures of the chart so far: tells that a view has arrived on the screen. */
  readonly drawn: number;
  readonly setView: (view: View) => void;
  /** Share of the frame's width, 0 to 1; null takes the cursor away. */
  readonly moveCursor: (share: number | null) => void;
  /** Draws a box from one place of the frame to another (shares), or none. */
  readonly showBox: (box: readonly [x0: number, y0: number, x1: number, y1: number] | null) => void;
  /** Shares of the frame at a place of the canvas, pixels. */
  readonly sharesAt: (pixelX: number, pixelY: number) => readonly [number, number];
  readonly redraw: () => void;
}

/** Fits the overlay to the canvas below it and empties it. */
function freshOverlay(overlay: HTMLCanvasElement): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio;
  const [width, height] = [Math.round(overlay.clientWidth * ratio), Math.round(overlay.clientHeight * ratio)];
  if (overlay.width !== width || overlay.height !== height) {
    overlay.width = width;
    overlay.height = height;
  }
  const paint = overlay.getContext('2d')!;
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, overlay.clientWidth, overlay.clientHeight);
  return paint;
}

/** A chart at work: its worker, its drawing, its view and its cursor. The cursor lies on a canvas of its own, so that moving it redraws nothing else. */
export function useChart(spec: ChartSpec, { canvas, overlay }: ChartParts): ChartHandle {
  const [view, setViewState] = useState(() => wholeView(spec));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [drawn, setDrawn] = useState(0);
  const desk = useRef<TraceDesk | null>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const current = useRef({ spec, view });
  const cursorX = useRef<number | null>(null);
  current.current = { spec, view };

  const paintCursor = useCallback(() => {
    const layer = overlay.current;
    const frame = drawing.current?.frame;
    if (layer === null || frame === undefined) return;
    const paint = freshOverlay(layer);
    if (cursorX.current === null) return;
    const { spec: shown, view: seen } = current.current;
    const share = shareOf(shown.x.scale, seen.x, cursorX.current);
    if (!(share >= 0 && share <= 1)) return;
    const x = Math.round(frame.left + share * frame.width) + 0.5;
    paint.strokeStyle = readColours(layer).ink2;
    paint.setLineDash([2, 3]);
    paint.beginPath();
    paint.moveTo(x, frame.top);
    paint.lineTo(x, frame.top + frame.height);
    paint.stroke();
  }, [overlay]);

  const redraw = useCallback(() => {
    const element = canvas.current;
    const open = desk.current;
    if (element === null || open === null) return;
    const { spec: wanted, view: seen } = current.current;
    const columns = Math.max(50, Math.round(drawing.current?.frame.width ?? element.clientWidth));
    void open.view({ ...wanted.x, from: seen.x[0], to: seen.x[1] }, columns).then((traces) => {
      if (traces === null || desk.current !== open) return;
      drawing.current ??= drawChart(element, wanted, () => readColours(element));
      drawing.current.show(wanted, current.current.view, traces);
      paintCursor();
      setDrawn((before) => before + 1);
    });
  }, [canvas, paintCursor]);

  // Other traces: another worker, the whole chart in sight again.
  useEffect(() => {
    const opened = openTraceDesk(spec.traces);
    desk.current = opened;
    cursorX.current = null;
    setCursor(null);
    setViewState(wholeView(spec));
    return () => {
      opened.close();
      desk.current = null;
    };
  }, [spec]);
  useEffect(redraw, [redraw, spec, view]);
  useEffect(
    () => () => {
      drawing.current?.close();
      drawing.current = null;
    },
    [],
  );
  // Another size or another theme: the same view, drawn anew.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const size = new ResizeObserver(redraw);
    size.observe(element);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
    };
  }, [canvas, redraw]);

  const moveCursor = useCallback(
    (share: number | null) => {
      const { spec: shown, view: seen } = current.current;
      cursorX.current = share === null ? null : valueAt(shown.x.scale, seen.x, Math.min(1, Math.max(0, share)));
      paintCursor();
      const x = cursorX.current;
      if (x === null) {
        setCursor(null);
        return;
      }
      void desk.current?.values(x).then((points) => {
        if (points !== null && cursorX.current === x) setCursor({ x, points });
      });
    },
    [paintCursor],
  );

  const showBox = useCallback(
    (box: readonly [number, number, number, number] | null) => {
      paintCursor();
      const layer = overlay.current;
      const frame = drawing.current?.frame;
      if (box === null || layer === null || frame === undefined) return;
      const paint = layer.getContext('2d')!;
      const [x0, y0, x1, y1] = box;
      const { ink2 } = readColours(layer);
      const rectangle = [
        frame.left + Math.min(x0, x1) * frame.width,
        frame.top + (1 - Math.max(y0, y1)) * frame.height,
        Math.abs(x1 - x0) * frame.width,
        Math.abs(y1 - y0) * frame.height,
      ] as const;
      paint.setLineDash([]);
      paint.strokeStyle = ink2;
      paint.strokeRect(...rectangle);
    },
    [overlay, paintCursor],
  );

  const sharesAt = useCallback((pixelX: number, pixelY: number): readonly [number, number] => {
    const frame = drawing.current?.frame;
    if (frame === undefined) return [0, 0];
    return [(pixelX - frame.left) / frame.width, 1 - (pixelY - frame.top) / frame.height];
  }, []);

  return { view, cursor, drawn, setView: setViewState, moveCursor, showBox, sharesAt, redraw };
}
