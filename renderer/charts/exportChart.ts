import type { ChartSpec } from './chartSpec.ts';

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

/** The chart as it is in sight, with its title and legend, on its own ground. */
export async function chartPng(
  canvas: HTMLCanvasElement,
  { title, traces }: ChartSpec,
  colours: { readonly ground: string; readonly ink: string; readonly ofTrace: (style: number) => string },
): Promise<Blob> {
  const ratio = canvas.width / canvas.clientWidth;
  const head = 40 * ratio;
  const sheet = document.createElement('canvas');
  sheet.width = canvas.width;
  sheet.height = canvas.height + head;
  const paint = sheet.getContext('2d')!;
  paint.fillStyle = colours.ground;
  paint.fillRect(0, 0, sheet.width, sheet.height);
  paint.font = `600 ${13 * ratio}px Inter, 'Inter Variable', sans-serif`;
  paint.fillStyle = colours.ink;
  paint.fillText(title, 12 * ratio, 25 * ratio);
  let right = sheet.width - 12 * ratio;
  paint.font = `400 ${12 * ratio}px Inter, 'Inter Variable', sans-serif`;
  paint.textAlign = 'right';
  for (const { label, style } of [...traces].reverse()) {
    paint.fillStyle = colours.ofTrace(style);
    paint.fillText(label, right, 25 * ratio);
    right -= paint.measureText(label).width + 20 * ratio;
  }
  paint.drawImage(canvas, 0, head);
  return new Promise((resolve, reject) => {
    sheet.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser made no picture'));
      else resolve(blob);
    });
  });
}
