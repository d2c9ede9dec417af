import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { readColours } from './chartColours.ts';
import { drawChart, type ChartDrawing } from './chartDrawing.ts';
import { wholeView, type ChartSpec, type View } from './chartSpec.ts';
import { paintOverlay, type Corners } from './overlayLayer.ts';
import { openTraceDesk, type TraceDesk } from './traceDesk.ts';
import { shareOf, valueAt } from './viewMoves.ts';
import { watchLook } from './watchLook.ts';

/** The cursor: where it stands, and each trace's nearest point as soon as it is known. */
export interface Cursor {
  readonly x: number;
  readonly points: readonly ({ readonly x: number; readonly y: number } | null)[];
}

/** The canvases of a chart: what is drawn, and the cursor over it. */
export interface ChartParts {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly overlay: RefObject<HTMLCanvasElement | null>;
}

/** What mouse, wheel and keys do with a chart. */
export interface ChartHandle {
  readonly view: View;
  readonly cursor: Cursor | null;
  readonly setView: (view: View) => void;
  /** Share of the frame's width, 0 to 1; null takes the cursor away. */
  readonly moveCursor: (share: number | null) => void;
  /** Draws a box from one place of the frame to another (shares), or none. */
  readonly showBox: (box: Corners | null) => void;
  /** Shares of the frame at a place of the canvas, pixels. */
  readonly sharesAt: (pixelX: number, pixelY: number) => readonly [number, number];
}

interface CursorParts {
  readonly overlay: ChartParts['overlay'];
  readonly drawing: RefObject<ChartDrawing | null>;
  readonly shown: RefObject<{ readonly spec: ChartSpec; readonly view: View }>;
  /** The cursor stands elsewhere: its values are wanted. */
  readonly onMove: (x: number | null) => void;
}

/** A chart's cursor and zoom box, on a canvas of their own. */
export function useCursorLayer({ overlay, drawing, shown, onMove }: CursorParts) {
  const cursorX = useRef<number | null>(null);
  const paint = useCallback(
    (box: Corners | null = null) => {
      const layer = overlay.current;
      const frame = drawing.current?.frame;
      if (layer === null || frame === undefined) return;
      const { spec, view } = shown.current;
      const share = cursorX.current === null ? null : shareOf(spec.x.scale, view.x, cursorX.current);
      paintOverlay(layer, frame, share, box);
    },
    [overlay, drawing, shown],
  );
  const moveCursor = useCallback(
    (share: number | null) => {
      const { spec, view } = shown.current;
      cursorX.current = share === null ? null : valueAt(spec.x.scale, view.x, Math.min(1, Math.max(0, share)));
      paint();
      onMove(cursorX.current);
    },
    [paint, onMove, shown],
  );
  const sharesAt = useCallback(
    (pixelX: number, pixelY: number): readonly [number, number] => {
      const frame = drawing.current?.frame;
      if (frame === undefined) return [0, 0];
      return [(pixelX - frame.left) / frame.width, 1 - (pixelY - frame.top) / frame.height];
    },
    [drawing],
  );
  return { cursorX, paint, moveCursor, sharesAt };
}

/** A chart at work: its worker, its drawing, its view and its cursor. */
export function useChart(spec: ChartSpec, { canvas, overlay }: ChartParts): ChartHandle & { readonly drawn: number } {
  const [view, setView] = useState(() => wholeView(spec));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  /** Pictures shown so far: tells that a view has arrived on the screen. */
  const [drawn, setDrawn] = useState(0);
  const desk = useRef<TraceDesk | null>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const shown = useRef({ spec, view });
  shown.current = { spec, view };
  const wanted = useRef<number | null>(null);
  const onMove = useCallback((x: number | null) => {
    wanted.current = x;
    if (x === null) {
      setCursor(null);
      return;
    }
    void desk.current?.values(x).then((points) => {
      if (points !== null && wanted.current === x) setCursor({ x, points });
    });
  }, []);
  const { cursorX, paint, moveCursor, sharesAt } = useCursorLayer({ overlay, drawing, shown, onMove });

  const redraw = useCallback(() => {
    const element = canvas.current;
    const open = desk.current;
    if (element === null || open === null) return;
    const { spec: asked, view: seen } = shown.current;
    const columns = Math.max(50, Math.round(drawing.current?.frame.width ?? element.clientWidth));
    void open.view({ ...asked.x, from: seen.x[0], to: seen.x[1] }, columns).then((traces) => {
      if (traces === null || desk.current !== open) return;
      const colours = readColours(element);
      drawing.current ??= drawChart(element, asked, colours);
      drawing.current.show({ spec: asked, view: shown.current.view, colours, traces });
      paint();
      setDrawn((before) => before + 1);
    });
  }, [canvas, paint]);

  // Other traces: another worker, the whole chart in sight again.
  useEffect(() => {
    const opened = openTraceDesk(spec.traces);
    desk.current = opened;
    cursorX.current = null;
    setCursor(null);
    setView(wholeView(spec));
    return () => {
      opened.close();
      desk.current = null;
    };
  }, [spec, cursorX]);
  useEffect(redraw, [redraw, spec, view]);
  useEffect(
    () => () => {
      drawing.current?.close();
      drawing.current = null;
    },
    [],
  );
  useEffect(() => (canvas.current === null ? undefined : watchLook(canvas.current, redraw)), [canvas, redraw]);

  return { view, cursor, drawn, setView, moveCursor, showBox: paint, sharesAt };
}
