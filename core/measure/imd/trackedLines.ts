import { binPower, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { narrowBand, type NarrowBandSignal } from '../../dsp/narrowBand.ts';
import { lineReading, noiseBeside, type LineReading } from './lineReading.ts';

/** A line at its mean frequency over the record. */
export interface TrackedLine extends LineReading {
  readonly frequencyHz: number;
}

/** A tone of the stimulus: what lies around it in time, whose phase products follow. */
export interface TrackedTone extends TrackedLine {
  readonly band: NarrowBandSignal;
}

/**
 * A tone near `nearHz`: the strongest bin's neighbourhood, its frequency from the turning of its phase.
 * @param linesHz other lines that are known to be there
 */
export function trackTone(
  spectrum: LineSpectrum,
  nearHz: number,
  rangeHz: number,
  linesHz: readonly number[],
): TrackedTone {
  const { binWidthHz, binCount } = spectrum;
  let strongest = Math.max(Math.round((nearHz - rangeHz) / binWidthHz), 1);
  const last = Math.min(Math.round((nearHz + rangeHz) / binWidthHz), binCount - 1);
  for (let bin = strongest + 1; bin <= last; bin++)
    if (binPower(spectrum, bin) > binPower(spectrum, strongest)) strongest = bin;
  const band = narrowBand(spectrum, strongest * binWidthHz);
  const frequencyHz = band.centreHz + meanTurnHz(band);
  const noise = noiseBeside(spectrum, frequencyHz, [frequencyHz, ...linesHz]);
  return { ...lineReading(meanSquareInStep(band, [{ band, multiple: 1 }]), noise), frequencyHz, band };
}

/** Mean rate of a band's phase, weighted by its power: Σ z[n+1] z*[n]. */
function meanTurnHz({ re, im, stepSeconds }: NarrowBandSignal): number {
  let sumRe = 0;
  let sumIm = 0;
  for (let index = 1; index < re.length; index++) {
    sumRe += re[index] * re[index - 1] + im[index] * im[index - 1];
    sumIm += im[index] * re[index - 1] - re[index] * im[index - 1];
  }
  return Math.atan2(sumIm, sumRe) / (2 * Math.PI * stepSeconds);
}

/**
 * The product Σ multiples·tones, read in step with the tones' own phases: however the clock wanders, the product wanders with them. docs/spec/imd.md, IMD-2.
 * @param linesHz other lines that are known to be there
 */
export function readProduct(
  spectrum: LineSpectrum,
  tones: readonly TrackedTone[],
  multiples: readonly number[],
  linesHz: readonly number[],
): TrackedLine {
  const frequencyHz = tones.reduce((sum, tone, index) => sum + multiples[index] * tone.frequencyHz, 0);
  const leaders = tones.map(({ band }, index) => ({ band, multiple: multiples[index] }));
  const noise = noiseBeside(spectrum, frequencyHz, [frequencyHz, ...linesHz]);
  return { ...lineReading(meanSquareInStep(narrowBand(spectrum, frequencyHz), leaders), noise), frequencyHz };
}

interface Leader {
  readonly band: NarrowBandSignal;
  readonly multiple: number;
}

/** Phase the product of the leaders has at each instant, less what the band's own centre turns. */
function leadingPhases(band: NarrowBandSignal, leaders: readonly Leader[]): Float64Array {
  const phases = new Float64Array(band.re.length);
  for (const { band: leader, multiple } of leaders) {
    const turn = 2 * Math.PI * multiple * leader.centreHz * band.stepSeconds;
    for (let index = 0; index < phases.length; index++)
      phases[index] += multiple * Math.atan2(leader.im[index], leader.re[index]) + turn * index;
  }
  const turn = 2 * Math.PI * band.centreHz * band.stepSeconds;
  for (let index = 0; index < phases.length; index++) phases[index] -= turn * index;
  return phases;
}

/** Mean square of the line that has the leaders' phase: least squares, Σ w·z·e^(−i phase)/Σw². */
function meanSquareInStep(band: NarrowBandSignal, leaders: readonly Leader[]): number {
  const { re, im, weights } = band;
  const phases = leadingPhases(band, leaders);
  let sumRe = 0;
  let sumIm = 0;
  let energy = 0;
  for (let index = 0; index < re.length; index++) {
    const cos = Math.cos(phases[index]);
    const sin = Math.sin(phases[index]);
    sumRe += weights[index] * (re[index] * cos + im[index] * sin);
    sumIm += weights[index] * (im[index] * cos - re[index] * sin);
    energy += weights[index] * weights[index];
  }
  // Of a peak amplitude
  return (sumRe * sumRe + sumIm * sumIm) / (energy * energy) / 2;
}
