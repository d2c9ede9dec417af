import type { LineSpectrum } from '../../dsp/lineSpectrum.ts';

/**
 * Peak amplitude of a line at a frequency, as a phasor: least squares over the bins of its skirt against the window's known transform.
 * @param frequencyHz at least a half width away from DC and other lines
 */
export function matchedLine(spectrum: LineSpectrum, frequencyHz: number): { readonly re: number; readonly im: number } {
  const { bins, backTurns, binCount, binWidthHz, window, sampleRateHz } = spectrum;
  const middleSeconds = (window.length - 1) / 2 / sampleRateHz;
  const first = Math.max(Math.ceil((frequencyHz - window.halfWidthHz) / binWidthHz), 0);
  const last = Math.min(Math.floor((frequencyHz + window.halfWidthHz) / binWidthHz), binCount - 1);
  let re = 0;
  let im = 0;
  let energy = 0;
  for (let bin = first; bin <= last; bin++) {
    const offsetHz = bin * binWidthHz - frequencyHz;
    const weight = window.transformAt(offsetHz);
    const turns = offsetHz * middleSeconds;
    const angle = 2 * Math.PI * (turns - Math.floor(turns));
    const cos = weight * Math.cos(angle);
    const sin = weight * Math.sin(angle);
    re += bins[2 * bin] * cos - bins[2 * bin + 1] * sin;
    im += bins[2 * bin] * sin + bins[2 * bin + 1] * cos;
    energy += weight * weight;
  }
  const nearest = 2 * Math.min(Math.max(Math.round(frequencyHz / binWidthHz), 0), binCount - 1);
  const turnRe = backTurns === null ? 1 : backTurns[nearest];
  const turnIm = backTurns === null ? 0 : backTurns[nearest + 1];
  return { re: (2 * (re * turnRe - im * turnIm)) / energy, im: (2 * (re * turnIm + im * turnRe)) / energy };
}

/** The frequency near `nearHz` at which the matched amplitude is largest, by parabolas through three readings. */
export function refineLineHz(spectrum: LineSpectrum, nearHz: number): number {
  const powerAt = (hz: number): number => {
    const { re, im } = matchedLine(spectrum, hz);
    return re * re + im * im;
  };
  let centreHz = nearHz;
  let stepHz = 0.5 / spectrum.recordSeconds;
  for (let pass = 0; pass < 4; pass++) {
    const below = powerAt(centreHz - stepHz);
    const middle = powerAt(centreHz);
    const above = powerAt(centreHz + stepHz);
    const bend = below - 2 * middle + above;
    if (bend >= 0) break;
    const shift = (0.5 * (below - above)) / bend;
    centreHz += stepHz * Math.min(Math.max(shift, -1), 1);
    stepHz /= 2;
  }
  return centreHz;
}
