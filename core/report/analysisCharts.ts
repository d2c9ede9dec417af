import type { Analysis, CurveColumns } from '../measure/analysis.ts';
import { oneTwoFive, roundLinearRange, type Axis } from './axis.ts';
import type { Chart, Trace } from './chart.ts';
import { WIDE_PIXELS } from './curveDisplay.ts';

/** Columns a curve is drawn against; the unit stands in the name. */
const ACROSS: Readonly<Record<string, { readonly title: string; readonly scale: Axis['scale'] }>> = {
  frequenciesHz: { title: 'Frequency (Hz)', scale: 'log' },
  levelsRms: { title: 'Level (rms)', scale: 'log' },
  timesSeconds: { title: 'Time (s)', scale: 'linear' },
};

interface Upward {
  readonly column: string;
  readonly title: string;
  readonly scale: Axis['scale'];
  readonly factor: number;
  readonly uncertainty?: string;
}

/** Columns that are drawn, best first. */
const UPWARD: readonly Upward[] = [
  { column: 'magnitudesDb', title: 'Magnitude (dB)', scale: 'linear', factor: 1, uncertainty: 'uncertaintiesDb' },
  { column: 'ratiosDb', title: 'Ratio (dB)', scale: 'linear', factor: 1, uncertainty: 'uncertaintiesDb' },
  { column: 'impedancesOhms', title: '|Z| (Ω)', scale: 'linear', factor: 1, uncertainty: 'uncertaintiesOhms' },
  { column: 'thdnRatios', title: 'THD+N (%)', scale: 'log', factor: 100 },
  { column: 'densities', title: 'Density (unit/√Hz)', scale: 'log', factor: 1 },
  { column: 'densitiesRmsPerRootHz', title: 'Density (unit/√Hz)', scale: 'log', factor: 1 },
  { column: 'levelsRms', title: 'Level (rms)', scale: 'log', factor: 1 },
  { column: 'deviationsDb', title: 'Deviation (dB)', scale: 'linear', factor: 1, uncertainty: 'uncertaintiesDb' },
  { column: 'errorsDb', title: 'Error (dB)', scale: 'linear', factor: 1, uncertainty: 'uncertaintiesDb' },
  { column: 'phasesRadians', title: 'Phase (rad)', scale: 'linear', factor: 1 },
  { column: 'values', title: 'Value', scale: 'linear', factor: 1 },
];

/** Lists of single lines, not curves. */
const LISTS: ReadonlySet<string> = new Set(['lines', 'tones', 'products', 'sidebands', 'harmonics']);
const FEWEST_POINTS = 3;
/** Share of the lowest values that may leave through the bottom of a log axis: bins of a noise floor are luck. */
const LUCK = 0.02;
const TITLES: Readonly<Record<string, string>> = { 'thdn-vs-level': 'THD+N against level' };

const numbers = (column: readonly (number | null)[]): number[] => column.map((value) => value ?? Number.NaN);

function axisOf(values: readonly number[], title: string, scale: Axis['scale']): Axis | null {
  const shown = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  if (shown.length === 0) return null;
  const sorted = shown.toSorted((a, b) => a - b);
  if (scale === 'linear') {
    const [from, to] = roundLinearRange(sorted[0], sorted.at(-1)!, 5);
    return { scale, from, to, title };
  }
  const from = oneTwoFive(sorted[Math.floor(sorted.length * LUCK)], -1);
  const to = oneTwoFive(sorted.at(-1)!, 1);
  return { scale, from, to: to > from ? to : from * 10, title };
}

function traceOf(columns: CurveColumns, across: string, up: Upward, label: string, style: number): Trace {
  const y = numbers(columns[up.column]).map((value) => value * up.factor);
  const trace = { label, style, x: numbers(columns[across]), y };
  if (up.uncertainty === undefined || !(up.uncertainty in columns)) return trace;
  const half = numbers(columns[up.uncertainty]);
  return {
    ...trace,
    band: { low: y.map((value, index) => value - half[index]), high: y.map((value, index) => value + half[index]) },
  };
}

function curveChart(
  name: string,
  curves: readonly { readonly label: string; readonly columns: CurveColumns }[],
): Chart | null {
  const [{ columns }] = curves;
  const across = Object.keys(columns)[0];
  const up = UPWARD.find(({ column }) => column in columns && column !== across);
  if (LISTS.has(name) || !Object.hasOwn(ACROSS, across) || up === undefined) return null;
  const drawn = curves.filter((curve) => curve.columns[across].length >= FEWEST_POINTS);
  const traces = drawn.map((curve, index) => traceOf(curve.columns, across, up, curve.label, index));
  const x = axisOf(
    traces.flatMap((trace) => trace.x),
    ACROSS[across].title,
    ACROSS[across].scale,
  );
  // The band counts: an axis finer than U would show what is not known.
  const y = axisOf(
    traces.flatMap((trace) => [
      ...trace.y,
      ...(trace.band === undefined ? [] : [...trace.band.low, ...trace.band.high]),
    ]),
    up.title,
    up.scale,
  );
  if (x === null || y === null) return null;
  const title = TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
  return { title, widthPixels: WIDE_PIXELS, heightPixels: 190, x, y, traces, limits: [], marks: [] };
}

/** The curves of one measurement, all channels of a curve in one chart. */
export function analysisCharts({ channels }: Analysis, nameOf: (channel: number) => string): Chart[] {
  const names = [...new Set(channels.flatMap(({ curves }) => Object.keys(curves)))];
  return names
    .map((name) =>
      curveChart(
        name,
        channels.flatMap(({ channel, curves }) =>
          Object.hasOwn(curves, name) ? [{ label: nameOf(channel), columns: curves[name] }] : [],
        ),
      ),
    )
    .filter((chart) => chart !== null);
}
