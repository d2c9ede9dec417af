import type { Curve, Figure } from '../../result/figure.ts';
import type { Verification } from '../../result/verification.ts';
import { formatQuantity, formatWithUncertainty } from '../../units/format.ts';
import { cell, span, type Block } from '../block.ts';

/** Where magazines give an impedance, Hz. */
const SPOTS = [20, 1000, 20_000] as const;
/** The nearest point of a curve must lie this near, as a share of the frequency. */
const NEAR = 0.03;
/** A point of a curve without an uncertainty of its own is given to this many digits. */
const DIGITS_WITHOUT_U = 2;

/** A curve's value at a frequency: its nearest measured point, not one between. */
function spotText(curve: Curve, frequencyHz: number): string {
  let nearest = 0;
  for (let index = 1; index < curve.x.length; index += 1) {
    if (Math.abs(curve.x[index] - frequencyHz) < Math.abs(curve.x[nearest] - frequencyHz)) nearest = index;
  }
  if (!(Math.abs(curve.x[nearest] - frequencyHz) <= NEAR * frequencyHz)) return 'not measured';
  const value = curve.y[nearest];
  const uncertainty = curve.yUncertainty?.[nearest];
  return uncertainty === undefined
    ? `about ${formatQuantity(value, curve.yUnit, DIGITS_WITHOUT_U)}`
    : formatWithUncertainty(value, uncertainty, curve.yUnit);
}

/** An impedance at 20 Hz, 1 kHz and 20 kHz, each channel (and load) a row. */
export function impedanceTable(verification: Verification, id: 'input-impedance' | 'output-impedance'): Block[] {
  const curves = verification.curves.filter((curve) => curve.id === id && curve.x.length > 0);
  if (curves.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: id === 'input-impedance' ? 'Input impedance' : 'Output impedance', share: 0.4, align: 'left' },
        ...SPOTS.map((spot) => ({ title: formatQuantity(spot, 'Hz'), share: 0.2, align: 'right' }) as const),
      ],
      rows: curves.map((curve) => [
        cell(
          curve.loadOhms === null
            ? curve.channel
            : `${curve.channel}, against ${formatQuantity(curve.loadOhms, 'ohm')}`,
        ),
        ...SPOTS.map((spot) => cell(spotText(curve, spot), 'strong')),
      ]),
    },
  ];
}

/** Volts and power where THD+N reaches its limit, for each load and channel. */
export function clippingTable(figures: readonly Figure[]): Block[] {
  const volts = figures.filter(({ id }) => id === 'max-output');
  if (volts.length === 0) return [];
  const powerOf = (at: Figure): string =>
    figures.find(
      ({ id, channel, conditions }) =>
        id === 'output-power' &&
        channel === at.channel &&
        conditions.loadOhms === at.conditions.loadOhms &&
        conditions.thdnLimitRatio === at.conditions.thdnLimitRatio,
    )?.text ?? '–';
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Load', share: 0.2, align: 'left' },
        { title: 'Channel', share: 0.15, align: 'left' },
        { title: 'THD+N limit', share: 0.15, align: 'right' },
        { title: 'Volts', share: 0.25, align: 'right' },
        { title: 'Power', share: 0.25, align: 'right' },
      ],
      rows: volts.map((figure) => {
        const { loadOhms, thdnLimitRatio, channelsDriven } = figure.conditions;
        const load = loadOhms === null || loadOhms === undefined ? 'none' : formatQuantity(loadOhms, 'ohm');
        const driven = (channelsDriven?.length ?? 1) > 1 ? [span('all channels driven', 'faint')] : [];
        return [
          { lines: [[span(load), ...driven]] },
          cell(figure.channel),
          cell(thdnLimitRatio === undefined ? '–' : formatQuantity(thdnLimitRatio, 'ratio')),
          cell(figure.text, 'strong'),
          cell(powerOf(figure), 'strong'),
        ];
      }),
    },
  ];
}
