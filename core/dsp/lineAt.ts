import { binPower, type LineSpectrum } from './lineSpectrum.ts';

/** A line read coherently at a frequency that is known. */
export interface KnownLine {
  /** Mean square of what stands at that frequency, noise included. */
  readonly meanSquare: number;
  /** Expected mean square of the noise in it: that of one cell of about 1/T. */
  readonly noiseMeanSquare: number;
}

/** Noise is read from so many half widths on either side of the line, beyond its skirt. */
const NOISE_REACH = 4;

/** Mean power of the noise in the bins of some ranges, from their median. */
function medianPower(spectrum: LineSpectrum, ranges: readonly (readonly [number, number])[]): number {
  const powers: number[] = [];
  for (const [lowHz, highHz] of ranges) {
    const last = Math.min(Math.floor(highHz / spectrum.binWidthHz), spectrum.binCount - 1);
    for (let bin = Math.max(Math.ceil(lowHz / spectrum.binWidthHz), 1); bin <= last; bin++)
      powers.push(binPower(spectrum, bin));
  }
  powers.sort((a, b) => a - b);
  return powers.length === 0 ? 0 : powers[powers.length >> 1] / Math.LN2;
}

/**
 * Matched filter at a known frequency: the bins of the line projected on what a sine of that frequency leaves in them, so that only the noise of one cell of
 * 1/T comes in; what lies a half width away, hum among it, has no influence.
 * @param spectrum reaching at least five of its window's half widths above the line
 */
export function lineAt(spectrum: LineSpectrum, frequencyHz: number): KnownLine {
  const { bins, binCount, binWidthHz, window, sampleRateHz, size } = spectrum;
  const middleSeconds = (window.length - 1) / 2 / sampleRateHz;
  const first = Math.max(Math.ceil((frequencyHz - window.halfWidthHz) / binWidthHz), 0);
  const last = Math.min(Math.floor((frequencyHz + window.halfWidthHz) / binWidthHz), binCount - 1);
  let re = 0;
  let im = 0;
  let energy = 0;
  for (let bin = first; bin <= last; bin++) {
    const weight = window.transformAt(bin * binWidthHz - frequencyHz);
    // Bins are turned back to the record's middle, where the window's transform is real
    const turn = 2 * Math.PI * bin * binWidthHz * middleSeconds;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    re += weight * (bins[2 * bin] * cos - bins[2 * bin + 1] * sin);
    im += weight * (bins[2 * bin] * sin + bins[2 * bin + 1] * cos);
    energy += weight * weight;
  }
  const beside = medianPower(spectrum, [
    [frequencyHz - NOISE_REACH * window.halfWidthHz, frequencyHz - window.halfWidthHz],
    [frequencyHz + window.halfWidthHz, frequencyHz + NOISE_REACH * window.halfWidthHz],
  ]);
  return {
    // A real sine of amplitude A leaves A/2 times the window's transform about its frequency
    meanSquare: (2 * (re * re + im * im)) / (energy * energy),
    noiseMeanSquare: beside * (size / window.length) * window.statisticsLoss,
  };
}
