import { useRef } from 'react';
import { text } from '../text/english.ts';
import { wholeView, type ChartSpec } from './chartSpec.ts';
import { chartCsv } from './chartCsv.ts';
import { chartPng, fileName, saveFile } from './exportChart.ts';
import { Legend } from './Legend.tsx';
import { readColours } from './chartColours.ts';
import { useChart } from './useChart.ts';
import { useChartMoves } from './useChartMoves.ts';

const words = text.chart;

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
  const savePng = (): void => {
    const element = canvas.current;
    if (element === null) return;
    const { panel, ink, trace } = readColours(element);
    void chartPng(element, spec, { ground: panel, ink, ofTrace: trace }).then((picture) => {
      saveFile(fileName(spec.title, 'png'), picture);
    });
  };
  return (
    <figure className="chart" data-drawn={chart.drawn}>
      <figcaption>
        <h2>{spec.title}</h2>
        <Legend spec={spec} cursor={chart.cursor} />
        <span className="tools">
          <button
            type="button"
            className="button small quiet"
            onClick={() => {
              chart.setView(wholeView(spec));
            }}
          >
            {words.reset}
          </button>
          <button type="button" className="button small quiet" onClick={savePng}>
            {words.exportPng}
          </button>
          <button
            type="button"
            className="button small quiet"
            onClick={() => {
              saveFile(fileName(spec.title, 'csv'), new Blob([chartCsv(spec)], { type: 'text/csv' }));
            }}
          >
            {words.exportCsv}
          </button>
        </span>
      </figcaption>
      <div ref={area} className="chart-area" tabIndex={0} role="group" aria-label={`${name}. ${words.hint}`} {...moves}>
        <canvas ref={canvas} aria-hidden="true" />
        <canvas ref={overlay} className="overlay" aria-hidden="true" />
      </div>
    </figure>
  );
}
