import type { Claim } from '../../../core/card/claim.ts';
import { oneTwoFive, roundLinearRange, type Axis } from '../../../core/report/axis.ts';
import type { Limit } from '../../../core/report/chart.ts';
import { claimWords } from '../../../core/report/sentences.ts';
import type { ChartSpec, ChartTrace } from '../../charts/chartSpec.ts';
import { text } from '../../text/english.ts';
import { readColumn, type CurveSource } from './curveSource.ts';
import { columnDisplay, isBesideCurve, type ColumnDisplay } from './columnDisplay.ts';

/** A curve and one of its columns, as a choice. */
export interface CurveChoice {
  readonly curve: string;
  readonly x: string;
  readonly y: string;
  readonly label: string;
}

/** Every column that can be drawn of the sources, each once. */
export function curveChoices(sources: readonly CurveSource[]): readonly CurveChoice[] {
  const found = new Map<string, CurveChoice>();
  for (const { channels } of sources) {
    for (const { curves } of channels) {
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

function tracesOf(sources: readonly CurveSource[], choice: CurveChoice): ChartTrace[] {
  const xDisplay = columnDisplay(choice.x);
  const { show } = columnDisplay(choice.y);
  const made = sources.flatMap(({ name, channels }) =>
    channels.flatMap(({ channel, curves }) => {
      const column = readColumn(curves, choice);
      if (column === null) return [];
      const { y, uncertainty } = column;
      return [
        {
          label: traceLabel(name, channel, sources.length),
          x: xDisplay.scale === 'linear' ? column.x.map(xDisplay.show) : column.x,
          y: y.map(show),
          ...bandOf(y, uncertainty, show),
        },
      ];
    }),
  );
  return made.map((trace, style) => ({ ...trace, style }));
}

/** y ± U as they are shown; nothing where U is not known. */
export const bandOf = (
  y: readonly number[],
  uncertainty: readonly number[] | null,
  show: (value: number) => number,
): Pick<ChartTrace, 'band'> =>
  uncertainty === null
    ? {}
    : {
        band: {
          low: y.map((value, index) => show(value - uncertainty[index])),
          high: y.map((value, index) => show(value + uncertainty[index])),
        },
      };

/** A channel of one of so many sources. */
export const traceLabel = (name: string, channel: string | number, sources: number): string =>
  sources > 1 ? `${name}, ${channel}` : text.sweeps.channel(String(channel));

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

/** An axis that holds all values of the columns; null where there are none. */
export function axisOf(
  { title, scale }: ColumnDisplay,
  columns: readonly ArrayLike<number>[],
  parts: number,
): Axis | null {
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

/** One column of all sources over each other, with a card's limits; null where there is nothing to draw. */
export function overlayChart(
  sources: readonly CurveSource[],
  choice: CurveChoice,
  claims: readonly Claim[],
): ChartSpec | null {
  const traces = tracesOf(sources, choice);
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
