import { AmpbenchError } from '../errors.ts';
import { selectRank } from '../dsp/selectRank.ts';
import { CLOCK_RANGE } from '../dsp/toneLine.ts';
import { analyzeThdn } from '../measure/thdn/analyze.ts';
import { linearSpectrum } from './spectrum.ts';
import { LOBE_HALF_BINS, type Qa40xWindow } from './window.ts';

/** A tone and what comes with it, as ratios; NaN where no tone stands out of the noise. */
export interface Distortion {
  /** Root of the sum of squares of every harmonic up to the band's end / fundamental, noise in their lines included. */
  readonly thdRatio: number;
  /** Everything else in the band / fundamental. */
  readonly thdnRatio: number;
  /** Fundamental / everything that is neither it nor a harmonic. */
  readonly snrRatio: number;
}

interface DistortionRequest {
  readonly sampleRateHz: number;
  readonly fundamentalHz: number;
  readonly bandHz: readonly [number, number];
  /** Of a record that is too short for its lines to be read without one. */
  readonly window: Qa40xWindow;
}

const NO_TONE: Distortion = { thdRatio: NaN, thdnRatio: NaN, snrRatio: NaN };
/** Power of a tone's line over that of the noise in a line as wide, below which there is no tone to speak of: 10 dB. */
const LEAST_TONE_POWER = 10;

const isTooShort = (error: unknown): boolean => error instanceof AmpbenchError && error.code === 'record-too-short';

/**
 * Distortion and noise of a tone. Records of fewer than 16 cycles are read from their windowed spectrum.
 * @throws AmpbenchError `data/frequency-above-nyquist`; `data/record-too-short` for less than two cycles
 */
export function readDistortion(samples: Float64Array, request: DistortionRequest): Distortion {
  const { sampleRateHz, fundamentalHz, bandHz } = request;
  try {
    const harmonicCount = Math.floor((bandHz[1] * (1 + CLOCK_RANGE)) / fundamentalHz);
    const { tone, fundamentalRms, harmonics, noiseRms, residualRms } = analyzeThdn(samples, 0, samples.length, {
      sampleRateHz,
      frequencyHz: fundamentalHz,
      bandHz,
      harmonicCount,
    });
    const lineNoise = 2 * tone.halfWidthHz * tone.densityBeside;
    if (!(fundamentalRms ** 2 > LEAST_TONE_POWER * lineNoise)) return NO_TONE;
    let power = 0;
    for (const { rms, isBound, noisePower, uncertaintyRms } of harmonics)
      power += isBound ? (rms - uncertaintyRms) ** 2 : rms ** 2 + noisePower;
    return {
      thdRatio: harmonics.length === 0 ? NaN : Math.sqrt(power) / fundamentalRms,
      thdnRatio: residualRms / fundamentalRms,
      snrRatio: fundamentalRms / noiseRms,
    };
  } catch (error) {
    if (isTooShort(error) && (samples.length * fundamentalHz) / sampleRateHz >= 2)
      return spectrumDistortion(samples, request);
    throw error;
  }
}

/** The same from the bins of a windowed spectrum: the highest bin of each line, and all bins that belong to none. */
function spectrumDistortion(
  samples: Float64Array,
  { sampleRateHz, fundamentalHz, bandHz, window }: DistortionRequest,
): Distortion {
  const { volts, binWidthHz } = linearSpectrum(samples, sampleRateHz, window, 'unweighted');
  const power = volts.map((value) => value * value);
  const asked = fundamentalHz / binWidthHz;
  // What plays was moved onto a bin, perhaps; harmonics lie at multiples of that
  const near = power.subarray(Math.max(Math.round(asked - 1), 1), Math.round(asked + 1) + 1);
  const centre = Math.max(Math.round(asked - 1), 1) + near.indexOf(highest(near));
  const lineOf = (order: number): Float64Array => {
    // Neighbours in a harmonic series share what lies between them
    const reach = order === 1 ? LOBE_HALF_BINS[window] : Math.min(LOBE_HALF_BINS[window], centre / 2);
    return power.subarray(Math.max(Math.ceil(order * centre - reach), 1), Math.floor(order * centre + reach) + 1);
  };
  const band = power.subarray(Math.max(Math.ceil(bandHz[0] / binWidthHz), 1), Math.floor(bandHz[1] / binWidthHz) + 1);
  const fundamentalPeak = highest(lineOf(1));
  const usual = selectRank(Float64Array.from(band), band.length >> 1) / Math.LN2;
  if (!(fundamentalPeak > LEAST_TONE_POWER * usual)) return NO_TONE;
  const fundamental = sumOf(lineOf(1));
  lineOf(1).fill(0);
  const residual = sumOf(band);
  const orders = Math.floor(bandHz[1] / (centre * binWidthHz));
  let harmonicPeaks = 0;
  for (let order = 2; order <= orders; order++) {
    harmonicPeaks += highest(lineOf(order));
    lineOf(order).fill(0);
  }
  // Lines cover a part of the noise, or all of it
  const rest = band.filter((value) => value > 0);
  const noise = (sumOf(rest) / rest.length) * band.length;
  return {
    thdRatio: orders < 2 ? NaN : Math.sqrt(harmonicPeaks / fundamentalPeak),
    thdnRatio: Math.sqrt(residual / fundamental),
    snrRatio: Math.sqrt(fundamental / noise),
  };
}

const sumOf = (power: Float64Array): number => power.reduce((sum, value) => sum + value, 0);
const highest = (power: Float64Array): number => power.reduce((most, value) => Math.max(most, value), 0);
