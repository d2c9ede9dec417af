import { markerPath } from '../../core/report/traceStyle.ts';
import type { ChartColours } from './chartColours.ts';
import type { ChartSpec } from './chartSpec.ts';
import { traceLook } from './traceLook.ts';

const HEAD_PIXELS = 40;

/** Hands a file to the person. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}

/** A file name from a title. */
export const fileName = (title: string, ending: string): string =>
  `${title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/gu, '')}.${ending}`;

const SWATCH_PIXELS = 26;

/** The traces' names with their lines and markers, from the right. */
function paintLegend(
  paint: CanvasRenderingContext2D,
  traces: ChartSpec['traces'],
  { panel, ink, colours }: { readonly panel: string; readonly ink: string; readonly colours: readonly string[] },
  from: number,
): void {
  paint.font = "400 12px Inter, 'Inter Variable', sans-serif";
  let right = from;
  for (const { label, style } of [...traces].reverse()) {
    const { colour, dash, marker, filled } = traceLook(style);
    right -= paint.measureText(label).width;
    paint.fillStyle = ink;
    paint.fillText(label, right, 25);
    right -= SWATCH_PIXELS + 6;
    paint.strokeStyle = colours[colour];
    paint.lineWidth = 1.5;
    paint.setLineDash([...dash]);
    paint.stroke(new Path2D(`M${right} 21h${SWATCH_PIXELS}`));
    paint.setLineDash([]);
    if (traces.length > 1) {
      const shape = new Path2D(markerPath(marker, right + SWATCH_PIXELS / 2, 21));
      paint.fillStyle = filled ? colours[colour] : panel;
      paint.fill(shape);
      paint.stroke(shape);
    }
    right -= 16;
  }
}

/**
 * The chart as it is in sight, with its title and legend, on its own ground.
 * @param layers canvases that lie over each other, the lowest first
 */
export async function chartPng(
  layers: readonly HTMLCanvasElement[],
  { title, traces }: ChartSpec,
  { panel, ink, traces: colours }: ChartColours,
): Promise<Blob> {
  const [{ width, height, clientWidth }] = layers;
  const ratio = width / clientWidth;
  const head = HEAD_PIXELS * ratio;
  const sheet = document.createElement('canvas');
  sheet.width = width;
  sheet.height = height + head;
  const paint = sheet.getContext('2d')!;
  paint.fillStyle = panel;
  paint.fillRect(0, 0, sheet.width, sheet.height);
  paint.font = `600 ${13 * ratio}px Inter, 'Inter Variable', sans-serif`;
  paint.fillStyle = ink;
  paint.fillText(title, 12 * ratio, 25 * ratio);
  paint.save();
  paint.scale(ratio, ratio);
  paintLegend(paint, traces, { panel, ink, colours }, clientWidth - 12);
  paint.restore();
  for (const layer of layers) paint.drawImage(layer, 0, head, width, height);
  return new Promise((resolve, reject) => {
    sheet.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser made no picture'));
      else resolve(blob);
    });
  });
}
