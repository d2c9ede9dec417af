import type { PowerSpectrum } from '../dsp/powerSpectrum.ts';

const COLUMNS = 480;

/** The strongest line in each of columns of equal ratio, volts rms (the bins of one lobe together): what a picture of a spectrum needs. */
export function spectrumColumns(
  { power, binWidthHz, lobeHalfWidthHz }: PowerSpectrum,
  lowHz: number,
): { frequenciesHz: number[]; voltsRms: number[] } {
  const frequenciesHz: number[] = [];
  const voltsRms: number[] = [];
  const last = power.length - 1;
  const first = Math.max(Math.ceil(lowHz / binWidthHz), 1);
  const ratio = (last / first) ** (1 / COLUMNS);
  // A tone's power lies in its lobe: what is seen at the top of it is this share
  const lobeBins = Math.max(Math.round((2 * lobeHalfWidthHz) / binWidthHz), 1);
  let bin = first;
  for (let edge = first * ratio; bin <= last; edge *= ratio) {
    const end = Math.min(Math.max(Math.floor(edge), bin + 1), last + 1);
    let best = bin;
    for (let at = bin; at < end; at++) if (power[at] > power[best]) best = at;
    let sum = 0;
    const from = Math.max(best - (lobeBins >> 1), 0);
    for (let at = from; at <= Math.min(best + (lobeBins >> 1), last); at++) sum += power[at];
    frequenciesHz.push(best * binWidthHz);
    voltsRms.push(Math.sqrt(sum));
    bin = end;
    edge = Math.max(edge, bin);
  }
  return { frequenciesHz, voltsRms };
}
