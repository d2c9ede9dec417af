import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type ScaleOptionsByType,
} from 'chart.js';
import { axisTicks, type Axis } from '../../core/report/axis.ts';
import { wholeView, type ChartSpec, type View } from './chartSpec.ts';
import type { Points } from './minMax.ts';
import type { ChartColours } from './chartColours.ts';
import { DENSE_POINTS, layersPlugin } from './paintLayers.ts';
import { traceLook } from './traceLook.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

const FONT = { family: "Inter, 'Inter Variable', sans-serif", size: 11 };
/** Least distance between two labels, pixels. */
const LABEL_PIXELS = { x: 26, y: 20 };
/** How far beyond the frame a point is still drawn, in heights of the frame: minus infinity leaves through the bottom. */
const BEYOND = 4;

/** A chart that is drawn: shows another stretch, says where its frame is, goes away. */
export interface ChartDrawing {
  show(spec: ChartSpec, view: View, traces: readonly Points[]): void;
  readonly frame: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  close(): void;
}

type Direction = 'x' | 'y';

function scaleOptions(
  axis: Axis,
  [min, max]: readonly [number, number],
  direction: Direction,
  colours: () => ChartColours,
) {
  const isLabelled = (label: unknown): boolean => typeof label === 'string' && label !== '';
  return {
    type: axis.scale === 'log' ? ('logarithmic' as const) : ('linear' as const),
    min,
    max,
    // The axis in sight gets its own 1-2-5 labels, with faint lines between.
    afterBuildTicks: (scale: {
      width: number;
      height: number;
      min: number;
      max: number;
      ticks: { value: number; label?: string }[];
    }) => {
      const length = direction === 'x' ? scale.width : scale.height;
      const shown = { ...axis, from: scale.min, to: scale.max };
      const ticks = axisTicks(shown, Math.max(length, 50), LABEL_PIXELS[direction]);
      scale.ticks = ticks.map(({ at, label }) => ({ value: at, label: label ?? '' }));
    },
    grid: {
      color: ({ tick }: { tick?: { label?: string | string[] } }) =>
        isLabelled(tick?.label) ? colours().gridLabelled : colours().grid,
      drawTicks: false,
    },
    border: { color: () => colours().gridLabelled },
    ticks: {
      callback: (_: unknown, index: number, ticks: readonly { label?: string | string[] }[]) =>
        ticks[index].label ?? '',
      color: () => colours().ink3,
      font: FONT,
      padding: 6,
      autoSkip: false,
      maxRotation: 0,
    },
    title: {
      // The vertical axis has its title above it, where it is read without tilting the head.
      display: direction === 'x',
      text: axis.title,
      color: () => colours().ink2,
      font: { ...FONT, weight: 500 },
      align: 'end' as const,
      padding: 2,
    },
  };
}

function dataset(
  trace: ChartSpec['traces'][number],
  points: Points,
  view: View,
  axis: Axis,
  colours: ChartColours,
): ChartDataset<'line'> {
  const look = traceLook(trace.style);
  const floor = axis.scale === 'log' ? view.y[0] / 1e6 : view.y[0] - BEYOND * (view.y[1] - view.y[0]);
  const data = Array.from({ length: points.length / 2 }, (_, index) => {
    const y = points[2 * index + 1];
    return { x: points[2 * index], y: Number.isNaN(y) ? y : Math.max(y, floor) };
  });
  return {
    label: trace.label,
    data,
    borderColor: colours.trace(trace.style),
    borderWidth: 1.25,
    borderDash: [...look.dash],
    showLine: data.length <= DENSE_POINTS,
    borderJoinStyle: 'round',
    pointRadius: 0,
    pointHitRadius: 0,
  };
}

/** Draws charts on a canvas with chart.js; what it gets is thinned already. */
export function drawChart(canvas: HTMLCanvasElement, first: ChartSpec, colours: () => ChartColours): ChartDrawing {
  let spec = first;
  const scalesOf = ({ x, y }: ChartSpec, view: View) => {
    const scale = (axis: Axis, range: readonly [number, number], direction: Direction) =>
      scaleOptions(axis, range, direction, colours) as unknown as ScaleOptionsByType<'linear'>;
    return { x: scale(x, view.x, 'x'), y: scale(y, view.y, 'y') };
  };
  const chart = new Chart<'line'>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      normalized: true,
      parsing: false,
      scales: scalesOf(first, wholeView(first)),
      layout: { padding: { top: 24, right: 12 } },
    },
    plugins: [layersPlugin(() => spec, colours)],
  });
  return {
    show: (wanted, view, traces) => {
      spec = wanted;
      chart.options.scales = scalesOf(wanted, view);
      chart.data.datasets = wanted.traces.map((trace, index) =>
        dataset(trace, traces.at(index) ?? new Float64Array(0), view, wanted.y, colours()),
      );
      chart.update('none');
    },
    get frame() {
      return chart.chartArea;
    },
    close: () => {
      chart.destroy();
    },
  };
}
