import type { Frame } from './sheet.ts';

/** Two corners of a box in a frame: shares of its width and height. */
export type Corners = readonly [x0: number, y0: number, x1: number, y1: number];

function freshPaint(layer: HTMLCanvasElement): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio;
  const [width, height] = [Math.round(layer.clientWidth * ratio), Math.round(layer.clientHeight * ratio)];
  if (layer.width !== width || layer.height !== height) {
    layer.width = width;
    layer.height = height;
  }
  const paint = layer.getContext('2d')!;
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, layer.clientWidth, layer.clientHeight);
  return paint;
}

/**
 * Paints cursor and zoom box on a canvas of their own, so that moving them redraws nothing else.
 * @param share of the frame's width at which the cursor stands; null or outside 0 to 1: none
 */
export function paintOverlay(
  layer: HTMLCanvasElement,
  { left, top, width, height }: Frame,
  share: number | null,
  box: Corners | null,
): void {
  const paint = freshPaint(layer);
  paint.strokeStyle = getComputedStyle(layer).getPropertyValue('--ink-2');
  if (box !== null) {
    const [x0, y0, x1, y1] = box;
    paint.strokeRect(
      left + Math.min(x0, x1) * width,
      top + (1 - Math.max(y0, y1)) * height,
      Math.abs(x1 - x0) * width,
      Math.abs(y1 - y0) * height,
    );
  }
  if (share === null || !(share >= 0 && share <= 1)) return;
  const x = Math.round(left + share * width) + 0.5;
  paint.setLineDash([2, 3]);
  paint.beginPath();
  paint.moveTo(x, top);
  paint.lineTo(x, top + height);
  paint.stroke();
  paint.setLineDash([]);
}
