import type { Rig } from '../../calibration/rig.ts';
import { kindNamed } from '../../measure/kinds.ts';
import type { Figure } from '../../result/figure.ts';
import type { Measurement } from '../../run/runMeasurement.ts';
import { formatQuantity } from '../../units/format.ts';
import { analysisCharts } from '../analysisCharts.ts';
import { paragraph, section, type Block, type Report } from '../block.ts';
import type { Layout } from '../choices.ts';
import { definitionBlocks } from '../blocks/definitionBlocks.ts';
import { figureTable } from '../blocks/figureTable.ts';
import {
  captureBlocks,
  clockText,
  integrityBlock,
  rigFacts,
  seedText,
  type FindingRow,
} from '../blocks/recordBlocks.ts';
import { dateText } from '../dateText.ts';
import type { ReportRecord } from '../report.ts';
import { simulatedBanner } from './verificationHead.ts';

/** One measurement and the rig it was made on: a run of `measure`. */
export interface MeasurementRun {
  readonly analysis: Measurement;
  readonly rig: Rig;
  readonly seed: number;
}

/** The rig's own name of a channel that the analysis counts from 1. */
function channelName(rig: Rig, channel: number | string): string {
  return rig.channels.at(Number(channel) - 1)?.name ?? String(channel);
}

const figuresOf = ({ analysis, rig }: MeasurementRun): Figure[] =>
  analysis.channels.flatMap(({ figures }) =>
    Object.values(figures).map((figure) => ({ ...figure, channel: channelName(rig, figure.channel) })),
  );

const findingsOf = ({ analysis, rig }: MeasurementRun, title: string): FindingRow[] =>
  analysis.integrity.map((finding) => ({
    ...finding,
    step: title,
    channel: finding.channel === null ? 'all' : channelName(rig, finding.channel),
  }));

/** How the measurement was set: what differs from a kind's own defaults is in its settings. */
function settingFacts(analysis: Measurement): (readonly [string, string])[] {
  const { path, loadOhms, outputVoltsRms, settings } = analysis.request;
  const set = Object.entries(settings);
  return [
    ['Path', path === 'loopback' ? 'loopback, no device' : 'through the device'],
    ['Full level', `${formatQuantity(outputVoltsRms, 'V')} at the ${path === 'loopback' ? 'input' : 'output'}`],
    ['Load', loadOhms === null ? 'none' : formatQuantity(loadOhms, 'ohm')],
    ['Length', `${analysis.frames} frames, ${(analysis.frames / analysis.sampleRateHz).toFixed(2)} s`],
    ...set.map(
      ([name, value]) => [`Setting ${name}`, Array.isArray(value) ? value.join(', ') : String(value)] as const,
    ),
  ];
}

/** One measurement's report: `card` has the figures, `one-page` its curves too, all others everything. */
export function buildMeasurementReport(run: MeasurementRun, layout: Layout, record: ReportRecord): Report {
  const { analysis, rig, seed } = run;
  const { request, simulated, captures } = analysis;
  const { title } = kindNamed(request.kind);
  const figures = figuresOf(run);
  const charts = layout === 'card' ? [] : analysisCharts(analysis, (channel) => channelName(rig, channel));
  const flags = analysis.channels
    .filter(({ flags: raised }) => raised.length > 0)
    .map(({ channel, flags: raised }) => `${channelName(rig, channel)}: ${raised.join(', ')}`);
  const { startedAt, runName } = record;
  const short: Block[] = [
    {
      kind: 'head',
      overline: 'Measurement',
      title,
      subtitle: rig.name,
      facts: [
        ...(startedAt === null ? [] : [['Date', dateText(startedAt)] as const]),
        ['Rig', `${rig.id}, ${formatQuantity(rig.sampleRateHz, 'Hz')}`],
        ['Load', request.loadOhms === null ? 'none' : formatQuantity(request.loadOhms, 'ohm')],
        ...(runName === null ? [] : [['Run', runName] as const]),
      ],
    },
    ...simulatedBanner(simulated),
    { kind: 'heading', level: 2, text: 'Figures' },
    figureTable(figures),
    ...(flags.length === 0 ? [] : [paragraph(`Flags: ${flags.join('; ')}.`, 'dim')]),
    ...(charts.length === 0 ? [] : [{ kind: 'charts', charts } as const]),
  ];
  const isShort = layout === 'card' || layout === 'one-page';
  const rest: Block[] = [
    ...definitionBlocks(figures),
    ...section('Settings', [{ kind: 'facts', items: settingFacts(analysis) }]),
    ...section('Integrity of the captures', [integrityBlock(findingsOf(run, title), captures.length)]),
    ...section('Rig and calibration', [
      {
        kind: 'facts',
        items: [
          ...rigFacts(rig),
          ['Clock, player against recorder', clockText(analysis.clock, rig.clock)],
          ['Seed', seedText(seed, simulated)],
        ],
      },
    ]),
    ...section('Captures', captureBlocks(captures)),
  ];
  return {
    title: `${title}: ${rig.name}${simulated ? ' (SIMULATED)' : ''}`,
    simulated,
    startedAt,
    blocks: [
      ...short,
      ...(isShort ? [] : rest),
      { kind: 'foot', text: 'U is expanded, k = 2. Every figure can be computed again from the run’s captures.' },
    ],
  };
}
