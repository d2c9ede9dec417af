import type { PixelPoint } from './decimate.ts';

/** A rectangle of a drawing, pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Mean width of a letter of the chart font, as a share of its size; on the wide side so that labels never touch. */
const LETTER_WIDTH_SHARE = 0.57;

/** Estimated width of a label, pixels: text cannot be measured here. */
export const labelWidthPixels = (text: string, fontPixels: number): number =>
  text.length * fontPixels * LETTER_WIDTH_SHARE;

/** Points of a polyline with steps of at most `stepPixels`, so that a long straight stretch counts as an obstacle. */
export function densify(points: readonly PixelPoint[], stepPixels: number): PixelPoint[] {
  const dense: PixelPoint[] = [];
  points.forEach((point, index) => {
    if (index > 0) {
      const before = points[index - 1];
      const parts = Math.min(1000, Math.ceil(Math.hypot(point.x - before.x, point.y - before.y) / stepPixels));
      for (let part = 1; part < parts; part += 1) {
        const share = part / parts;
        dense.push({ x: before.x + (point.x - before.x) * share, y: before.y + (point.y - before.y) * share });
      }
    }
    dense.push(point);
  });
  return dense;
}

const overlap = (first: Box, second: Box): boolean =>
  first.left < second.right && second.left < first.right && first.top < second.bottom && second.top < first.bottom;

/**
 * The first candidate with the fewest collisions: inside the frame, off the traces, off other labels.
 * @param candidates best-liked first; at least one
 */
export function placeLabel(
  candidates: readonly Box[],
  frame: Box,
  obstacles: readonly PixelPoint[],
  taken: readonly Box[],
): Box {
  let best = candidates[0];
  let fewest = Infinity;
  for (const box of candidates) {
    const outside =
      box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
    const onTrace = obstacles.filter(
      ({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom,
    ).length;
    const collisions = onTrace + taken.filter((other) => overlap(box, other)).length * 50 + (outside ? 1000 : 0);
    if (collisions < fewest) {
      best = box;
      fewest = collisions;
    }
  }
  return best;
}
