import { useRef } from 'react';
import { text } from '../text/english.ts';
import { ChartTools } from './ChartTools.tsx';
import { wholeView, type ChartSpec } from './chartSpec.ts';
import { Legend } from './Legend.tsx';
import { useChart } from './useChart.ts';
import { useChartMoves } from './useChartMoves.ts';

/**
 * A chart that is zoomed, panned and read with mouse, wheel or keys. The legend stands above it with the values under the cursor, so that nothing covers
 * the data. Keep `spec` the same object as long as nothing in it changes: another one is another chart.
 */
export function InteractiveChart({ spec }: { readonly spec: ChartSpec }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const chart = useChart(spec, { canvas, overlay });
  const moves = useChartMoves(spec, chart, area);
  const name = `${spec.title}: ${spec.y.title}, ${spec.x.title}`;
  return (
    <figure className="chart" data-drawn={chart.drawn}>
      <figcaption>
        <h2>{spec.title}</h2>
        <Legend spec={spec} cursor={chart.cursor} />
        <ChartTools
          title={spec.title}
          onReset={() => {
            chart.setView(wholeView(spec));
          }}
          read={() => spec}
          canvases={() => (canvas.current === null ? [] : [canvas.current])}
        />
      </figcaption>
      <div
        ref={area}
        className="chart-area"
        tabIndex={0}
        role="group"
        aria-label={`${name}. ${text.chart.hint}`}
        {...moves}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <canvas ref={overlay} className="overlay" aria-hidden="true" />
      </div>
    </figure>
  );
}
