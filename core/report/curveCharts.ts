import type { Claim } from '../card/claim.ts';
import { outputVoltsOf } from '../card/statedLevel.ts';
import type { Curve } from '../result/figure.ts';
import type { Verification } from '../result/verification.ts';
import { formatQuantity } from '../units/format.ts';
import { oneTwoFive, type Axis } from './axis.ts';
import type { Chart, Limit } from './chart.ts';
import {
  asIs,
  claimsOf,
  extent,
  HALF_PIXELS,
  KILOHMS,
  linearAxis,
  logAxis,
  marksOf,
  PERCENT,
  positive,
  published,
  traceOf,
  WIDE_PIXELS,
  type Display,
} from './curveDisplay.ts';
import { curveSets, type CurveSet } from './curveSets.ts';
import { spectrumChart } from './spectrumChart.ts';

function responseChart(verification: Verification, { curves, where }: CurveSet): Chart | null {
  const x = logAxis(
    curves.flatMap(({ x: frequencies }) => frequencies),
    'Frequency (Hz)',
  );
  if (x === null) return null;
  const limits = claimsOf(verification, 'frequency_response').flatMap((claim): Limit[] => {
    const [lower, upper] = claim.tolerance_db ?? [null, null];
    const [from, to] = typeof claim.freq_hz === 'object' ? claim.freq_hz : [x.from, x.to];
    const line = (at: number, allowed: Limit['allowed']): Limit => ({
      direction: 'horizontal',
      at,
      from,
      to,
      label: published(claim),
      allowed,
    });
    return [...(lower === null ? [] : [line(lower, 'above')]), ...(upper === null ? [] : [line(upper, 'below')])];
  });
  const levels = limits.map(({ at }) => at);
  const lowestLimit = Math.min(-0.5, ...levels);
  const highestLimit = Math.max(0.5, ...levels);
  // What falls far below the limits (a response far outside the claimed band) is cut, so that the claimed band stays readable.
  const range = extent(
    curves.flatMap(({ y }) => y),
    (value) => value >= 3 * lowestLimit && value <= 3 * highestLimit,
  ) ?? [0, 0];
  return {
    title: `Frequency response${where}`,
    widthPixels: WIDE_PIXELS,
    heightPixels: 150,
    x,
    y: linearAxis(
      Math.min(range[0], 1.5 * lowestLimit),
      Math.max(range[1], levels.some((at) => at > 0) ? 1.5 * highestLimit : 0.5),
      'Response re 1 kHz (dB)',
      4,
    ),
    traces: curves.map((curve, index) => traceOf(curve, curve.channel, index, asIs('dB'))),
    limits,
    // Of several sets it is not known to which a judged figure belongs.
    marks:
      where === ''
        ? marksOf(verification, 'frequency_response', ({ conditions, db }) =>
            conditions.frequencyHz === undefined || db === undefined ? null : [conditions.frequencyHz, db],
          )
        : [],
  };
}

/** The published power as the volts it takes in its load, where one load is stated. */
function powerLimit(claim: Claim, y: Axis): Limit[] {
  if (typeof claim.value !== 'number' || typeof claim.load_ohm !== 'number' || claim.unit !== 'W') return [];
  const label = `${formatQuantity(claim.value, 'W')}, ${formatQuantity(claim.load_ohm, 'ohm')}`;
  return [
    {
      direction: 'vertical',
      at: Math.sqrt(claim.value * claim.load_ohm),
      from: y.from,
      to: y.to,
      label,
      allowed: 'above',
    },
  ];
}

/** More traces than there are line patterns cannot be told apart. */
const MOST_TRACES = 4;

function thdnChart(verification: Verification, all: readonly Curve[]): Chart | null {
  // The channels of a unit are mostly alike, its loads are not.
  const isCrowded = all.length > MOST_TRACES;
  const [{ channel: first }] = all;
  const curves = isCrowded ? all.filter(({ channel }) => channel === first).slice(0, MOST_TRACES) : all;
  const traces = curves.map((curve, index) => {
    const load = curve.loadOhms === null ? 'no load' : formatQuantity(curve.loadOhms, 'ohm');
    return traceOf(curve, isCrowded ? load : `${curve.channel}, ${load}`, index, PERCENT);
  });
  const thdnClaims = claimsOf(verification, 'thd_n').filter(
    ({ value, unit }) => typeof value === 'number' && unit === '%',
  );
  const limitValues = thdnClaims.map(({ value }) => value as number);
  const x = logAxis(
    curves.flatMap(({ x: volts }) => volts),
    'Output level (V rms)',
  );
  const y = logAxis(
    [...traces.flatMap(({ y: percent }) => percent), ...limitValues.map((value) => value / 2)],
    PERCENT.title,
  );
  if (x === null || y === null) return null;
  const limits = thdnClaims.flatMap((claim): Limit[] => {
    const level = outputVoltsOf(claim.level);
    const [from, to] = level === null ? [x.from, x.to] : [level / 1.5, level * 1.5];
    return [
      { direction: 'horizontal', at: claim.value as number, from, to, label: published(claim), allowed: 'below' },
    ];
  });
  return {
    title: `THD+N against level${isCrowded ? `, ${first}` : ''}`,
    widthPixels: HALF_PIXELS,
    heightPixels: 178,
    x,
    y,
    traces,
    limits: [...limits, ...claimsOf(verification, 'output_power').flatMap((claim) => powerLimit(claim, y))],
    marks: marksOf(verification, 'thd_n', ({ conditions, value, unit }) =>
      conditions.outputVoltsRms === undefined || value === null || unit !== 'ratio'
        ? null
        : [conditions.outputVoltsRms, PERCENT.show(value)],
    ),
  };
}

