import type { Axis } from '../../core/report/axis.ts';
import type { Limit, PointMark } from '../../core/report/chart.ts';

export interface ChartTrace {
  readonly label: string;
  /** Index of its look. */
  readonly style: number;
  /** Ascending. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** y ± U (k = 2), drawn as a band. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
}

/** A chart as a screen wants it drawn: the report's charts fit in. */
export interface ChartSpec {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly traces: readonly ChartTrace[];
  readonly limits: readonly Limit[];
  readonly marks: readonly PointMark[];
}

/** What part of a chart is in sight. */
export interface View {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

export const wholeView = ({ x, y }: ChartSpec): View => ({ x: [x.from, x.to], y: [y.from, y.to] });
