import { fractionAlong } from './axis.ts';
import type { Chart, Limit } from './chart.ts';
import type { PixelPoint } from './decimate.ts';
import type { Box } from './labelPlacement.ts';

/** Space around the frame, pixels. */
export const MARGIN = { left: 40, right: 14, top: 18, bottom: 32 };
/** Further out than this nothing is drawn: keeps path numbers small; the clip cuts at the frame. */
const BEYOND = 4;

/** Where values lie on a chart. */
export interface Plot {
  readonly frame: Box;
  /** Pixel place, or null where the value cannot be shown (not finite, or not positive on a log axis). */
  place(x: number, y: number): PixelPoint | null;
}

export function plotOf(chart: Chart): Plot {
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

/** Both ends of a limit's line; empty where the axes cannot show it. */
export function limitEnds({ direction, at, from, to }: Limit, plot: Plot): PixelPoint[] {
  const ends =
    direction === 'horizontal'
      ? [plot.place(from, at), plot.place(to, at)]
      : [plot.place(at, from), plot.place(at, to)];
  const shown = ends.filter((end) => end !== null);
  return shown.length === 2 ? shown : [];
}
