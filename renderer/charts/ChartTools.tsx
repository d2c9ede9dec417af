import { text } from '../text/english.ts';
import { readColours } from './chartColours.ts';
import { chartCsv } from './chartCsv.ts';
import type { ChartSpec } from './chartSpec.ts';
import { chartPng, fileName, saveFile } from './exportChart.ts';

const words = text.chart;

interface ChartToolsProps {
  readonly title: string;
  readonly onReset: () => void;
  /** The chart as it is in sight now, with its points. */
  readonly read: () => ChartSpec;
  /** What it is drawn on, the lowest first. */
  readonly canvases: () => readonly HTMLCanvasElement[];
}

/** Show everything again; save the picture in sight, or its points. */
export function ChartTools({ title, onReset, read, canvases }: ChartToolsProps) {
  const savePng = (): void => {
    const layers = canvases();
    void chartPng(layers, read(), readColours(layers[0])).then((picture) => {
      saveFile(fileName(title, 'png'), picture);
    });
  };
  const saveCsv = (): void => {
    saveFile(fileName(title, 'csv'), new Blob([chartCsv(read())], { type: 'text/csv' }));
  };
  const tools = [
    [words.reset, onReset],
    [words.exportPng, savePng],
    [words.exportCsv, saveCsv],
  ] as const;
  return (
    <span className="tools">
      {tools.map(([label, action]) => (
        <button key={label} type="button" className="button small quiet" onClick={action}>
          {label}
        </button>
      ))}
    </span>
  );
}
