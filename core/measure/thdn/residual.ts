import type { ToneLine } from '../../dsp/toneLine.ts';
import { fillLine, type Harmonic } from './harmonics.ts';
import { methodPower, type ThdnMethod } from './methods.ts';

/** What is left of a tone in a band, by method. */
export interface Residual {
  /** Mean square of everything but the tone: harmonics, noise, hum. */
  readonly power: number;
  /** The same without the harmonics counted. */
  readonly noisePower: number;
  /** Standard uncertainty of `power` from the chance in its noise, and in how noise meets each harmonic in its own line. */
  readonly chancePower: number;
  /** Standard uncertainty of `noisePower`. */
  readonly noiseChancePower: number;
}

/** Everything that residuals by any method are made of. */
export interface ResidualParts {
  readonly tone: ToneLine;
  readonly bandHz: readonly [number, number];
  readonly harmonics: readonly Harmonic[];
}

interface BandSums {
  readonly power: number;
  /** Σ of squares as noise has them: a line, whose power is no matter of chance, counts by how it meets the noise. */
  readonly noiseSquares: number;
}

const BLOCK_BINS = 64;
/** n·ΣP²/(ΣP)² of a block is 2 for noise, with a scatter of a half; a line makes it up to n. */
const LINE_SHARE = 6;

/** Sums of bins between two frequencies; edge bins are shared in proportion. */
function sumBand(power: Float64Array, binWidthHz: number, [lowHz, highHz]: readonly [number, number]): BandSums {
  // Bin k stands for (k − ½)…(k + ½) bin widths
  const low = Math.max(lowHz / binWidthHz + 0.5, 0);
  const high = Math.min(highHz / binWidthHz + 0.5, power.length);
  const first = Math.floor(low);
  const last = Math.min(Math.floor(high), power.length - 1);
  let total = 0;
  let noiseSquares = 0;
  // Of the last block that held noise only
  let lastSum = 0;
  let lastSquares = 0;
  for (let start = first; start <= last; start += BLOCK_BINS) {
    const end = Math.min(start + BLOCK_BINS, last + 1);
    let sum = 0;
    let squares = 0;
    for (let bin = start; bin < end; bin++) {
      const value = power[bin];
      sum += value;
      squares += value * value;
    }
    total += sum;
    if ((end - start) * squares > LINE_SHARE * sum * sum) {
      // Its power P and the noise N of a bin: (P + N)² less P² is 4 P N on average over the phase, and the noise's own
      const line = Math.max(sum - lastSum, 0);
      noiseSquares += lastSquares + (4 * line * lastSum) / BLOCK_BINS;
    } else {
      noiseSquares += squares;
      lastSum = sum;
      lastSquares = squares;
    }
  }
  total -= power[first] * (low - first) + power[last] * Math.max(last + 1 - high, 0);
  return { power: total, noiseSquares };
}

/** Lays a method's weight on every bin. */
function weigh(power: Float64Array, binWidthHz: number, method: ThdnMethod, toneHz: number): void {
  for (let bin = 0; bin < power.length; bin++) power[bin] *= methodPower(method, bin * binWidthHz, toneHz);
}

/** Where lines are taken out: made once, for one residual at a time. */
let room = new Float64Array(0);

/**
 * The residual of a tone in a band. Its own line is replaced by the noise beside it, so the noise that hides under it is put back. A harmonic whose line lies
 * across the band's edge counts whole or not at all.
 */
export function residualBy({ tone, bandHz, harmonics }: ResidualParts, method: ThdnMethod): Residual {
  const { power: spectrum, frequencyHz } = tone;
  const { binWidthHz } = spectrum;
  if (room.length < spectrum.power.length) room = new Float64Array(spectrum.power.length);
  const background = room.subarray(0, spectrum.power.length);
  background.set(spectrum.power);
  fillLine(background, tone, frequencyHz, tone.densityBeside);

  const { window, recordSeconds } = tone.spectrum;
  // The width of noise that a line meets when both are weighted by the window's square
  const noiseWidthHz = window.statisticsLoss / recordSeconds;
  let harmonicPower = 0;
  let crossVariance = 0;
  for (const harmonic of harmonics) {
    if (harmonic.isBound) continue;
    const passed = methodPower(method, harmonic.frequencyHz, frequencyHz);
    crossVariance += 2 * passed * passed * harmonic.rms ** 2 * harmonic.densityBeside * noiseWidthHz;
    // All of its line, with how it meets the noise there, even where the band's edge runs through it
    harmonicPower += passed * fillLine(background, tone, harmonic.frequencyHz, harmonic.densityBeside);
  }
  if (method !== 'lobe') weigh(background, binWidthHz, method, frequencyHz);
  const noise = sumBand(background, binWidthHz, bandHz);
  // A bin of noise is its mean times an exponential variable: E[P²] = 2 E[P]²; neighbours in a padded transform are not independent
  const noiseVariance = ((noiseWidthHz / binWidthHz) * noise.noiseSquares) / 2;
  return {
    power: Math.max(noise.power + harmonicPower, 0),
    noisePower: Math.max(noise.power, 0),
    chancePower: Math.sqrt(noiseVariance + crossVariance),
    noiseChancePower: Math.sqrt(noiseVariance),
  };
}