function impedanceChart(
  verification: Verification,
  { curves, where }: CurveSet,
  kind: { quantity: 'output_impedance' | 'input_impedance'; title: string; display: Display },
): Chart | null {
  const { quantity, title, display } = kind;
  const traces = curves.map((curve, index) => traceOf(curve, curve.channel, index, display));
  const x = logAxis(
    curves.flatMap(({ x: frequencies }) => frequencies),
    'Frequency (Hz)',
  );
  const range = extent(
    traces.flatMap(({ y }) => y),
    positive,
  );
  if (x === null || range === null) return null;
  const limits = claimsOf(verification, quantity).flatMap((claim): Limit[] =>
    typeof claim.value === 'number' && claim.unit === 'ohm'
      ? [
          {
            direction: 'horizontal',
            at: display.show(claim.value),
            from: x.from,
            to: x.to,
            label: published(claim),
            allowed: 'below',
          },
        ]
      : [],
  );
  const top = Math.max(range[1], ...limits.map(({ at }) => at));
  const y: Axis =
    range[1] / range[0] > 30
      ? { scale: 'log', from: oneTwoFive(range[0], -1), to: oneTwoFive(top * 1.3, 1), title: display.title }
      : linearAxis(0, top * 1.18, display.title);
  return {
    title: title + where,
    widthPixels: HALF_PIXELS,
    heightPixels: 178,
    x,
    y,
    traces,
    limits,
    marks: marksOf(verification, quantity, ({ conditions, value, unit }) =>
      conditions.frequencyHz === undefined || value === null || unit !== 'ohm'
        ? null
        : [conditions.frequencyHz, display.show(value)],
    ),
  };
}

/** Charts of half the width stand two in a row; one without a neighbour takes the whole row. */
function fillRows(charts: readonly Chart[]): Chart[] {
  let waiting = false;
  return charts.map((chart, index) => {
    if (chart.widthPixels === WIDE_PIXELS) return chart;
    waiting = !waiting;
    const alone = waiting && charts.at(index + 1)?.widthPixels !== HALF_PIXELS;
    if (!alone) return chart;
    waiting = false;
    return { ...chart, widthPixels: WIDE_PIXELS, heightPixels: 160 };
  });
}

/**
 * The charts of a verification in reading order: response, THD+N, impedances, spectra. Empty curves give none.
 * @param most no more than these, the first ones
 */
export function curveCharts(verification: Verification, most = Infinity): Chart[] {
  const curvesOf = (id: Curve['id']) => verification.curves.filter((curve) => curve.id === id && curve.x.length > 0);
  const response = curvesOf('frequency-response');
  const thdn = curvesOf('thdn-vs-level');
  // A load moves the output the more the lower it is: the lowest one tells the impedance best, the others only check loads.
  const outputs = curvesOf('output-impedance');
  const lowestLoad = Math.min(...outputs.map(({ loadOhms }) => loadOhms ?? Infinity));
  const output = outputs.filter(({ loadOhms }) => (loadOhms ?? Infinity) === lowestLoad);
  const input = curvesOf('input-impedance');
  const spectra = curvesOf('spectrum');
  const charts: (Chart | null)[] = [
    ...curveSets(verification, response, 'frequency-response').map((set) => responseChart(verification, set)),
    thdn.length > 0 ? thdnChart(verification, thdn) : null,
    ...curveSets(verification, output, 'output-impedance').map((set) =>
      impedanceChart(verification, set, {
        quantity: 'output_impedance',
        title: `Output impedance${lowestLoad === Infinity ? '' : `, ${formatQuantity(lowestLoad, 'ohm')}`}`,
        display: asIs('|Z| (Ω)'),
      }),
    ),
    ...curveSets(verification, input, 'input-impedance').map((set) =>
      impedanceChart(verification, set, {
        quantity: 'input_impedance',
        title: 'Input impedance',
        display: KILOHMS,
      }),
    ),
    ...spectra.map(spectrumChart),
  ];
  return fillRows(charts.filter((chart) => chart !== null).slice(0, most));
}
