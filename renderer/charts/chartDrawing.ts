import { Chart, LinearScale, LogarithmicScale, type ScaleOptionsByType } from 'chart.js';
import { axisTicks, type Axis } from '../../core/report/axis.ts';
import type { ChartColours } from './chartColours.ts';
import { wholeView, type ChartSpec, type View } from './chartSpec.ts';
import type { Points } from './minMax.ts';
import { LABEL_FONT, paintLabels } from './paintLabels.ts';
import { paintBands, paintTraces } from './paintTraces.ts';
import { clipToFrame, type Frame, type Sheet } from './sheet.ts';

Chart.register(LinearScale, LogarithmicScale);

const FONT = { family: "Inter, 'Inter Variable', sans-serif", size: 11 };
/** Least distance between two labels, pixels. */
const LABEL_PIXELS = { x: 26, y: 20 };

/** What stands on a chart: its part in sight, with the points of each trace. */
interface Shown {
  readonly spec: ChartSpec;
  readonly view: View;
  readonly colours: ChartColours;
  /** Thinned; empty where another canvas has the traces. */
  readonly traces: readonly Points[];
}

/** A chart that is drawn: shows another stretch, says where its frame is, goes away. */
export interface ChartDrawing {
  show(shown: Shown): void;
  readonly frame: Frame;
  close(): void;
}

type Direction = 'x' | 'y';

function scaleOptions(
  axis: Axis,
  [min, max]: readonly [number, number],
  direction: Direction,
  { grid, gridLabelled, ink2, ink3 }: ChartColours,
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
      color: ({ tick }: { tick?: { label?: string | string[] } }) => (isLabelled(tick?.label) ? gridLabelled : grid),
      drawTicks: false,
    },
    border: { color: gridLabelled },
    ticks: {
      callback: (_: unknown, index: number, ticks: readonly { label?: string | string[] }[]) =>
        ticks[index].label ?? '',
      color: ink3,
      font: FONT,
      padding: 6,
      autoSkip: false,
      maxRotation: 0,
    },
    title: {
      // The vertical axis has its title above it, where it is read without tilting the head.
      display: direction === 'x',
      text: axis.title,
      color: ink2,
      font: { ...FONT, weight: 500 },
      align: 'end' as const,
      padding: 2,
    },
  };
}

function scalesOf({ x, y }: ChartSpec, view: View, colours: ChartColours) {
  const scale = (axis: Axis, range: readonly [number, number], direction: Direction) =>
    scaleOptions(axis, range, direction, colours) as unknown as ScaleOptionsByType<'linear'>;
  return { x: scale(x, view.x, 'x'), y: scale(y, view.y, 'y') };
}

/** Everything but the points of what is shown in a frame. */
export const sheetOf = (
  { left, top, width, height }: Frame,
  { spec, view, colours }: Omit<Shown, 'traces'>,
): Sheet => ({
  frame: { left, top, width, height },
  scales: { x: spec.x.scale, y: spec.y.scale },
  view,
  styles: spec.traces.map(({ style }) => style),
  colours,
});

/** Draws charts on a canvas: chart.js the axes and the grid, `paintTraces` and `paintLabels` what stands in them. */
export function drawChart(canvas: HTMLCanvasElement, spec: ChartSpec, colours: ChartColours): ChartDrawing {
  let shown: Shown = { spec, view: wholeView(spec), colours, traces: [] };
  const chart = new Chart<'line'>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      scales: scalesOf(spec, shown.view, colours),
      layout: { padding: { top: 24, right: 12 } },
    },
    plugins: [
      {
        id: 'traces',
        afterDatasetsDraw: ({ ctx: paint, chartArea }) => {
          const sheet = sheetOf(chartArea, shown);
          paint.font = LABEL_FONT;
          paint.textAlign = 'left';
          paint.fillStyle = shown.colours.ink2;
          paint.fillText(shown.spec.y.title, 0, FONT.size);
          paint.save();
          clipToFrame(paint, sheet.frame);
          paintBands(paint, sheet, shown.spec.traces);
          paintTraces(paint, sheet, shown.traces);
          paintLabels(paint, sheet, shown.traces, shown.spec);
          paint.restore();
        },
      },
    ],
  });
  return {
    show: (next) => {
      shown = next;
      chart.options.scales = scalesOf(next.spec, next.view, next.colours);
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
