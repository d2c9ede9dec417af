import type { NoiseSpectrum } from '../../dsp/noiseSpectrum.ts';
import type { CurveColumns } from '../analysis.ts';

const COLUMNS = 240;

/**
 * Noise density against frequency in columns of equal ratio, each the mean of its bins; `densities` in the amplitude's unit per √Hz.
 * @param lowHz of the first column; the last ends at the spectrum's end
 * @param perRms figure for each unit of samples' rms
 */
export function densityCurve(spectrum: NoiseSpectrum, lowHz: number, perRms: number): CurveColumns {
  const { power, binWidthHz } = spectrum;
  const lastBin = power.length - 1;
  const frequenciesHz: number[] = [];
  const densities: number[] = [];
  let bin = Math.max(Math.ceil(lowHz / binWidthHz), 1);
  const ratio = (lastBin / bin) ** (1 / COLUMNS);
  for (let edge = bin * ratio; bin <= lastBin; edge *= ratio) {
    const first = bin;
    let sum = 0;
    for (; bin <= lastBin && (bin < edge || bin === first); bin++) sum += power[bin];
    frequenciesHz.push(((first + bin - 1) / 2) * binWidthHz);
    densities.push(Math.sqrt(sum / ((bin - first) * binWidthHz)) * perRms);
    edge = Math.max(edge, bin);
  }
  return { frequenciesHz, densities };
}
