import type { Figure } from '../result/figure.ts';
import type { StepRecord, Verification } from '../result/verification.ts';
import { formatQuantity } from '../units/format.ts';
import { conditionsText, wiringText } from './conditionText.ts';
import { escapeHtml } from './escapeHtml.ts';

const isHarmonic = ({ id }: Figure): boolean => /^h\d+$/u.test(id);

/** Parts add as squares: what is below this share of U changes nothing that is printed. */
const NEGLIGIBLE_SHARE = 0.02;

/** Where the uncertainty comes from: each part that counts, as a share of the value, or in its unit where U exceeds the value. */
function uncertaintyText({ value, unit, uncertainty, uncertaintyParts }: Figure): string {
  if (value === null || uncertainty === null || uncertainty === 0) return '';
  const asShare = Math.abs(value) > uncertainty;
  const parts = uncertaintyParts
    .filter((part) => part.value >= NEGLIGIBLE_SHARE * uncertainty)
    .map(({ source, value: amount }) => {
      const size = asShare ? formatQuantity(amount / Math.abs(value), 'ratio', 2) : formatQuantity(amount, unit, 2);
      return `${source.replaceAll('-', ' ')} ${size}`;
    });
  return parts.length === 0 ? '' : `U from ${parts.join(', ')}${asShare ? ' of the value' : ''}`;
}

function notesText({ flags, reasonCode }: Figure): string {
  return [...flags, ...(reasonCode === undefined ? [] : [reasonCode])].join(', ');
}

/** The same figure of every channel: the first of its id on the left stands with the first on the right, and so on. */
function acrossChannels(figures: readonly Figure[]): Figure[][] {
  const rows = new Map<string, Figure[]>();
  const seen = new Map<string, number>();
  for (const figure of figures) {
    const own = `${figure.id} ${figure.channel}`;
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    const key = `${figure.id} ${count} ${figure.definitionId}`;
    rows.set(key, [...(rows.get(key) ?? []), figure]);
  }
  return [...rows.values()];
}

/** What is told of each channel: once where all agree, else under the name of each. */
function told(figures: readonly Figure[], tell: (figure: Figure) => string): string[] {
  const texts = figures.map(tell);
  if (texts.every((text) => text === texts[0])) return texts[0] === '' ? [] : [texts[0]];
  return figures.flatMap(({ channel }, index) => (texts[index] === '' ? [] : [`${channel}: ${texts[index]}`]));
}

const lines = (texts: readonly string[], element: string, className: string): string =>
  texts.map((text) => `<${element} class="${className}">${escapeHtml(text)}</${element}>`).join('');

function figureRow(figures: readonly Figure[]): string {
  const values = figures.map(
    ({ channel, text }) =>
      `<div class="value"><span class="dim3">${escapeHtml(channel)}</span> <span class="measured">${escapeHtml(text)}</span></div>`,
  );
  return (
    `<tr><td>${escapeHtml(figures[0].id)}</td><td>${values.join('')}</td><td class="mono">${escapeHtml(figures[0].definitionId)}</td>` +
    `<td>${lines(
      told(figures, ({ conditions }) => conditionsText(conditions)),
      'div',
      'plain',
    )}` +
    `${lines(told(figures, notesText), 'div', 'flag')}${lines(told(figures, uncertaintyText), 'div', 'dim3')}</td></tr>`
  );
}

/** All harmonics of one channel in one row; they share definition and conditions. */
function harmonicsRow(figures: readonly Figure[]): string {
  const first = figures[0];
  const values = figures.map(
    ({ id, text }) =>
      `<span class="harmonic"><span class="dim3">${escapeHtml(id)}</span> <span class="measured">${escapeHtml(text)}</span></span>`,
  );
  return (
    `<tr><td>harmonics<div class="dim3">${escapeHtml(first.channel)}</div></td><td colspan="3">${values.join(' ')}` +
    `<div class="plain"><span class="mono">${escapeHtml(first.definitionId)}</span>: ${escapeHtml(conditionsText(first.conditions))}</div></td></tr>`
  );
}

/** Harmonics that may share a row: of one channel, under one definition and the same conditions. */
function harmonicGroups(figures: readonly Figure[]): Figure[][] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures.filter(isHarmonic)) {
    const key = `${figure.channel} ${figure.definitionId} ${conditionsText(figure.conditions)}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()];
}

function stepHtml({ step, figures }: StepRecord, number: number): string {
  const predicted =
    step.predictedOutputVoltsRms > 0 ? `, predicted at most ${formatQuantity(step.predictedOutputVoltsRms, 'V')}` : '';
  const watts = step.predictedLoadWatts > 0 ? `, ${formatQuantity(step.predictedLoadWatts, 'W')} in the load` : '';
  const head =
    `<div class="step-head"><span class="badge">${number}</span><h3>${escapeHtml(step.title)}</h3>` +
    `<span class="how">${escapeHtml(wiringText(step.wiring) + predicted + watts)}</span></div>`;
  if (figures.length === 0)
    return `<section class="step">${head}<p class="dim">No figure: the step was not run, or gave none.</p></section>`;
  const columns = '<colgroup><col><col><col><col></colgroup>';
  const titles =
    '<thead><tr><th>Figure</th><th>Value ± U</th><th>Definition</th><th>Conditions and uncertainty</th></tr></thead>';
  const plain = acrossChannels(figures.filter((figure) => !isHarmonic(figure)));
  const rows = [...plain.map(figureRow), ...harmonicGroups(figures).map(harmonicsRow)];
  return `<section class="step">${head}<table class="small figures">${columns}${titles}<tbody>${rows.join('')}</tbody></table></section>`;
}

/** Every figure of every step with its definition and the conditions it was taken under; channels side by side. */
export function stepsHtml({ steps }: Verification): string {
  return steps.map((record, index) => stepHtml(record, index + 1)).join('');
}
