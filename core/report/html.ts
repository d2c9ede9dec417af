import type { Verification } from '../result/verification.ts';
import { assumptionNotes, type AssumptionNotes } from './assumptionNotes.ts';
import { renderChart, type Chart } from './chart.ts';
import { curveCharts, WIDE_PIXELS } from './curveCharts.ts';
import { escapeHtml } from './escapeHtml.ts';
import { claimsHtml, summaryHtml } from './htmlClaims.ts';
import { stepsHtml } from './htmlFigures.ts';
import { capturesHtml, integrityHtml, rigHtml } from './htmlRecord.ts';
import { REPORT_STYLE } from './htmlStyle.ts';
import { productName, rigName } from './sentences.ts';
import { legendSwatch } from './traceStyle.ts';

const KINDS: Readonly<Record<Verification['card']['kind'], string>> = {
  amp: 'Headphone amplifier',
  dac: 'DAC',
  'dac-amp': 'DAC and headphone amplifier',
  headphone: 'Headphone',
  unknown: 'Audio device',
};

function headHtml(verification: Verification): string {
  const { card, rig, simulated } = verification;
  const fact = (name: string, value: string): string => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`;
  const facts = [
    fact('Card', `${card.id}, ${card.claims.length} claims`),
    fact('Rig', rigName(verification)),
    fact('Driver', rig.hostApi === null ? rig.driver : `${rig.driver}, ${rig.hostApi}`),
  ];
  const banner = simulated
    ? '<p class="simulated" role="note"><b>SIMULATED</b>No physical device was measured: every figure below comes from the simulated bench.</p>'
    : '';
  return (
    `<header class="top"><div><div class="label">Published against measured</div><h1>${escapeHtml(productName(verification))}</h1>` +
    `<div class="dim">${KINDS[card.kind]}</div></div><dl class="meta">${facts.join('')}</dl></header>${banner}`
  );
}

function chartHtml(chart: Chart, index: number): string {
  // One trace alone is named in the title.
  const named = chart.traces.length > 1 ? chart.traces : [];
  const keys = named.map(({ label, style }) => `<span class="key">${legendSwatch(style)}${escapeHtml(label)}</span>`);
  const banded = chart.traces.find(({ band }) => band !== undefined);
  if (banded !== undefined) {
    keys.push(
      '<span class="key"><svg width="22" height="10" aria-hidden="true"><rect class="band t1" width="22" height="10"/></svg>± U</span>',
    );
  }
  const wide = chart.widthPixels === WIDE_PIXELS ? ' class="wide"' : '';
  return (
    `<figure${wide}><figcaption><h3>${escapeHtml(chart.title)}</h3>${keys.join('')}</figcaption>` +
    `${renderChart(chart, `clip-${index}`)}</figure>`
  );
}

function notesHtml(notes: readonly (readonly [string, string])[]): string {
  const items = notes.map(([mark, text]) => `<li><b>${mark}</b><span>${escapeHtml(text)}</span></li>`);
  return `<ul class="notes${notes.length < 3 ? ' one' : ''}">${items.join('')}</ul>`;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${title}</h2>${content}</section>`;
}

function assumptionsSection({ entries }: AssumptionNotes): string {
  return section('Assumed, because the card does not say', entries.length === 0 ? '' : notesHtml(entries));
}

function warningsSection(verification: Verification): string {
  const { card, warnings } = verification;
  const texts = [
    ...card.warnings,
    ...card.claims.flatMap((claim) => claim.warnings.map((warning) => `${claim.label}: ${warning}`)),
    ...card.unread.map(({ text, reason }) => `Not read: “${text}”: ${reason}`),
    ...warnings,
  ];
  return section(
    'Contradictions and warnings',
    texts.length === 0 ? '' : notesHtml(texts.map((text) => ['–', text] as const)),
  );
}

/**
 * The report as one HTML file: no script, nothing fetched, styles and charts inside, every text escaped. On paper A4 and
 * light; on screen light or dark as the reader's system asks. It computes no figure: each stands as its own text.
 */
export function renderHtml(verification: Verification): string {
  const notes = assumptionNotes(verification.claims);
  const charts = curveCharts(verification);
  const title = `${productName(verification)}: published against measured${verification.simulated ? ' (SIMULATED)' : ''}`;
  const body = [
    headHtml(verification),
    summaryHtml(verification),
    claimsHtml(verification, notes),
    charts.length === 0 ? '' : `<div class="charts">${charts.map(chartHtml).join('')}</div>`,
    assumptionsSection(notes),
    warningsSection(verification),
    section('Figures and their conditions', stepsHtml(verification)),
    section('Integrity of the captures', integrityHtml(verification)),
    section('Card, rig and calibration', rigHtml(verification)),
    section('Captures', capturesHtml(verification)),
    `<footer class="foot">U is expanded, k = 2. A claim passes when the figure and its U lie inside the limit, fails when both lie outside, ` +
      `and is inconclusive otherwise. Where several channels were measured the worst is judged. Resistive loads. ` +
      `Every figure can be computed again from the captures listed above.</footer>`,
  ];
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
    `<title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head>\n<body><main class="sheet">\n${body.filter((part) => part !== '').join('\n')}\n</main></body></html>\n`
  );
}
