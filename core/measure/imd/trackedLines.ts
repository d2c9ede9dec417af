import { binPower, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { narrowBand, type NarrowBandSignal } from '../../dsp/narrowBand.ts';

/** A line of a spectrum with the noise in its cell taken off. */
export interface TrackedLine {
  /** Mean over the record. */
  readonly frequencyHz: number;
  /** In the samples' unit; where `isBound`, what it cannot be above (k = 2). */
  readonly rms: number;
  /** k = 2, from the noise beside the line. */
  readonly uncertaintyRms: number;
  /** True: not told from the noise. */
  readonly isBound: boolean;
}

/** A tone of the stimulus: what lies around it in time, whose phase products follow. */
export interface TrackedTone extends TrackedLine {
  readonly band: NarrowBandSignal;
}

/** A product's power must stand so far over the noise of its cell to be told from it: chance does so once in 150 readings. */
const DETECTION_POWER = 5;
/** Noise alone stays under so many times its mean power in 95 of 100 readings. */
const BOUND_POWER = 3;
/** Cells beside the line, in 1/T, from which its noise is read; nearer ones hold the line's own skirt. */
const NEAREST_CELL = 3;
const FARTHEST_SHARE = 0.8;

/** A tone near `nearHz`: the strongest bin's neighbourhood, its frequency from the turning of its phase. */
export function trackTone(spectrum: LineSpectrum, nearHz: number, rangeHz: number): TrackedTone {
  const { binWidthHz, binCount } = spectrum;
  let strongest = Math.max(Math.round((nearHz - rangeHz) / binWidthHz), 1);
  const last = Math.min(Math.round((nearHz + rangeHz) / binWidthHz), binCount - 1);
  for (let bin = strongest + 1; bin <= last; bin++)
    if (binPower(spectrum, bin) > binPower(spectrum, strongest)) strongest = bin;
  const band = narrowBand(spectrum, strongest * binWidthHz);
  const frequencyHz = band.centreHz + meanTurnHz(band);
  return { ...readInStep(band, [{ band, multiple: 1 }], spectrum), frequencyHz, band };
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
 * The product Σ multiples·tones, read in step with the tones' own phases: however the clock wanders, the product wanders with them. Its noise is read the same
 * way a few cells beside it. docs/spec/imd.md, IMD-2.
 */
export function readProduct(
  spectrum: LineSpectrum,
  tones: readonly TrackedTone[],
  multiples: readonly number[],
): TrackedLine {
  const frequencyHz = tones.reduce((sum, tone, index) => sum + multiples[index] * tone.frequencyHz, 0);
  const leaders = tones.map(({ band }, index) => ({ band, multiple: multiples[index] }));
  return { ...readInStep(narrowBand(spectrum, frequencyHz), leaders, spectrum), frequencyHz };
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

/** Σ w·z·e^(−i(phase + 2π·offset·t))/Σw²: least squares for the amplitude of a line of that phase. */
function project(
  { re, im, weights, stepSeconds }: NarrowBandSignal,
  phases: Float64Array,
  offsetHz: number,
): { re: number; im: number } {
  const turn = 2 * Math.PI * offsetHz * stepSeconds;
  let sumRe = 0;
  let sumIm = 0;
  let energy = 0;
  for (let index = 0; index < re.length; index++) {
    const cos = Math.cos(phases[index] + turn * index);
    const sin = Math.sin(phases[index] + turn * index);
    sumRe += weights[index] * (re[index] * cos + im[index] * sin);
    sumIm += weights[index] * (im[index] * cos - re[index] * sin);
    energy += weights[index] * weights[index];
  }
  return { re: sumRe / energy, im: sumIm / energy };
}

function readInStep(
  band: NarrowBandSignal,
  leaders: readonly Leader[],
  { recordSeconds, window }: LineSpectrum,
): Omit<TrackedLine, 'frequencyHz'> {
  const phases = leadingPhases(band, leaders);
  const line = project(band, phases, 0);
  const rest = { ...band, re: band.re.slice(), im: band.im.slice() };
  for (let index = 0; index < phases.length; index++) {
    const cos = Math.cos(phases[index]);
    const sin = Math.sin(phases[index]);
    rest.re[index] -= band.weights[index] * (line.re * cos - line.im * sin);
    rest.im[index] -= band.weights[index] * (line.im * cos + line.re * sin);
  }
  const farthest = Math.max(Math.floor(FARTHEST_SHARE * window.halfWidthHz * recordSeconds), NEAREST_CELL);
  const cells: number[] = [];
  for (let cell = NEAREST_CELL; cell <= farthest; cell++) {
    for (const side of [-1, 1]) {
      const { re, im } = project(rest, phases, (side * cell) / recordSeconds);
      cells.push(re * re + im * im);
    }
  }
  cells.sort((a, b) => a - b);
  // Powers of noise are spread exponentially: their median is ln 2 of their mean. A peak's square is twice the mean square
  const middle = (cells[(cells.length - 1) >> 1] + cells[cells.length >> 1]) / 2;
  const noise = middle / Math.LN2 / 2;
  const power = (line.re * line.re + line.im * line.im) / 2;
  const net = Math.max(power - noise, 0);
  const isBound = power < DETECTION_POWER * noise;
  const rms = Math.sqrt(isBound ? net + BOUND_POWER * noise : net);
  return { rms, uncertaintyRms: isBound ? rms : Math.sqrt(2 * noise), isBound };
}
