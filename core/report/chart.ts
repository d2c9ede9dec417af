import type { Axis } from './axis.ts';
import { axisElements } from './chartAxes.ts';
import { limitElements, markElements, type Labelled } from './chartLabels.ts';
import { limitEnds, plotOf } from './chartPlot.ts';
import { bandElements, traceElements } from './chartTraces.ts';
import { densify, type Box } from './labelPlacement.ts';
import { sceneSvg, type Scene, type SceneElement } from './scene.ts';

export interface Trace {
  readonly label: string;
  /** Index into TRACE_STYLES. */
  readonly style: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** y ± U (k = 2), drawn as a band. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** A published limit: a line along x from `from` to `to` at `at` (or along y, when vertical). */
export interface Limit {
  readonly direction: 'horizontal' | 'vertical';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** On which side the allowed values lie; the label stands on the other. */
  readonly allowed: 'below' | 'above';
}

/** A judged figure's place on the chart. */
export interface PointMark {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly traces: readonly Trace[];
  readonly limits: readonly Limit[];
  readonly marks: readonly PointMark[];
}

/**
 * A chart as drawn elements. Traces differ by line pattern and marker as well as by colour (one alone has no markers); limits are drawn over them; labels
 * are put where they cover neither traces nor each other.
 */
export function chartScene(chart: Chart): Scene {
  const plot = plotOf(chart);
  const traces = chart.traces.map((trace) => traceElements(trace, plot, chart.traces.length > 1));
  const obstacles = traces.flatMap(({ points }) => points);
  const taken: Box[] = [];
  const above: SceneElement[] = [];
  const keep = (made: Labelled | null) => {
    if (made === null) return;
    above.push(...made.elements);
    taken.push(made.box);
  };
  for (const limit of chart.limits) obstacles.push(...densify(limitEnds(limit, plot), 3));
  for (const limit of chart.limits) keep(limitElements(limit, plot, obstacles, taken));
  for (const mark of chart.marks) keep(markElements(mark, plot, obstacles, taken));
  return {
    widthPixels: chart.widthPixels,
    heightPixels: chart.heightPixels,
    frame: plot.frame,
    behind: axisElements(chart, plot),
    clipped: [
      ...chart.traces.flatMap((trace) => bandElements(trace, plot)),
      ...traces.flatMap(({ elements }) => elements),
    ],
    above,
  };
}

/**
 * A chart as an SVG element.
 * @param id unique in the document: names the clip of this chart
 */
export function renderChart(chart: Chart, id: string): string {
  const summary = `${chart.title}: ${chart.traces.map(({ label }) => label).join('; ')}. ${chart.y.title} against ${chart.x.title}.`;
  return sceneSvg(chartScene(chart), id, summary);
}
