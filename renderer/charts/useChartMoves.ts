import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { wholeView, type ChartSpec } from './chartSpec.ts';
import type { ChartHandle } from './useChart.ts';
import { panned, shareOf, viewBetween, zoomed } from './viewMoves.ts';

const WHEEL_FACTOR = 1.25;
const KEY_FACTOR = 1.5;
const STEP = 0.01;
const LONG_STEP = 0.1;
/** A drag shorter than this is a click, pixels. */
const LEAST_DRAG = 6;

interface Drag {
  readonly pans: boolean;
  readonly startX: number;
  readonly startY: number;
  lastX: number;
  lastY: number;
}

const inFrame = (share: number): number => Math.min(1, Math.max(0, share));

/** Mouse, wheel and keys on a chart: a drag zooms into its box, with Shift it pans; the wheel zooms about the pointer; keys do all of it, too. */
export function useChartMoves(spec: ChartSpec, chart: ChartHandle, area: RefObject<HTMLDivElement | null>) {
  const drag = useRef<Drag | null>(null);
  const latest = useRef({ spec, chart });
  latest.current = { spec, chart };

  // React's own wheel handlers are passive: the page would scroll under the zoom.
  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { spec: shown, chart: handle } = latest.current;
      const [x, y] = handle.sharesAt(event.offsetX, event.offsetY);
      const factor = event.deltaY < 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR;
      handle.setView(zoomed(shown, handle.view, factor, inFrame(x), event.shiftKey ? inFrame(y) : null));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [area]);

  const placeOf = (event: PointerEvent<HTMLDivElement>): readonly [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button > 1) return;
    const [x, y] = placeOf(event);
    drag.current = { pans: event.shiftKey || event.button === 1, startX: x, startY: y, lastX: x, lastY: y };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const [x, y] = placeOf(event);
    const [shareX, shareY] = chart.sharesAt(x, y);
    const held = drag.current;
    if (held === null) {
      chart.moveCursor(shareX >= 0 && shareX <= 1 ? shareX : null);
      return;
    }
    if (held.pans) {
      const [lastX, lastY] = chart.sharesAt(held.lastX, held.lastY);
      chart.setView(panned(spec, chart.view, lastX - shareX, lastY - shareY));
    } else {
      const [startX, startY] = chart.sharesAt(held.startX, held.startY);
      chart.showBox([inFrame(startX), inFrame(startY), inFrame(shareX), inFrame(shareY)]);
    }
    held.lastX = x;
    held.lastY = y;
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current;
    drag.current = null;
    chart.showBox(null);
    if (held === null || held.pans) return;
    const [x, y] = placeOf(event);
    if (Math.abs(x - held.startX) < LEAST_DRAG || Math.abs(y - held.startY) < LEAST_DRAG) return;
    const [x0, y0] = chart.sharesAt(held.startX, held.startY).map(inFrame);
    const [x1, y1] = chart.sharesAt(x, y).map(inFrame);
    chart.setView(
      viewBetween(spec, chart.view, [Math.min(x0, x1), Math.max(x0, x1)], [Math.min(y0, y1), Math.max(y0, y1)]),
    );
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const { view } = chart;
    const at = chart.cursor === null ? 0.5 : shareOf(spec.x.scale, view.x, chart.cursor.x);
    const step = event.shiftKey ? LONG_STEP : STEP;
    const byKey: Readonly<Partial<Record<string, () => void>>> = event.ctrlKey
      ? {
          ArrowLeft: () => chart.setView(panned(spec, view, -LONG_STEP, 0)),
          ArrowRight: () => chart.setView(panned(spec, view, LONG_STEP, 0)),
          ArrowUp: () => chart.setView(panned(spec, view, 0, LONG_STEP)),
          ArrowDown: () => chart.setView(panned(spec, view, 0, -LONG_STEP)),
        }
      : {
          ArrowLeft: () => chart.moveCursor(at - step),
          ArrowRight: () => chart.moveCursor(at + step),
          Home: () => chart.moveCursor(0),
          End: () => chart.moveCursor(1),
          '+': () => chart.setView(zoomed(spec, view, KEY_FACTOR, inFrame(at), null)),
          '-': () => chart.setView(zoomed(spec, view, 1 / KEY_FACTOR, inFrame(at), null)),
          '0': () => chart.setView(wholeView(spec)),
        };
    const action = byKey[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onKeyDown,
    onPointerLeave: () => {
      if (drag.current === null) chart.moveCursor(null);
    },
    onDoubleClick: () => {
      chart.setView(wholeView(spec));
    },
  };
}
