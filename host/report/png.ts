import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Ink, Page, PageItem } from '../../core/report/page/pageItem.ts';
import { PALETTES, type Theme } from '../../core/report/palette.ts';
import { textOutline } from './glyphPath.ts';

const require = createRequire(import.meta.url);

/** Dots to the pixel of the page: sharp on screens of double density. */
const SCALE = 2;
/** More dots are refused by browsers and eat memory; a longer picture gets fewer to the pixel. */
const MOST_DOTS = 60e6;
const HALO = 3;

const round = (value: number): string => String(Math.round(value * 1000) / 1000);

function pathSvg(item: Extract<PageItem, { kind: 'path' }>, colour: (ink: Ink) => string): string {
  const { d, x, y, fill, fillOpacity, stroke, width = 1, dash, round: isRound } = item;
  const parts = [
    `d="${d}"`,
    x === 0 && y === 0 ? '' : `transform="translate(${round(x)} ${round(y)})"`,
    `fill="${fill === undefined ? 'none' : colour(fill)}"`,
    fillOpacity === undefined ? '' : `fill-opacity="${fillOpacity}"`,
    stroke === undefined ? '' : `stroke="${colour(stroke)}" stroke-width="${width}"`,
    dash === undefined ? '' : `stroke-dasharray="${dash.join(' ')}"`,
    isRound === true ? 'stroke-linejoin="round"' : '',
  ];
  return `<path ${parts.filter((part) => part !== '').join(' ')}/>`;
}

/** Items as SVG that needs no font: texts are outlines. */
function itemsSvg(items: readonly PageItem[], colour: (ink: Ink) => string, clips: string[]): string {
  return items
    .map((item) => {
      if (item.kind === 'path') return pathSvg(item, colour);
      if (item.kind === 'text') {
        const { x, y, text, font, size, ink, halo } = item;
        const outline = { kind: 'path', d: textOutline(text, font, size), x, y } as const;
        const around =
          halo === undefined ? '' : pathSvg({ ...outline, stroke: halo, width: HALO, round: true }, colour);
        return around + pathSvg({ ...outline, fill: ink }, colour);
      }
      const inner = itemsSvg(item.items, colour, clips);
      const moved = `transform="translate(${round(item.x)} ${round(item.y)}) scale(${round(item.scale)})"`;
      if (item.clip === undefined) return `<g ${moved}>${inner}</g>`;
      const { x, y, width, height } = item.clip;
      const id = `clip-${clips.length}`;
      clips.push(`<clipPath id="${id}"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath>`);
      return `<g ${moved} clip-path="url(#${id})">${inner}</g>`;
    })
    .join('');
}

function pageSvg({ widthPixels, heightPixels, items }: Page, theme: Theme): string {
  const palette = PALETTES[theme];
  const clips: string[] = [];
  const body = itemsSvg(items, (ink) => palette[ink], clips);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPixels}" height="${heightPixels}" viewBox="0 0 ${widthPixels} ${heightPixels}">` +
    `<defs>${clips.join('')}</defs><rect width="${widthPixels}" height="${heightPixels}" fill="${palette.panel}"/>${body}</svg>`
  );
}

let ready: Promise<void> | null = null;

/** A page as a PNG picture. */
export async function renderPng(page: Page, theme: Theme): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  const { widthPixels, heightPixels } = page;
  const zoom = Math.min(SCALE, Math.sqrt(MOST_DOTS / (widthPixels * heightPixels)));
  const picture = new Resvg(pageSvg(page, theme), { fitTo: { mode: 'zoom', value: zoom } });
  try {
    const rendered = picture.render();
    try {
      return rendered.asPng();
    } finally {
      rendered.free();
    }
  } finally {
    picture.free();
  }
}
