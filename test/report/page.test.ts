import { describe, expect, it } from 'vitest';
import { flowRows } from '../../core/report/page/flow.ts';
import { gap, type MeasureText, type PageItem, type Row } from '../../core/report/page/pageItem.ts';
import { a4Pages, onePage, tallPage } from '../../core/report/page/pages.ts';
import { wrapRichLine } from '../../core/report/page/textLines.ts';
import { buildReport } from '../../core/report/report.ts';
import { createRandom } from '../../core/signal/random.ts';
import { exampleVerification } from './exampleVerification.ts';
import { hostileVerification } from './hostileVerification.ts';

/** Every letter is half as wide as it is high. */
const measure: MeasureText = (text, _font, size) => text.length * size * 0.5;
const STYLE = { size: 10, lineHeight: 14 };

const row = (height: number, name: string, rest: Partial<Row> = {}): Row => ({
  height,
  draw: (x, y) => [{ kind: 'text', x, y, text: name, font: 'regular', size: 10, ink: 'ink' }],
  ...rest,
});

/** Texts of items with their places, groups resolved. */
function textsOf(items: readonly PageItem[], scale = 1, left = 0): { text: string; x: number; end: number }[] {
  return items.flatMap((item) => {
    if (item.kind === 'group') return textsOf(item.items, scale * item.scale, left + item.x * scale);
    if (item.kind === 'path') return [];
    const x = left + item.x * scale;
    return [{ text: item.text, x, end: x + measure(item.text, item.font, item.size) * scale }];
  });
}

const names = (items: readonly PageItem[]): string =>
  textsOf(items)
    .map(({ text }) => text)
    .join(' ');

describe('rows on pages', () => {
  it('[REP-PAGE-1] fill a page, go over where they do not fit, and lose nothing', () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 200 }, (_, index) => row(10 + 80 * random.uniform(), `r${index}`));
    const pages = flowRows(rows, 0, 0, 300);
    expect(pages.map(({ items }) => names(items)).join(' ')).toBe(rows.map((_, index) => `r${index}`).join(' '));
    for (const { height } of pages) expect(height).toBeLessThanOrEqual(300);
  });

  it('[REP-PAGE-2] keep a heading and the room under it with what follows', () => {
    const rows = [row(80, 'a'), gap(5), row(10, 'heading', { keepWithNext: true }), gap(5), row(20, 'text')];
    expect(flowRows(rows, 0, 0, 100).map(({ items }) => names(items))).toEqual(['a', 'heading text']);
  });

  it('[REP-PAGE-3] repeat a table’s head, and leave out empty room at the top', () => {
    const head = row(10, 'head');
    const rows = [
      head,
      ...[1, 2, 3].map((number) => row(40, `row${number}`, { repeated: head })),
      gap(50),
      row(60, 'end'),
    ];
    expect(flowRows(rows, 0, 0, 100).map(({ items }) => names(items))).toEqual(['head row1 row2', 'head row3', 'end']);
    expect(flowRows([row(90, 'a'), gap(20), row(60, 'b')], 0, 7, 100)[1].items).toMatchObject([{ y: 7 }]);
  });

  it('[REP-PAGE-4] never loop on a row higher than the page', () => {
    expect(flowRows([row(500, 'huge'), row(10, 'b')], 0, 0, 100)).toHaveLength(2);
  });
});

describe('text in a column', () => {
  it('[REP-PAGE-5] never runs over the column, and keeps every letter', () => {
    const random = createRandom(2);
    for (let trial = 0; trial < 200; trial += 1) {
      const words = Array.from({ length: 12 }, () => 'x'.repeat(1 + Math.floor(random.uniform() * 30)));
      const width = 20 + random.uniform() * 150;
      const tones = ['plain', 'strong', 'mono', 'faint'] as const;
      const line = words.map((text, index) => ({ text, tone: tones[index % tones.length] }));
      const wrapped = wrapRichLine(line, width, STYLE, measure);
      for (const { pieces } of wrapped)
        for (const { x, text, font, size } of pieces)
          expect(x + measure(text, font, size)).toBeLessThanOrEqual(width + 0.1);
      const letters = wrapped.flatMap(({ pieces }) => pieces.map(({ text }) => text)).join('');
      expect(letters.replaceAll(' ', '')).toBe(words.join(''));
    }
  });

  it('[REP-PAGE-6] does not break a measured value that fits on a line, and breaks long names behind their points', () => {
    const value = wrapRichLine(
      [
        { text: 'left', tone: 'plain' },
        { text: '1.0 ± 0.1 V', tone: 'strong' },
      ],
      70,
      STYLE,
      measure,
    );
    expect(value.map(({ pieces }) => pieces.map(({ text }) => text))).toEqual([['left'], ['1.0 ± 0.1 V']]);
    const name = wrapRichLine([{ text: 'output-impedance.open-loaded', tone: 'plain' }], 100, STYLE, measure);
    expect(name.map(({ pieces }) => pieces[0].text)).toEqual(['output-impedance.', 'open-loaded']);
  });
});

describe('a report on pages', () => {
  it.each([
    ['the example', exampleVerification],
    ['hostile text', hostileVerification],
  ])('[REP-PAGE-7] keeps all text of %s within the paper', (_, verification) => {
    for (const layout of ['full', 'stereophile', 'one-page'] as const) {
      const report = buildReport(verification, layout);
      const pages = [...a4Pages(report, measure), tallPage(report, measure), onePage(report, measure)];
      for (const { items, widthPixels } of pages)
        for (const { x, end, text } of textsOf(items)) {
          expect(x, text).toBeGreaterThanOrEqual(0);
          // A chart’s last label is centred on the frame’s edge and may reach into the margin, not over it.
          expect(end, text).toBeLessThanOrEqual(widthPixels);
        }
    }
  });
});
