import { curveDifference, type DifferenceKind } from '../../../core/report/compareCurves.ts';
import type { ChartSpec, ChartTrace } from '../../charts/chartSpec.ts';
import { text } from '../../text/english.ts';
import { columnDisplay, type ColumnDisplay } from './columnDisplay.ts';
import { readColumn, type CurveSource } from './curveSource.ts';
import { axisOf, bandOf, traceLabel, type CurveChoice } from './overlayChart.ts';

/** Amplitudes are told apart in decibels; the end of a column's name is its unit. */
const kindOf = (column: string): DifferenceKind =>
  /Ratios$|Rms$|PerRootHz$|^densities$|^ratios$/u.test(column)
    ? 'decibels'
    : column.endsWith('Radians')
      ? 'angle'
      : 'plain';

const asIs = (value: number): number => value;

function displayOf(column: string): ColumnDisplay {
  const kind = kindOf(column);
  const { title, show } = columnDisplay(column);
  const unit = kind === 'decibels' ? 'dB' : (/\(([^)]*)\)$/u.exec(title)?.[1] ?? '');
  return {
    title: text.sweeps.differenceAxis(unit),
    scale: 'linear',
    show: kind === 'angle' ? show : asIs,
  };
}

/**
 * One column of each source less that of the reference's same channel, as `overlayChart` draws them; null where there is nothing to draw.
 * @param reference one of the sources
 */
export function differenceChart(
  sources: readonly CurveSource[],
  reference: CurveSource,
  choice: CurveChoice,
): ChartSpec | null {
  const xDisplay = columnDisplay(choice.x);
  const yDisplay = displayOf(choice.y);
  const { show } = yDisplay;
  const onLogScale = xDisplay.scale === 'log';
  let style = -1;
  const traces = sources.flatMap((source) =>
    source.channels.flatMap(({ channel, curves }): ChartTrace[] => {
      const column = readColumn(curves, choice);
      if (column === null) return [];
      // The same look as in the chart of the curves themselves
      style += 1;
      const same = reference.channels.find((each) => each.channel === channel);
      const other = same === undefined ? null : readColumn(same.curves, choice);
      if (source === reference || other === null) return [];
      const { x, y, uncertainty } = curveDifference(column, other, kindOf(choice.y), onLogScale);
      return [
        {
          label: traceLabel(source.name, channel, sources.length),
          style,
          x: onLogScale ? x : x.map(xDisplay.show),
          y: y.map(show),
          ...bandOf(y, uncertainty, show),
        },
      ];
    }),
  );
  const x = axisOf(
    xDisplay,
    traces.map((trace) => trace.x),
    8,
  );
  const y = axisOf(
    yDisplay,
    traces.flatMap((trace) => [trace.y, ...(trace.band === undefined ? [] : [trace.band.low, trace.band.high])]),
    4,
  );
  return x === null || y === null
    ? null
    : { title: text.sweeps.differenceTo(reference.name), x, y, traces, limits: [], marks: [] };
}
