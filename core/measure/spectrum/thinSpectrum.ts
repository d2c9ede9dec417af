import type { PowerSpectrum } from '../../dsp/powerSpectrum.ts';

/**
 * A spectrum for the eye: the highest bin of each of `columns` equal steps of log frequency, so that no line is lost. Rms volts per bin.
 * @returns frequencies of those highest bins and their rms volts
 */
export function thinSpectrum(
  spectrum: Pick<PowerSpectrum, 'power' | 'binWidthHz'>,
  lowHz: number,
  highHz: number,
  columns: number,
): { frequenciesHz: number[]; voltsRms: number[] } {
  const { power, binWidthHz } = spectrum;
  const frequenciesHz: number[] = [];
  const voltsRms: number[] = [];
  let bin = Math.max(1, Math.ceil(lowHz / binWidthHz));
  for (let column = 1; column <= columns; column++) {
    const end = Math.min((lowHz * (highHz / lowHz) ** (column / columns)) / binWidthHz, power.length - 1);
    if (bin > end) continue;
    let best = bin;
    let most = power[bin];
    for (; bin <= end; bin++) {
      const value = power[bin];
      if (value > most) {
        most = value;
        best = bin;
      }
    }
    frequenciesHz.push(best * binWidthHz);
    voltsRms.push(Math.sqrt(most));
  }
  return { frequenciesHz, voltsRms };
}
