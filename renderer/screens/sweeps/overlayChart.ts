import type { Claim } from '../../../core/card/claim.ts';
import { oneTwoFive, roundLinearRange, type Axis } from '../../../core/report/axis.ts';
import type { Limit } from '../../../core/report/chart.ts';
import { claimWords } from '../../../core/report/sentences.ts';
import type { ChartSpec, ChartTrace } from '../../charts/chartSpec.ts';
import type { SweepResult } from '../../state/useSweepResults.ts';
import { text } from '../../text/english.ts';
import { columnDisplay, isBesideCurve, type ColumnDisplay } from './columnDisplay.ts';

/** A curve and one of its columns, as a choice. */
export interface CurveChoice {
  readonly curve: string;
  readonly x: string;
  readonly y: string;
  readonly label: string;
}

/** Every column that can be drawn in the results, each once. */
export function curveChoices(results: readonly SweepResult[]): readonly CurveChoice[] {
  const found = new Map<string, CurveChoice>();
  for (const { measurement } of results) {
    for (const { curves } of measurement.channels) {
      for (const [curve, columns] of Object.entries(curves)) {
        const [x, ...others] = Object.keys(columns).filter((name) => !isBesideCurve(name));
        for (const y of others) {
          const label = `${curve}: ${columnDisplay(y).title}`;
          if (columns[y].length > 1) found.set(`${curve} ${y}`, { curve, x, y, label });
        }
      }
    }
  }
  return [...found.values()];
}

/** The column of uncertainties (k = 2, linear with it) that belongs to a column; null where there is none. */
function besideColumn(columns: Readonly<Record<string, unknown>>, y: string): string | null {
  const unit = /(Db|Rms|Radians|Seconds|Ohms)$/u.exec(y)?.[1] ?? '';
  const stem = /^(h\d+|phase|thdn)/u.exec(y)?.[1] ?? '';
  const wanted = stem === '' ? `uncertainties${unit}` : `${stem}Uncertainties${unit}`;
  return wanted in columns ? wanted : null;
}

const numbers = (column: readonly (number | null)[]): number[] => column.map((value) => value ?? Number.NaN);

function tracesOf(results: readonly SweepResult[], { curve, x, y }: CurveChoice): ChartTrace[] {
  const showX = columnDisplay(x).show;
  const showY = columnDisplay(y).show;
  const xDisplay = columnDisplay(x);
  const made = results.flatMap(({ name, measurement }) =>
    measurement.channels.flatMap(({ channel, curves }) => {
      if (!(curve in curves) || !(y in curves[curve])) return [];
      const columns = curves[curve];
      const order = numbers(columns[x])
        .map((value, index) => ({ at: xDisplay.scale === 'linear' ? showX(value) : value, index }))
        .filter(({ at }) => Number.isFinite(at))
        .sort((a, b) => a.at - b.at);
      const values = numbers(columns[y]);
      const beside = besideColumn(columns, y);
      const sure = beside === null ? null : numbers(columns[beside]);
      const pick = (of: (index: number) => number): number[] => order.map(({ index }) => showY(of(index)));
      return [
        {
          label: results.length > 1 ? `${name}, ${channel}` : text.sweeps.channel(String(channel)),
          x: order.map(({ at }) => at),
          y: pick((index) => values[index]),
          ...(sure === null
            ? {}
            : {
                band: {
                  low: pick((index) => values[index] - sure[index]),
                  high: pick((index) => values[index] + sure[index]),
                },
              }),
        },
      ];
    }),
  );
  return made.map((trace, style) => ({ ...trace, style }));
}

function extent(values: readonly ArrayLike<number>[], least: number): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const column of values) {
    for (let index = 0; index < column.length; index++) {
      const value = column[index];
      if (!Number.isFinite(value) || value <= least) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

function axisOf({ title, scale }: ColumnDisplay, columns: readonly ArrayLike<number>[], parts: number): Axis | null {
  const range = extent(columns, scale === 'log' ? 0 : -Infinity);
  if (range === null) return null;
  if (scale === 'log') {
    const from = oneTwoFive(range[0], -1);
    const to = oneTwoFive(range[1], 1);
    return { scale, from, to: to > from ? to : from * 10, title };
  }
  const [from, to] = roundLinearRange(range[0], range[1], parts);
  return { scale, from, to, title };
}

/** What a card publishes about a column, as lines. */
export function publishedLimits(claims: readonly Claim[], { y }: CurveChoice, x: Axis): Limit[] {
  const line = (claim: Claim, at: number, allowed: Limit['allowed']): Limit => {
    const [from, to] = typeof claim.freq_hz === 'object' ? claim.freq_hz : [x.from, x.to];
    return { direction: 'horizontal', at, from, to, label: claimWords(claim).value, allowed };
  };
  return claims.flatMap((claim) => {
    const { quantity, value, unit, tolerance_db } = claim;
    if (quantity === 'frequency_response' && y === 'magnitudesDb') {
      const [lower, upper] = tolerance_db ?? [null, null];
      return [
        ...(lower === null ? [] : [line(claim, lower, 'above')]),
        ...(upper === null ? [] : [line(claim, upper, 'below')]),
      ];
    }
    const isLevel = typeof value === 'number';
    if (quantity === 'thd_n' && y === 'thdnRatios' && isLevel && unit === '%') return [line(claim, value, 'below')];
    if (quantity === 'thd' && y === 'thdRatios' && isLevel && unit === '%') return [line(claim, value, 'below')];
    if (quantity === 'output_impedance' && y.endsWith('Ohms') && isLevel && unit === 'ohm')
      return [line(claim, value, 'below')];
    return [];
  });
}

/** A limit stands inside the frame, not on its edge. */
const BEYOND_LIMIT = 1.15;

/** One column of all results over each other, with a card's limits; null where there is nothing to draw. */
export function overlayChart(
  results: readonly SweepResult[],
  choice: CurveChoice,
  claims: readonly Claim[],
): ChartSpec | null {
  const traces = tracesOf(results, choice);
  const x = axisOf(
    columnDisplay(choice.x),
    traces.map((trace) => trace.x),
    8,
  );
  if (x === null) return null;
  const limits = publishedLimits(claims, choice, x);
  const y = axisOf(
    columnDisplay(choice.y),
    [...traces.map((trace) => trace.y), limits.map(({ at }) => BEYOND_LIMIT * at)],
    6,
  );
  return y === null ? null : { title: choice.label, x, y, traces, limits, marks: [] };
}
