import type { Rig } from '../../calibration/rig.ts';
import type { CaptureRecord, Verification } from '../../result/verification.ts';
import { formatQuantity, formatWithUncertainty } from '../../units/format.ts';
import { cell, paragraph, span, type Block } from '../block.ts';

/** One thing found wrong with a capture, and in which step. */
export interface FindingRow {
  readonly code: string;
  readonly step: string;
  readonly channel: string;
  readonly atSeconds: number | null;
  readonly count: number | null;
  readonly damaging: boolean;
  readonly text: string;
}

/** What was wrong with captures, found in the data or reported by the stream. */
export function integrityBlock(findings: readonly FindingRow[], captureCount: number): Block {
  if (findings.length === 0) {
    return paragraph(
      `Nothing lost, repeated, clipped, muted or out of place was found in ${captureCount} captures.`,
      'dim',
    );
  }
  return {
    kind: 'table',
    columns: [
      { title: 'Finding', share: 0.16, align: 'left' },
      { title: 'Step', share: 0.22, align: 'left' },
      { title: 'Ch', share: 0.06, align: 'left' },
      { title: 'At', share: 0.1, align: 'right' },
      { title: 'Samples', share: 0.1, align: 'right' },
      { title: 'What it means', share: 0.36, align: 'left' },
    ],
    rows: findings.map(({ code, step, channel, atSeconds, count, damaging, text }) => [
      damaging ? cell(`${code} (not judged)`, 'damage') : cell(code),
      cell(step),
      cell(channel),
      cell(atSeconds === null ? '–' : `${atSeconds.toFixed(4)} s`),
      cell(count === null ? '–' : String(count)),
      cell(text),
    ]),
  };
}

/** The findings of a verification's steps. */
export const findingsOf = ({ steps }: Verification): FindingRow[] =>
  steps.flatMap(({ step, integrity }) => integrity.map((finding) => ({ ...finding, step: step.title })));

/** How the player's clock stood against the recorder's. */
export function clockText(clock: Verification['clock'], kind: Rig['clock']): string {
  return clock === null
    ? `${kind}, not measured`
    : `${kind}, ${formatWithUncertainty(clock.ppm, clock.uncertaintyPpm, 'ppm')}, wander ${formatQuantity(clock.wanderPpm, 'ppm', 2)}`;
}

/** The rig and its calibration, as the figures rest on it. */
export function rigFacts(rig: Rig): (readonly [string, string])[] {
  const balanced = (port: { balanced: boolean }): string => (port.balanced ? 'balanced' : 'single-ended');
  const within = (share: number): string => `±${formatQuantity(share, 'ratio')}`;
  const loads = rig.loads.map(
    ({ ohms, relativeTolerance, ratedWatts }) =>
      `${formatQuantity(ohms, 'ohm')} ${within(relativeTolerance)}, ${formatQuantity(ratedWatts, 'W')}`,
  );
  const channels = rig.channels.map(
    ({ name, outputChannel, inputChannel }) => `${name}: out ${outputChannel} → in ${inputChannel}`,
  );
  const { timeReference, seriesResistor, output, input, limits } = rig;
  return [
    ['Output device', rig.outputDevice],
    ['Input device', rig.inputDevice],
    ['Driver', rig.hostApi === null ? rig.driver : `${rig.driver}, ${rig.hostApi}`],
    ['Sampling', `${formatQuantity(rig.sampleRateHz, 'Hz')}, ${rig.format}`],
    [
      'Output, full scale',
      `${formatQuantity(output.fullScaleVoltsRms, 'V')} ${within(output.relativeUncertainty)}, ${balanced(output)}`,
    ],
    ['Output impedance of the rig', formatQuantity(output.sourceOhms, 'ohm')],
    [
      'Input, full scale',
      `${formatQuantity(input.fullScaleVoltsRms, 'V')} ${within(input.relativeUncertainty)}, ${balanced(input)}`,
    ],
    [
      'Input impedance of the rig',
      `${formatQuantity(input.inputOhms, 'ohm')}, divider ${Number(input.dividerRatio.toPrecision(5))}`,
    ],
    ['Channels', channels.join('; ')],
    [
      'Time reference',
      timeReference === null ? 'none' : `out ${timeReference.outputChannel} → in ${timeReference.inputChannel}`,
    ],
    ['Cable to the load', formatQuantity(rig.cableOhms, 'ohm')],
    ['Loads', loads.length === 0 ? 'none' : loads.join('; ')],
    [
      'Series resistor',
      seriesResistor === null
        ? 'none'
        : `${formatQuantity(seriesResistor.ohms, 'ohm')} ${within(seriesResistor.relativeTolerance)}`,
    ],
    [
      'Limits',
      `${formatQuantity(limits.outputVoltsRms, 'V')} at the output, ${formatQuantity(limits.loadRatingShare, 'ratio')} of a load’s rating`,
    ],
  ];
}

export const seedText = (seed: number, simulated: boolean): string =>
  `${seed}${simulated ? ', of dither and of the simulated bench' : ', of dither'}`;

/** The value where all captures agree, else null. */
function shared<Value>(values: readonly Value[]): Value | null {
  return values.every((value) => value === values[0]) ? values[0] : null;
}

/** Every capture with the whole hash of its samples: from these files each figure can be computed again. */
export function captureBlocks(captures: readonly CaptureRecord[]): Block[] {
  if (captures.length === 0) return [paragraph('Nothing was captured.', 'dim')];
  const rateHz = shared(captures.map(({ sampleRateHz }) => sampleRateHz));
  const channels = shared(captures.map(({ channelCount }) => channelCount));
  const common = [
    `${captures.length} files`,
    'float32, interleaved',
    ...(rateHz === null ? [] : [formatQuantity(rateHz, 'Hz')]),
    ...(channels === null ? [] : [`${channels} channels`]),
  ];
  const rows = captures.map(({ file, sha256, sampleRateHz, channelCount, frameCount }) => {
    const odd = [
      ...(rateHz === null ? [formatQuantity(sampleRateHz, 'Hz')] : []),
      ...(channels === null ? [`${channelCount} channels`] : []),
    ];
    return [
      { lines: [[span(file), ...(odd.length === 0 ? [] : [span(odd.join(', '), 'faint')])]] },
      cell(`${(frameCount / sampleRateHz).toFixed(2)} s`),
      cell(sha256, 'mono'),
    ];
  });
  return [
    paragraph(common.join(', '), 'dim'),
    {
      kind: 'table',
      columns: [
        { title: 'File', share: 0.4, align: 'left' },
        { title: 'Length', share: 0.09, align: 'right' },
        { title: 'sha256 of the samples', share: 0.51, align: 'left' },
      ],
      rows,
    },
  ];
}
