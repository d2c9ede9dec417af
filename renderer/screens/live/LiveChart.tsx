import { useEffect, useRef, type ReactNode } from 'react';
import { ChartTools } from '../../charts/ChartTools.tsx';
import { Legend } from '../../charts/Legend.tsx';
import { wholeView, type ChartSpec, type View } from '../../charts/chartSpec.ts';
import type { LivePicture } from '../../charts/traceLayer.ts';
import { useChartMoves } from '../../charts/useChartMoves.ts';
import { text } from '../../text/english.ts';
import { useLiveChart } from './useLiveChart.ts';

interface LiveChartProps {
  readonly spec: ChartSpec;
  /** Calls `show` with every picture, until the returned function is called. */
  readonly pictures: (show: (picture: LivePicture) => void) => () => void;
  /** The part that is in sight, and the chart's width in pixels, whenever one of them changes. */
  readonly onView?: (view: View, widthPixels: number) => void;
  readonly tools?: ReactNode;
}

/** A chart of what happens now: zoomed, panned and read like every chart, while it goes on. */
export function LiveChart({ spec, pictures, onView, tools }: LiveChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const chart = useLiveChart(spec, { canvas, overlay });
  const moves = useChartMoves(spec, chart, area);
  const { show, setView, view } = chart;
  useEffect(() => pictures(show), [pictures, show]);
  const axes = JSON.stringify([spec.x, spec.y]);
  const latest = useRef(spec);
  latest.current = spec;
  useEffect(() => {
    setView(wholeView(latest.current));
  }, [axes, setView]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || onView === undefined) return undefined;
    const tell = (): void => {
      onView(view, Math.max(50, Math.round(element.clientWidth)));
    };
    const size = new ResizeObserver(tell);
    size.observe(element);
    return () => {
      size.disconnect();
    };
  }, [onView, view]);
  const name = `${spec.title}: ${spec.y.title}, ${spec.x.title}`;
  return (
    <figure className="chart">
      <figcaption>
        <h2>{spec.title}</h2>
        {tools}
        <Legend spec={spec} cursor={chart.cursor} />
        <ChartTools
          title={spec.title}
          onReset={() => {
            setView(wholeView(spec));
          }}
          read={chart.read}
          canvases={chart.canvases}
        />
      </figcaption>
      <div
        ref={area}
        className="chart-area"
        tabIndex={0}
        role="group"
        aria-label={`${name}. ${text.live.hint}`}
        {...moves}
      >
        <canvas ref={canvas} aria-hidden="true" />
        <canvas ref={overlay} className="overlay" aria-hidden="true" />
      </div>
    </figure>
  );
}
