import type { Figure } from '../../result/figure.ts';
import { formatQuantity } from '../../units/format.ts';
import { cell, span, type Block, type RichLine, type TableCell, type Tone } from '../block.ts';
import { conditionsText } from '../conditionText.ts';

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
function told(figures: readonly Figure[], tone: Tone, tell: (figure: Figure) => string): RichLine[] {
  const texts = figures.map(tell);
  if (texts.every((text) => text === texts[0])) return texts[0] === '' ? [] : [[span(texts[0], tone)]];
  return figures.flatMap(({ channel }, index) =>
    texts[index] === '' ? [] : [[span(`${channel}: ${texts[index]}`, tone)]],
  );
}

function figureRow(figures: readonly Figure[]): TableCell[] {
  return [
    cell(figures[0].id),
    { lines: figures.map(({ channel, text }) => [span(channel, 'faint'), span(text, 'strong')]) },
    cell(figures[0].definitionId, 'mono'),
    {
      lines: [
        ...told(figures, 'plain', ({ conditions }) => conditionsText(conditions)),
        ...told(figures, 'flag', notesText),
        ...told(figures, 'faint', uncertaintyText),
      ],
    },
  ];
}

/** All harmonics of one channel in one row; they share definition and conditions. */
function harmonicsRow(figures: readonly Figure[]): TableCell[] {
  const [first] = figures;
  return [
    { lines: [[span('harmonics')], [span(first.channel, 'faint')]] },
    {
      span: 3,
      lines: [
        figures.flatMap(({ id, text }) => [span(id, 'faint'), span(text, 'strong')]),
        [span(first.definitionId, 'mono'), span(conditionsText(first.conditions))],
      ],
    },
  ];
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

/** Figures with their definitions and the conditions they were taken under; channels side by side. */
export function figureTable(figures: readonly Figure[]): Block {
  const plain = acrossChannels(figures.filter((figure) => !isHarmonic(figure)));
  return {
    kind: 'table',
    columns: [
      { title: 'Figure', share: 0.16, align: 'left' },
      { title: 'Value ± U', share: 0.27, align: 'left' },
      { title: 'Definition', share: 0.21, align: 'left' },
      { title: 'Conditions and uncertainty', share: 0.36, align: 'left' },
    ],
    rows: [...plain.map(figureRow), ...harmonicGroups(figures).map(harmonicsRow)],
  };
}
