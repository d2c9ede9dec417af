import type { Report } from '../block.ts';
import { WIDE_PIXELS } from '../curveDisplay.ts';
import { printable } from '../displayWidth.ts';
import { blockRows } from './blockRows.ts';
import { flowRows, type FlowedPage } from './flow.ts';
import type { MeasureText, Page, PageItem } from './pageItem.ts';
import { drawLines, wrapPlain, type TypeStyle } from './textLines.ts';

/** A4 at 96 pixels to the inch. */
const A4 = { width: 794, height: 1123 };
const SIDE = (A4.width - WIDE_PIXELS) / 2;
const TOP = 44;
const BOTTOM = 52;
const FOOT: TypeStyle = { size: 10, lineHeight: 14, ink: 'ink-3' };

/** The foot of a page: what report this is, and which page of how many. */
function footItems(
  report: Report,
  number: number,
  count: number,
  page: { width: number; height: number },
  measure: MeasureText,
): PageItem[] {
  const y = page.height - 34;
  const width = page.width - 2 * SIDE;
  const numbers = wrapPlain(`${number} / ${count}`, width, FOOT, measure);
  const title = wrapPlain(report.title, width - 60, FOOT, measure).slice(0, 1);
  return [
    ...drawLines(title, { x: SIDE, y, width }, FOOT),
    ...drawLines(numbers, { x: SIDE, y, width, align: 'right' }, FOOT),
  ];
}

/** The report on as many A4 pages as it needs, each with its number. */
export function a4Pages(report: Report, measure: MeasureText): Page[] {
  const rows = report.blocks.flatMap((block) => blockRows(block, WIDE_PIXELS, measure));
  const flowed = flowRows(rows, SIDE, TOP, A4.height - TOP - BOTTOM);
  return flowed.map(({ items, headings }, index) => ({
    widthPixels: A4.width,
    heightPixels: A4.height,
    items: [...items, ...footItems(report, index + 1, flowed.length, A4, measure)],
    headings: headings.map(({ text, y }) => ({ text: printable(text), y })),
  }));
}

/** The report on one page, as high as it needs to be. */
export function tallPage(report: Report, measure: MeasureText): Page {
  const rows = report.blocks.flatMap((block) => blockRows(block, WIDE_PIXELS, measure));
  const [{ items, height }] = flowRows(rows, SIDE, TOP, Infinity);
  return { widthPixels: A4.width, heightPixels: Math.ceil(TOP + height + TOP), items, headings: [] };
}

/** Smaller than this a sheet cannot be read in print. */
const SMALLEST_SCALE = 0.62;
const SCALE_STEP = 0.02;

/**
 * The report on one A4 page, made smaller where it must be; a report too long for that stands on one page that is higher than A4.
 */
export function onePage(report: Report, measure: MeasureText): Page {
  const room = A4.height - TOP - BOTTOM;
  const flowedAt = (scale: number): FlowedPage => {
    const rows = report.blocks.flatMap((block) => blockRows(block, WIDE_PIXELS / scale, measure));
    return flowRows(rows, 0, 0, Infinity)[0];
  };
  // A smaller scale gives a wider page too: text that only wraps shrinks with the square of the scale, so no larger scale can do.
  const largest = Math.min(1, Math.sqrt(room / flowedAt(1).height));
  for (let scale = largest; scale >= SMALLEST_SCALE; scale -= SCALE_STEP) {
    const flowed = flowedAt(scale);
    if (flowed.height * scale > room) continue;
    return {
      widthPixels: A4.width,
      heightPixels: A4.height,
      items: [{ kind: 'group', x: SIDE, y: TOP, scale, items: flowed.items }, ...footItems(report, 1, 1, A4, measure)],
      headings: [],
    };
  }
  const page = tallPage(report, measure);
  const size = { width: page.widthPixels, height: page.heightPixels + BOTTOM - TOP };
  return { ...page, heightPixels: size.height, items: [...page.items, ...footItems(report, 1, 1, size, measure)] };
}
