import { chartScene, type Chart } from '../chart.ts';
import { HALF_PIXELS, WIDE_PIXELS } from '../curveDisplay.ts';
import { printable } from '../displayWidth.ts';
import type { SceneElement } from '../scene.ts';
import { markerPath, TRACE_STYLES } from '../traceStyle.ts';
import { CHART_TEXT_PIXELS, pathPaint, textPaint } from './chartPaint.ts';
import type { MeasureText, PageItem, Row } from './pageItem.ts';
import { drawLines, wrapPlain, type TypeStyle } from './textLines.ts';

const TITLE: TypeStyle = { size: 12, lineHeight: 16, font: 'semibold' };
const KEY: TypeStyle = { size: 11, lineHeight: 16, ink: 'ink-2' };
const SWATCH = 30;
const BETWEEN_KEYS = 10;
const ABOVE = 16;

function elementItem(element: SceneElement, measure: MeasureText): PageItem {
  switch (element.kind) {
    case 'path':
      return { kind: 'path', d: element.d, x: 0, y: 0, ...pathPaint(element) };
    case 'circle': {
      const { x, y, radius: r } = element;
      const d = `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
      return { kind: 'path', d, x, y, ...pathPaint(element) };
    }
    case 'text': {
      const { font, ...inks } = textPaint(element);
      const text = printable(element.text);
      const width = element.anchor === 'start' ? 0 : measure(text, font, CHART_TEXT_PIXELS);
      const left = element.x - (element.anchor === 'end' ? width : width / 2);
      return { kind: 'text', x: left, y: element.y, text, font, size: CHART_TEXT_PIXELS, ...inks };
    }
  }
}

/** The chart itself, its left upper corner at x, y. */
function chartItem(chart: Chart, x: number, y: number, measure: MeasureText): PageItem {
  const scene = chartScene(chart);
  const items = (elements: readonly SceneElement[]): PageItem[] =>
    elements.map((element) => elementItem(element, measure));
  const { left, top, right, bottom } = scene.frame;
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  return {
    kind: 'group',
    x,
    y,
    scale: 1,
    items: [
      ...items(scene.behind),
      { kind: 'group', x: 0, y: 0, scale: 1, clip, items: items(scene.clipped) },
      ...items(scene.above),
    ],
  };
}

interface LegendKey {
  /** With the room to the next. */
  readonly width: number;
  readonly draw: Row['draw'];
}

/** Legend of a chart: its traces where there are several, and what a band means. */
function legend(chart: Chart, measure: MeasureText): LegendKey[] {
  const named = chart.traces.length > 1 ? chart.traces : [];
  const keys: { text: string; swatch: (x: number, y: number) => PageItem[] }[] = named.map(({ label, style }) => {
    const { className, marker } = TRACE_STYLES[style % TRACE_STYLES.length];
    const painted = (role: string, d: string) => pathPaint({ kind: 'path', className: `${role} ${className}`, d });
    return {
      text: printable(label),
      swatch: (x, y) => [
        { kind: 'path', d: `M0 0H${SWATCH}`, x, y, ...painted('trace', '') },
        { kind: 'path', d: markerPath(marker, SWATCH / 2, 0), x, y, ...painted('marker', '') },
      ],
    };
  });
  if (chart.traces.some(({ band }) => band !== undefined)) {
    keys.push({
      text: '± U',
      swatch: (x, y) => [{ kind: 'path', d: `M0 -5h${SWATCH}v10h${-SWATCH}z`, x, y, fill: 'ch-l', fillOpacity: 0.18 }],
    });
  }
  return keys.map(({ text, swatch }) => {
    const lines = wrapPlain(text, Infinity, KEY, measure);
    return {
      width: SWATCH + 6 + (lines[0]?.width ?? 0) + BETWEEN_KEYS,
      draw: (x, y) => [...swatch(x, y + 8), ...drawLines(lines, { x: x + SWATCH + 6, y, width: 0 }, KEY)],
    };
  });
}

/** Keys in lines that fit the width. */
function keyLines(keys: readonly LegendKey[], width: number): LegendKey[][] {
  const lines: LegendKey[][] = [];
  for (const key of keys) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + key.width <= width + BETWEEN_KEYS) last.push(key);
    else lines.push([key]);
  }
  return lines;
}

const widthOf = (keys: readonly LegendKey[]): number => keys.reduce((sum, { width }) => sum + width, 0);

function drawKeys(keys: readonly LegendKey[], right: number, y: number): PageItem[] {
  let left = right - widthOf(keys) + BETWEEN_KEYS;
  return keys.flatMap(({ width, draw }) => {
    const items = draw(left, y);
    left += width;
    return items;
  });
}

/** A chart under its title and legend. */
function chartBox(chart: Chart, measure: MeasureText): Row {
  const width = chart.widthPixels;
  const title = wrapPlain(chart.title, width, TITLE, measure);
  const keys = legend(chart, measure);
  // Beside the title where there is room, else under it.
  const beside = (title.at(-1)?.width ?? 0) + BETWEEN_KEYS + widthOf(keys) <= width;
  const lines = beside ? [keys] : keyLines(keys, width);
  const captionLines = title.length + lines.length - (beside ? 1 : 0);
  const captionHeight = captionLines * TITLE.lineHeight + 4;
  return {
    height: ABOVE + captionHeight + chart.heightPixels,
    draw: (x, y) => [
      ...drawLines(title, { x, y: y + ABOVE, width }, TITLE),
      ...lines.flatMap((line, index) =>
        drawKeys(line, x + width, y + ABOVE + (captionLines - lines.length + index) * TITLE.lineHeight),
      ),
      chartItem(chart, x, y + ABOVE + captionHeight, measure),
    ],
  };
}

/** Charts one under the other, those of half the width two in a row; each is made as wide as the page has room. */
export function chartRows(charts: readonly Chart[], width: number, measure: MeasureText): Row[] {
  const wider = width / WIDE_PIXELS;
  const boxOf = (chart: Chart): Row => chartBox({ ...chart, widthPixels: chart.widthPixels * wider }, measure);
  const rows: Row[] = [];
  for (let index = 0; index < charts.length; index += 1) {
    const box = boxOf(charts[index]);
    if (charts[index].widthPixels === WIDE_PIXELS) {
      rows.push(box);
      continue;
    }
    index += 1;
    const neighbour = boxOf(charts[index]);
    const across = (WIDE_PIXELS - HALF_PIXELS) * wider;
    // Both stand on one line below, however high their captions are.
    const height = Math.max(box.height, neighbour.height);
    rows.push({
      height,
      draw: (x, y) => [
        ...box.draw(x, y + height - box.height),
        ...neighbour.draw(x + across, y + height - neighbour.height),
      ],
    });
  }
  return rows;
}
