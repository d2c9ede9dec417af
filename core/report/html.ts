import type { Block, Report, RichLine, TableCell, TableColumn, Tone } from './block.ts';
import { renderChart, type Chart } from './chart.ts';
import { WIDE_PIXELS } from './curveDisplay.ts';
import { escapeHtml } from './escapeHtml.ts';
import { claimsHtml, summaryHtml } from './htmlClaims.ts';
import { REPORT_STYLE } from './htmlStyle.ts';
import { legendSwatch } from './traceStyle.ts';
import type { ReportPhoto } from './photos.ts';

const CLASSES: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: 'measured',
  dim: 'dim',
  faint: 'dim3',
  mono: 'mono',
  flag: 'flag',
  damage: 'damage',
};

const lineHtml = (line: RichLine): string =>
  line
    .map(({ text, tone }) =>
      tone === 'plain' ? escapeHtml(text) : `<span class="${CLASSES[tone]}">${escapeHtml(text)}</span>`,
    )
    .join(' ');

const linesHtml = (lines: readonly RichLine[]): string =>
  lines.length === 1 ? lineHtml(lines[0]) : lines.map((line) => `<div>${lineHtml(line)}</div>`).join('');

const pairsHtml = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('');

function tableHtml(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): string {
  const side = (column: TableColumn | undefined): string => (column?.align === 'right' ? ' class="num"' : '');
  const widths = columns.map(({ share }) => `<col width="${Math.round(share * 1000) / 10}%">`).join('');
  const titles = columns.map((column) => `<th${side(column)}>${escapeHtml(column.title)}</th>`).join('');
  const body = rows.map((cells) => {
    let at = 0;
    const written = cells.map(({ lines, span = 1 }) => {
      const spanned = span > 1 ? ` colspan="${span}"` : '';
      const html = `<td${span > 1 ? '' : side(columns[at])}${spanned}>${linesHtml(lines)}</td>`;
      at += span;
      return html;
    });
    return `<tr>${written.join('')}</tr>`;
  });
  return `<table class="small"><colgroup>${widths}</colgroup><thead><tr>${titles}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function chartHtml(chart: Chart, id: string): string {
  // One trace alone is named in the title.
  const named = chart.traces.length > 1 ? chart.traces : [];
  const keys = named.map(({ label, style }) => `<span class="key">${legendSwatch(style)}${escapeHtml(label)}</span>`);
  if (chart.traces.some(({ band }) => band !== undefined)) {
    keys.push(
      '<span class="key"><svg width="22" height="10" aria-hidden="true"><rect class="band t1" width="22" height="10"/></svg>± U</span>',
    );
  }
  const wide = chart.widthPixels === WIDE_PIXELS ? ' class="wide"' : '';
  return (
    `<figure${wide}><figcaption><h3>${escapeHtml(chart.title)}</h3>${keys.join('')}</figcaption>` +
    `${renderChart(chart, id)}</figure>`
  );
}

function notesHtml(notes: readonly (readonly [string, string])[]): string {
  const items = notes.map(([mark, text]) => `<li><b>${escapeHtml(mark)}</b><span>${escapeHtml(text)}</span></li>`);
  return `<ul class="notes${notes.length < 3 ? ' one' : ''}">${items.join('')}</ul>`;
}

function headingHtml({ level, text, badge, aside }: Extract<Block, { kind: 'heading' }>): string {
  if (level === 2) return `<h2>${escapeHtml(text)}</h2>`;
  const number = badge === undefined ? '' : `<span class="badge">${escapeHtml(badge)}</span>`;
  const beside = aside === undefined ? '' : `<span class="how">${escapeHtml(aside)}</span>`;
  return `<div class="step-head">${number}<h3>${escapeHtml(text)}</h3>${beside}</div>`;
}

function photoHtml({ caption, type, contentBase64 }: ReportPhoto): string {
  const text = escapeHtml(caption);
  return `<figure><img src="data:${type};base64,${contentBase64}" alt="${text}"><figcaption>${text}</figcaption></figure>`;
}

function blockHtml(block: Block, index: number): string {
  switch (block.kind) {
    case 'head':
      return (
        `<header class="top"><div><div class="label">${escapeHtml(block.overline)}</div><h1>${escapeHtml(block.title)}</h1>` +
        `<div class="dim">${escapeHtml(block.subtitle)}</div></div><dl class="meta">${block.facts
          .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
          .join('')}</dl></header>`
      );
    case 'banner':
      return `<p class="simulated" role="note"><b>${escapeHtml(block.word)}</b>${escapeHtml(block.text)}</p>`;
    case 'summary':
      return summaryHtml(block.counts);
    case 'claims':
      return claimsHtml(block.rows);
    case 'charts':
      return `<div class="charts">${block.charts.map((chart, number) => chartHtml(chart, `clip-${index}-${number}`)).join('')}</div>`;
    case 'heading':
      return headingHtml(block);
    case 'paragraph':
      return `<p>${block.lines.map(lineHtml).join('<br>')}</p>`;
    case 'notes':
      return notesHtml(block.items);
    case 'facts':
      return `<dl class="facts">${pairsHtml(block.items)}</dl>`;
    case 'table':
      return tableHtml(block.columns, block.rows);
    case 'photos':
      return `<div class="photos">${block.photos.map(photoHtml).join('')}</div>`;
    case 'foot':
      return `<footer class="foot">${escapeHtml(block.text)}</footer>`;
  }
}

/**
 * A report as one HTML file: no script, nothing fetched, styles and charts inside, every text escaped. On paper A4 and light; on screen light or dark as
 * the reader's system asks.
 */
export function renderHtml({ title, blocks }: Report): string {
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
    `<title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head>\n<body><main class="sheet">\n${blocks.map(blockHtml).join('\n')}\n</main></body></html>\n`
  );
}
