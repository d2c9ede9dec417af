/** A point of a drawing, pixels. */
export interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Thins a drawn curve to at most four points in each pixel column (first, lowest, highest, last, in their order), so a
 * spectrum of any length keeps every peak and stays small. Curves with fewer points come back unchanged.
 * @param points x ascending
 */
export function decimateByColumn(points: readonly PixelPoint[]): PixelPoint[] {
  const kept: PixelPoint[] = [];
  let start = 0;
  while (start < points.length) {
    const column = Math.floor(points[start].x);
    let end = start;
    let lowest = start;
    let highest = start;
    for (; end < points.length && Math.floor(points[end].x) === column; end += 1) {
      if (points[end].y < points[lowest].y) lowest = end;
      if (points[end].y > points[highest].y) highest = end;
    }
    const indices = [...new Set([start, lowest, highest, end - 1])].sort((left, right) => left - right);
    for (const index of indices) kept.push(points[index]);
    start = end;
  }
  return kept;
}
