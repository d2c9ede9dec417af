import { lineBins, type ToneLine } from '../../dsp/toneLine.ts';
import { narrowBand } from '../../dsp/narrowBand.ts';
import { instantWeight } from '../../dsp/phaseTrack.ts';
import { densityBeside } from '../../dsp/powerSpectrum.ts';

/** A harmonic of a tone. */
export interface Harmonic {
  readonly order: number;
  readonly frequencyHz: number;
  /** In the samples' unit; where `isBound`, at most this much (97.7 %). */
  readonly rms: number;
  /** Of the cosine at the record's first sample, radians. */
  readonly phaseRadians: number;
  /** True: it does not stand out of the noise in its own line. */
  readonly isBound: boolean;
  /** k = 2, of `rms`, from the noise in its line. */
  readonly uncertaintyRms: number;
  /** Mean square of the noise in its line. */
  readonly noisePower: number;
  /** Noise beside it, mean square for each hertz. */
  readonly densityBeside: number;
}

/** Power of a line re the noise expected in it below which it is a bound: noise alone exceeds it once in 55 lines (e^−4). */
const LEAST_POWER_RATIO = 4;

/**
 * A harmonic by coherent projection on the fundamental's own phase, n times: whatever the clock does, the harmonic does n-fold, so its line stays as narrow as
 * the record allows. What noise adds to the power of such a line is taken off again.
 * Error: 1.0 to 1.15 times the statistical bound of the record, `sqrt(noise power in 1/T / 2)` of the rms.
 */
function readHarmonic(tone: ToneLine, order: number): Harmonic {
  const { spectrum, power, track, halfWidthHz } = tone;
  const frequencyHz = order * tone.frequencyHz;
  const signal = narrowBand(spectrum, frequencyHz);
  const turn = 2 * Math.PI * (frequencyHz - signal.centreHz) * signal.stepSeconds;
  let re = 0;
  let im = 0;
  let mass = 0;
  let square = 0;
  for (let index = 0; index < signal.re.length; index++) {
    const windowWeight = signal.weights[index];
    if (windowWeight === 0) continue;
    const weight = instantWeight(windowWeight);
    const phase = turn * index + order * track.deviationRadians[index];
    const cos = Math.cos(phase) * (weight / windowWeight);
    const sin = Math.sin(phase) * (weight / windowWeight);
    re += signal.re[index] * cos + signal.im[index] * sin;
    im += signal.im[index] * cos - signal.re[index] * sin;
    mass += weight;
    square += weight * weight;
  }
  const density = densityBeside(power, frequencyHz, halfWidthHz, tone.frequencyHz);
  const noisePower = (density * square) / (mass * mass * signal.stepSeconds);
  const linePower = (re * re + im * im) / (mass * mass) / 2;
  const isBound = linePower < LEAST_POWER_RATIO * noisePower;
  // Noise is half in phase with the line, half across it
  const uncertaintyRms = Math.sqrt(2 * noisePower);
  return {
    order,
    frequencyHz,
    rms: isBound ? Math.sqrt(linePower) + uncertaintyRms : Math.sqrt(linePower - noisePower),
    phaseRadians: Math.atan2(im, re),
    isBound,
    uncertaintyRms,
    noisePower,
    densityBeside: density,
  };
}

/**
 * The harmonics 2 … `harmonicCount` that lie in a band and below half the sample rate. A harmonic on the band's very edge is inside, whichever way the
 * clocks differ.
 * @param edgeShare how far beyond the edge still counts, relative
 */
export function readHarmonics(
  tone: ToneLine,
  bandHz: readonly [number, number],
  harmonicCount: number,
  edgeShare: number,
): Harmonic[] {
  const harmonics: Harmonic[] = [];
  const highestHz = Math.min(bandHz[1] * (1 + edgeShare), tone.spectrum.sampleRateHz / 2 - tone.halfWidthHz);
  for (let order = 2; order <= harmonicCount; order++) {
    const frequencyHz = order * tone.frequencyHz;
    if (frequencyHz > highestHz) break;
    if (frequencyHz >= bandHz[0] * (1 - edgeShare)) harmonics.push(readHarmonic(tone, order));
  }
  return harmonics;
}

/**
 * Puts noise in the place of a line.
 * @returns mean square taken out by it
 */
export function fillLine(power: Float64Array, tone: ToneLine, frequencyHz: number, density: number): number {
  const { first, last } = lineBins(tone.power, frequencyHz, tone.halfWidthHz);
  const fill = density * tone.power.binWidthHz;
  let taken = 0;
  for (let bin = first; bin <= last; bin++) {
    taken += power[bin] - fill;
    power[bin] = fill;
  }
  return taken;
}
