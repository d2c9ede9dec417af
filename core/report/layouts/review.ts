import type { Figure } from '../../result/figure.ts';
import type { Verification } from '../../result/verification.ts';
import { assumptionNotes } from '../assumptionNotes.ts';
import { paragraph, section, span, type Block } from '../block.ts';
import { claimsBlock } from '../blocks/claimBlocks.ts';
import { clippingTable, impedanceTable } from '../blocks/reviewTables.ts';
import { conditionsText } from '../conditionText.ts';
import { curveCharts } from '../curveCharts.ts';
import type { ReportRecord } from '../report.ts';
import { productName, rigName } from '../sentences.ts';
import { headBlocks, VERDICT_RULE } from './verificationHead.ts';

/** The figures of the device itself, not of the rig in loopback. */
const deviceFigures = ({ steps }: Verification): Figure[] =>
  steps.filter(({ step }) => step.wiring.path === 'dut').flatMap(({ figures }) => figures);

/** `A left and B right`, or one value where all are written alike. */
function channelsText(figures: readonly Figure[]): string {
  const texts = figures.map(({ text }) => text);
  if (texts.every((text) => text === texts[0])) return figures.length > 1 ? `${texts[0]} in all channels` : texts[0];
  const parts = figures.map(({ text, channel }) => `${text} (${channel})`);
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

/** One sentence for each set of conditions under which figures of these ids were taken; their definition stands behind. */
function sentences(figures: readonly Figure[], id: string, opening: string): Block[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures.filter((each) => each.id === id)) {
    const { outputVoltsRms, loadOhms, frequencyHz, bandHz, thdnLimitRatio } = figure.conditions;
    // Channels reach the intended level to their own last digit: that is no other condition.
    const level = outputVoltsRms?.toPrecision(2);
    const key = JSON.stringify([figure.definitionId, level, loadOhms, frequencyHz, bandHz, thdnLimitRatio]);
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()].map((group) => {
    const [{ conditions, definitionId }] = group;
    const told = conditionsText(conditions);
    return {
      kind: 'paragraph',
      lines: [
        [span(`${opening} ${channelsText(group)}${told === '' ? '' : ` (${told})`}.`), span(definitionId, 'faint')],
      ],
    };
  });
}

/** A part of the sheet, or a sentence that says it was not measured: a gap must not look like a good result. */
function part(title: string, blocks: readonly Block[], missing: string): Block[] {
  return section(title, blocks.length > 0 ? blocks : [paragraph(missing, 'dim')]);
}

/**
 * A reviewer's sheet in the order magazines print one: gain, impedances at 20 Hz, 1 kHz and 20 kHz, response, separation, noise re 1 V, distortion against
 * level into each load, clipping at 1 %, and at the end the verdicts.
 */
export function reviewLayout(verification: Verification, record: ReportRecord): Block[] {
  const figures = deviceFigures(verification);
  const say = (id: string, opening: string): Block[] => sentences(figures, id, opening);
  const charts = (...ids: Verification['curves'][number]['id'][]): Block[] => {
    const drawn = curveCharts({ ...verification, curves: verification.curves.filter(({ id }) => ids.includes(id)) });
    return drawn.length === 0 ? [] : [{ kind: 'charts', charts: drawn }];
  };
  const drawn =
    verification.claims.length === 0 ? [] : [claimsBlock(verification, assumptionNotes(verification.claims))];
  return [
    ...headBlocks(verification, record, 'Measurements'),
    paragraph(
      `The ${productName(verification)} was measured on ${rigName(verification)}, volume fully clockwise, into resistive loads. ` +
        `Every figure carries its expanded uncertainty (k = 2); the name in grey is its definition.`,
    ),
    ...part('Gain', say('gain', 'The gain is'), 'The gain was not measured.'),
    ...part(
      'Impedances',
      [
        ...say('input-impedance', 'The input impedance at 1 kHz is'),
        ...impedanceTable(verification, 'input-impedance'),
        ...say('output-impedance', 'The output impedance at 1 kHz is'),
        ...impedanceTable(verification, 'output-impedance'),
        ...charts('output-impedance', 'input-impedance'),
      ],
      'Impedances were not measured.',
    ),
    ...part(
      'Frequency response',
      [
        ...say('response-deviation', 'Within the band the response strays at most'),
        ...say('corner-low-3db', 'The lower −3 dB corner is at'),
        ...say('corner-high-3db', 'The upper −3 dB corner is at'),
        ...charts('frequency-response'),
      ],
      'The frequency response was not measured.',
    ),
    ...part(
      'Separation and balance',
      [...say('crosstalk', 'Crosstalk is'), ...say('channel-balance', 'The channels balance within')],
      'Channel separation was not measured in this run: no line of the card asks for it.',
    ),
    ...part(
      'Noise',
      [
        ...say('snr', 'The signal-to-noise ratio is'),
        ...say('noise', 'Noise with nothing playing is'),
        ...say('noise-a', 'A-weighted it is'),
      ],
      'Noise was not measured.',
    ),
    ...part(
      'Distortion',
      [
        ...say('thd-n', 'THD+N is'),
        ...say('thd', 'The harmonics alone are'),
        ...say('h2', 'The second harmonic lies at'),
        ...say('h3', 'The third harmonic lies at'),
        ...charts('thdn-vs-level', 'spectrum'),
      ],
      'Distortion was not measured.',
    ),
    ...part('Clipping', clippingTable(figures), 'The clipping level was not measured.'),
    ...section('Published against measured', drawn),
    { kind: 'foot', text: VERDICT_RULE },
  ];
}
