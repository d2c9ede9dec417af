import type { Report } from '../report/block.ts';
import { thinSpectrum } from '../measure/spectrum/thinSpectrum.ts';
import { spectrumChart } from '../report/spectrumChart.ts';
import type { LinearSpectrum } from './spectrum.ts';

const LOWEST_HZ = 10;
/** More than the picture has dots. */
const COLUMNS = 1500;

/** One channel's spectrum as a report of one chart: what `Graph/Frequency/In` shows. */
export function spectrumReport(spectrum: LinearSpectrum, title: string, channel: string, simulated: boolean): Report {
  const { volts, binWidthHz } = spectrum;
  const power = volts.map((value) => value * value);
  const { frequenciesHz, voltsRms } = thinSpectrum(
    { power, binWidthHz },
    Math.max(LOWEST_HZ, binWidthHz),
    volts.length * binWidthHz,
    COLUMNS,
  );
  const chart = spectrumChart({
    id: 'spectrum',
    channel,
    title: title === '' ? 'Spectrum' : title,
    loadOhms: null,
    xUnit: 'Hz',
    yUnit: 'V',
    x: frequenciesHz,
    y: voltsRms,
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
