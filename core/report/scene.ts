import { escapeHtml } from './escapeHtml.ts';
import type { Box } from './labelPlacement.ts';

/** A drawn element; what it looks like is said by its class, in the HTML report's style sheet and in `page/chartPaint.ts`. */
export type SceneElement =
  | { readonly kind: 'path'; readonly className: string; readonly d: string }
  | {
      readonly kind: 'circle';
      readonly className: string;
      readonly x: number;
      readonly y: number;
      readonly radius: number;
    }
  | {
      readonly kind: 'text';
      readonly className: string;
      readonly x: number;
      readonly y: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly text: string;
    };

/** A chart as elements, pixels: behind, within the frame (cut at it), and above. */
export interface Scene {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly frame: Box;
  readonly behind: readonly SceneElement[];
  readonly clipped: readonly SceneElement[];
  readonly above: readonly SceneElement[];
}

export const pixels = (value: number): string => String(Math.round(value * 10) / 10);

function elementSvg(element: SceneElement): string {
  const { className } = element;
  switch (element.kind) {
    case 'path':
      return `<path class="${className}" d="${element.d}"/>`;
    case 'circle':
      return `<circle class="${className}" cx="${pixels(element.x)}" cy="${pixels(element.y)}" r="${element.radius}"/>`;
    case 'text': {
      const anchor = element.anchor === 'start' ? '' : ` text-anchor="${element.anchor}"`;
      return `<text class="${className}" x="${pixels(element.x)}" y="${pixels(element.y)}"${anchor}>${escapeHtml(element.text)}</text>`;
    }
  }
}

/**
 * A scene as an SVG element for a document with the report's style sheet.
 * @param id unique in the document: names the clip of this scene
 * @param summary what is drawn, for who cannot see it
 */
export function sceneSvg(scene: Scene, id: string, summary: string): string {
  const { widthPixels, heightPixels, frame } = scene;
  const write = (elements: readonly SceneElement[]): string => elements.map(elementSvg).join('');
  const clip = `<clipPath id="${id}"><rect x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}"/></clipPath>`;
  const size = `viewBox="0 0 ${widthPixels} ${heightPixels}" width="${widthPixels}" height="${heightPixels}"`;
  return (
    `<svg class="chart" ${size} role="img" aria-label="${escapeHtml(summary)}"><defs>${clip}</defs>${write(scene.behind)}` +
    `<g clip-path="url(#${id})">${write(scene.clipped)}</g>${write(scene.above)}</svg>`
  );
}
