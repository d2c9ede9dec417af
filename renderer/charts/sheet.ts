import type { Axis } from '../../core/report/axis.ts';
import type { ChartColours } from './chartColours.ts';
import type { View } from './chartSpec.ts';

/** The part of a canvas that holds the traces, pixels of the page. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a chart's traces lie and how they look: everything but their points. Plain data, so that a worker can be told of it. */
export interface Sheet {
  readonly frame: Frame;
  readonly scales: { readonly x: Axis['scale']; readonly y: Axis['scale'] };
  readonly view: View;
  /** Index of each trace's look. */
  readonly styles: readonly number[];
  readonly colours: ChartColours;
}

/** Pixels at which values lie. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** How far beyond the frame a point is still drawn, in heights of the frame: minus infinity leaves through the bottom. */
const BEYOND = 4;

function along(scale: Axis['scale'], [from, to]: readonly [number, number], start: number, length: number) {
  if (scale === 'linear') return (value: number) => start + (length * (value - from)) / (to - from);
  const origin = Math.log(from);
  const perLog = length / Math.log(to / from);
  return (value: number) => start + perLog * (Math.log(value) - origin);
}

/** Where the values of a sheet's traces lie; a y that is not a number has no place. */
export function placeOn({ frame, scales, view }: Pick<Sheet, 'frame' | 'scales' | 'view'>): Place {
  const { left, top, width, height } = frame;
  const y = along(scales.y, view.y, top + height, -height);
  const lowest = top + (1 + BEYOND) * height;
  return { x: along(scales.x, view.x, left, width), y: (value) => Math.min(y(value), lowest) };
}

export function clipToFrame(paint: CanvasPaint, { left, top, width, height }: Frame): void {
  paint.beginPath();
  paint.rect(left, top, width, height);
  paint.clip();
}

/** A canvas of the page or of a worker. */
export type CanvasPaint = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
