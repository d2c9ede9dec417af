import type { RigBaseline } from '../rigCheck/baseline.ts';
import { dbvFromVoltsRms } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import { oneTwoFive } from './axis.ts';
import type { Chart } from './chart.ts';
import { linearAxis, WIDE_PIXELS } from './curveDisplay.ts';

const HEIGHT_PIXELS = 220;
const LOWEST_HZ = 20;

/** What a rig shows of itself: spectrum of its own tone, noise, and response. */
export function baselineCharts({ curves, captureVoltsRms }: RigBaseline): Chart[] {
  const highHz = oneTwoFive(Math.max(...curves.flatMap(({ spectrum }) => spectrum.frequenciesHz)), 1);
  const x = { scale: 'log', from: LOWEST_HZ, to: highHz, title: 'Frequency (Hz)' } as const;
  const size = { widthPixels: WIDE_PIXELS, heightPixels: HEIGHT_PIXELS, limits: [], marks: [] };
  const level = (voltsRms: number): number => dbvFromVoltsRms(voltsRms);
  const spectra = curves.map(({ channel, spectrum }, style) => ({
    label: channel,
    style,
    x: spectrum.frequenciesHz,
    y: spectrum.voltsRms.map(level),
  }));
  const noise = curves.map(({ channel, noise: { frequenciesHz, voltsPerRootHz } }, style) => ({
    label: channel,
    style,
    x: frequenciesHz,
    y: voltsPerRootHz.map(level),
  }));
  const responses = curves.map(({ channel, response }, style) => ({
    label: channel,
    style,
    x: response.frequenciesHz,
    y: response.magnitudesDb,
  }));
  const range = (traces: readonly { readonly y: readonly number[] }[]): readonly [number, number] => {
    const values = traces.flatMap(({ y }) => y).filter(Number.isFinite);
    return [Math.min(...values), Math.max(...values)];
  };
  const [quietest, loudest] = range(spectra);
  const [lowNoise, highNoise] = range(noise);
  const [lowest, highest] = range(responses);
  return [
    {
      ...size,
      title: `Own spectrum at ${formatQuantity(captureVoltsRms, 'V')}`,
      x,
      y: linearAxis(quietest - 3, loudest + 6, 'Level (dBV)', 8),
      traces: spectra,
    },
    {
      ...size,
      title: 'Own noise',
      x,
      y: linearAxis(lowNoise - 3, highNoise + 3, 'Density (dBV/√Hz)', 6),
      traces: noise,
    },
    {
      ...size,
      title: 'Own response',
      x,
      y: linearAxis(Math.min(lowest, -0.5), Math.max(highest, 0.5), 'Response re 1 kHz (dB)', 5),
      traces: responses,
    },
  ];
}
