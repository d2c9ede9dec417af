import { realFft } from '../dsp/fft.ts';
import { AmpbenchError } from '../errors.ts';
import { weightingForBins, type Weighting } from '../standards/weighting.ts';
import { windowWeights, type Qa40xWindow } from './window.ts';

/** Spectrum of a record as the QA40x interface gives it, from 0 Hz to just below half the sample rate. */
export interface LinearSpectrum {
  /** Volts rms: a sine of 1 V rms on a bin reads 1. */
  readonly volts: Float64Array;
  readonly binWidthHz: number;
  /** Equivalent noise bandwidth of the window, in bins: sums of squares are too high by it. */
  readonly noiseBandwidthBins: number;
}

/**
 * Spectrum of a whole record under a window, in volts rms per line.
 * @param samples a power of two of them, volts
 * @param weighting laid on every bin
 */
export function linearSpectrum(
  samples: Float64Array,
  sampleRateHz: number,
  window: Qa40xWindow,
  weighting: Weighting,
): LinearSpectrum {
  const { length } = samples;
  const weights = windowWeights(window, length);
  const weighted = new Float64Array(length);
  let sum = 0;
  let energy = 0;
  for (let index = 0; index < length; index++) {
    const weight = weights[index];
    sum += weight;
    energy += weight * weight;
    weighted[index] = weight * samples[index];
  }
  const bins = realFft(weighted, length);
  const binWidthHz = sampleRateHz / length;
  const factors = weightingForBins(weighting, length / 2, binWidthHz);
  const volts = new Float64Array(length / 2);
  for (let bin = 0; bin < volts.length; bin++)
    volts[bin] = (Math.SQRT2 / sum) * Math.sqrt(factors[bin] * (bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2));
  // DC has no mirror image
  volts[0] /= Math.SQRT2;
  return { volts, binWidthHz, noiseBandwidthBins: (length * energy) / sum ** 2 };
}

/** The bins from one frequency to another, both included. @throws AmpbenchError `usage/band-empty` */
function binsOf({ volts, binWidthHz }: LinearSpectrum, lowHz: number, highHz: number): { first: number; last: number } {
  const first = Math.ceil(lowHz / binWidthHz);
  const last = Math.min(Math.floor(highHz / binWidthHz), volts.length - 1);
  if (first > last)
    throw new AmpbenchError(
      'usage',
      'band-empty',
      `no bin lies from ${lowHz} Hz to ${highHz} Hz: bins are ${binWidthHz} Hz apart, up to half the sample rate`,
      { lowHz, highHz, binWidthHz },
      'Ask for a wider band or use a larger buffer.',
    );
  return { first, last };
}

/** Volts rms of all that lies in a band: the power of its bins over the window's noise bandwidth. @throws AmpbenchError `usage/band-empty` */
export function bandVoltsRms(spectrum: LinearSpectrum, lowHz: number, highHz: number): number {
  const { first, last } = binsOf(spectrum, lowHz, highHz);
  let power = 0;
  for (let bin = first; bin <= last; bin++) power += spectrum.volts[bin] ** 2;
  return Math.sqrt(power / spectrum.noiseBandwidthBins);
}

/** The highest line of a band. @throws AmpbenchError `usage/band-empty` */
export function highestLine(
  spectrum: LinearSpectrum,
  lowHz: number,
  highHz: number,
): { readonly frequencyHz: number; readonly voltsRms: number } {
  const { first, last } = binsOf(spectrum, lowHz, highHz);
  let best = first;
  for (let bin = first; bin <= last; bin++) if (spectrum.volts[bin] > spectrum.volts[best]) best = bin;
  return { frequencyHz: best * spectrum.binWidthHz, voltsRms: spectrum.volts[best] };
}
