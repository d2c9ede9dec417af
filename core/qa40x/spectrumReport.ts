import type { Report } from '../report/block.ts';
import { spectrumChart } from '../report/spectrumChart.ts';
import type { LinearSpectrum } from './window.ts';

/** One channel's spectrum as a report of one chart: what `Graph/Frequency/In` shows. */
export function spectrumReport(spectrum: LinearSpectrum, title: string, channel: string, simulated: boolean): Report {
  const { volts, binWidthHz } = spectrum;
  const chart = spectrumChart({
    id: 'spectrum',
    channel,
    title: title === '' ? 'Spectrum' : title,
    loadOhms: null,
    xUnit: 'Hz',
    yUnit: 'V',
    x: Array.from(volts.subarray(1), (_, bin) => (bin + 1) * binWidthHz),
    y: Array.from(volts.subarray(1)),
  });
  return {
    title,
    simulated,
    startedAt: null,
    blocks: [
      {
        kind: 'charts',
        charts: chart === null ? [] : [simulated ? { ...chart, title: `${chart.title} (SIMULATED)` } : chart],
      },
    ],
  };
}
