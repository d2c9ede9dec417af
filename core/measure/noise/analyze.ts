import { lineSpectrum, removeMean } from '../../dsp/lineSpectrum.ts';
import {
  bandPowerOf,
  noiseSpectrum,
  withoutLine,
  type BandPower,
  type NoiseSpectrum,
} from '../../dsp/noiseSpectrum.ts';
import { weightingForBins, type Weighting } from '../../standards/weighting.ts';

/** Rms of noise under one weighting. */
export interface WeightedNoise {
  readonly rms: number;
  /** k = 2, relative. */
  readonly relativeUncertainty: number;
}

export interface NoiseAnalysis {
  readonly weighted: Readonly<Record<Weighting, WeightedNoise>>;
  /** Up to half the sample rate; DC, and the tone if there was one, are taken out. */
  readonly spectrum: NoiseSpectrum;
  /** Rms of the tone that was taken out; null where there was none to take out. */
  readonly toneRms: number | null;
}

/**
 * Where a line's skirt ends, and what counts as the tone on either side of it, as in THD+N: drift below the band stays out of it, and the window's ends take
 * little of the record.
 */
const HALF_WIDTH_HZ = 30;
/** How far off the tone may be said to be. */
const TONE_TOLERANCE = 0.01;
/** Shortest record for a skirt, times its half width. */
const LEAST_LOBE_WIDTHS = 7.2;
const SUB_RECORDS = 16;
/** Sub-records that scatter by so many times what chance does are no stationary noise: chance is then taken for so much more. */
const UNSTEADY = 1.5;

const WEIGHTINGS: readonly Weighting[] = ['unweighted', 'a', '468', 'ccir-rms'];

interface Read {
  readonly spectrum: NoiseSpectrum;
  readonly toneRms: number | null;
}

function readSpectrum(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  toneHz: number | null,
): Read {
  const leastHz = (LEAST_LOBE_WIDTHS * sampleRateHz) / length;
  const halfWidthHz = Math.max(HALF_WIDTH_HZ, leastHz);
  const lines = lineSpectrum(samples, start, length, sampleRateHz, halfWidthHz, sampleRateHz / 2);
  removeMean(lines);
  const whole = noiseSpectrum(lines);
  if (toneHz === null) return { spectrum: whole, toneRms: null };
  const centreHz = strongestBin(whole, toneHz) * whole.binWidthHz;
  const lowHz = centreHz - halfWidthHz;
  const highHz = centreHz + halfWidthHz;
  const spectrum = withoutLine(whole, lowHz, highHz);
  const noise = bandPowerOf(spectrum, lowHz, highHz).meanSquare;
  const tone = bandPowerOf(whole, lowHz, highHz).meanSquare - noise;
  return { spectrum, toneRms: Math.sqrt(Math.max(tone, 0)) };
}

/** The highest bin within the tolerance of a frequency. */
function strongestBin({ power, binWidthHz }: NoiseSpectrum, nearHz: number): number {
  const last = Math.min(Math.ceil((nearHz * (1 + TONE_TOLERANCE)) / binWidthHz), power.length - 1);
  let best = Math.max(Math.floor((nearHz * (1 - TONE_TOLERANCE)) / binWidthHz), 0);
  for (let bin = best; bin <= last; bin++) if (power[bin] > power[best]) best = bin;
  return best;
}

const weigh = (spectrum: NoiseSpectrum, bandHz: readonly [number, number], weighting: Weighting) =>
  bandPowerOf(
    spectrum,
    bandHz[0],
    bandHz[1],
    weighting === 'unweighted' ? undefined : weightingForBins(weighting, spectrum.power.length, spectrum.binWidthHz),
  );

/**
 * Noise in a band under every weighting, from one transform of the record; a tone may be taken out of it. Reads the noise that is there, not its expectation, to
 * some 0.005 dB in 4 s. docs/spec/noise.md.
 * @param samples any unit, one channel
 * @param length at least 16 frames
 * @param toneHz of a steady tone that is not noise, within 1 %; null: nothing is playing
 * @returns rms in the samples' unit. The uncertainty is what chance does to noise of the weighting's bandwidth in a record this long, and more where 16
 * sub-records scatter by clearly more than that
 */
export function analyzeNoise(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  bandHz: readonly [number, number],
  toneHz: number | null = null,
): NoiseAnalysis {
  const { spectrum, toneRms } = readSpectrum(samples, start, length, sampleRateHz, toneHz);
  const part = Math.floor(length / SUB_RECORDS);
  const partsAreLongEnough = (part / sampleRateHz) * HALF_WIDTH_HZ >= LEAST_LOBE_WIDTHS;
  const parts = partsAreLongEnough
    ? Array.from(
        { length: SUB_RECORDS },
        (_, index) => readSpectrum(samples, start + index * part, part, sampleRateHz, toneHz).spectrum,
      )
    : [];
  const read = (weighting: Weighting): WeightedNoise => {
    const { meanSquare, variance } = weigh(spectrum, bandHz, weighting);
    if (meanSquare === 0) return { rms: 0, relativeUncertainty: 0 };
    // One standard uncertainty of the power is two of the rms
    const chance = Math.sqrt(variance) / meanSquare;
    const excess = excessScatter(parts.map((each) => weigh(each, bandHz, weighting)));
    return { rms: Math.sqrt(meanSquare), relativeUncertainty: chance * (excess > UNSTEADY ? excess : 1) };
  };
  const [unweighted, a, itu468, ccirRms] = WEIGHTINGS.map(read);
  return { weighted: { unweighted, a, '468': itu468, 'ccir-rms': ccirRms }, spectrum, toneRms };
}

/** Scatter of sub-records / what chance makes of it; 1 with none. */
function excessScatter(parts: readonly BandPower[]): number {
  const count = parts.length;
  if (count < 2) return 1;
  const mean = parts.reduce((sum, { meanSquare }) => sum + meanSquare, 0) / count;
  const scatter = parts.reduce((sum, { meanSquare }) => sum + (meanSquare - mean) ** 2, 0) / (count - 1);
  const expected = parts.reduce((sum, { variance }) => sum + variance, 0) / count;
  return expected > 0 ? Math.sqrt(scatter / expected) : 1;
}
