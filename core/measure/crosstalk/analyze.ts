import { binPower, lineSpectrum, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { checkFrequency } from '../checkFrequency.ts';
import { lineReading, noiseBeside } from '../imd/lineReading.ts';
import type { Stretch } from '../imd/soundingStretch.ts';
import { halfWidthFor, LONGEST_SECONDS, type Tone } from '../multitone/findTones.ts';

/** What of one channel's signal is found in another, as a ratio of volts. */
export interface CrosstalkPoint {
  readonly frequencyHz: number;
  readonly ratio: number;
  /** k = 2, from the noise of the channel that is not driven. */
  readonly uncertainty: number;
  /** True: not told from that noise; `ratio` is an upper bound. */
  readonly isBound: boolean;
}

export interface CrosstalkReading {
  /** Selective: at each tone, ascending. */
  readonly points: readonly CrosstalkPoint[];
  /** All that the channel holds in the band, noise and hum too, re the driven one. */
  readonly broadbandRatio: number;
  /** k = 2. */
  readonly broadbandUncertainty: number;
}

/** Noise is looked for beside a tone, over so many half widths on either side. */
const NOISE_SPAN = 5;

/**
 * Crosstalk from one driven channel into others that are not: at each tone the least-squares transfer between the two channels' lines. Both were recorded by
 * one clock, so whatever the player's clock does cancels. docs/spec/crosstalk.md.
 * @param tones the driven channel's, ascending
 * @throws AmpbenchError `data/record-too-short`, `data/frequency-above-nyquist`
 */
export function analyzeCrosstalk(
  driven: Float64Array,
  receivers: readonly Float64Array[],
  sampleRateHz: number,
  stretch: Stretch,
  tones: readonly Tone[],
  bandHz: readonly [number, number],
): readonly CrosstalkReading[] {
  const length = Math.min(stretch.length, Math.round(LONGEST_SECONDS * sampleRateHz));
  const halfWidthHz = halfWidthFor(length / sampleRateHz);
  const nyquistHz = sampleRateHz / 2;
  const wantedHz = Math.max(bandHz[1], ...tones.map(({ frequencyHz }) => frequencyHz));
  checkFrequency(wantedHz, sampleRateHz, 'the highest tone or the end of the band', 'crosstalk');
  const highestHz = Math.min(wantedHz + NOISE_SPAN * halfWidthHz, nyquistHz);
  const spectrumOf = (samples: Float64Array): LineSpectrum =>
    lineSpectrum(samples, stretch.start, length, sampleRateHz, halfWidthHz, highestHz);
  const source = spectrumOf(driven);
  const sourceRms = Math.sqrt(bandMeanSquare(source, bandHz));
  const degrees = ((bandHz[1] - bandHz[0]) * source.recordSeconds) / source.window.statisticsLoss;
  return receivers.map((samples) => {
    const target = spectrumOf(samples);
    const broadbandRatio = Math.sqrt(bandMeanSquare(target, bandHz)) / sourceRms;
    return {
      points: tones.map((tone) => transferAt(source, target, tone.frequencyHz, tones)),
      broadbandRatio,
      // As if all of it were noise; k = 2 of a power is k = 4 of its root, relative
      broadbandUncertainty: broadbandRatio / Math.sqrt(degrees),
    };
  });
}

function bandMeanSquare(spectrum: LineSpectrum, [lowHz, highHz]: readonly [number, number]): number {
  let sum = 0;
  const last = Math.min(Math.floor(highHz / spectrum.binWidthHz), spectrum.binCount - 1);
  for (let bin = Math.ceil(lowHz / spectrum.binWidthHz); bin <= last; bin++) sum += binPower(spectrum, bin);
  return sum;
}

/** Least squares of target = H·source over the bins of the driven channel's line: ΣY·conj(X) over Σ|X|². */
function transferAt(
  source: LineSpectrum,
  target: LineSpectrum,
  frequencyHz: number,
  tones: readonly Tone[],
): CrosstalkPoint {
  const { binWidthHz, binCount, window } = source;
  const reach = Math.ceil(window.halfWidthHz / binWidthHz);
  const centre = Math.round(frequencyHz / binWidthHz);
  let re = 0;
  let im = 0;
  let energy = 0;
  for (let bin = Math.max(centre - reach, 0); bin <= Math.min(centre + reach, binCount - 1); bin++) {
    const xRe = source.bins[2 * bin];
    const xIm = source.bins[2 * bin + 1];
    const yRe = target.bins[2 * bin];
    const yIm = target.bins[2 * bin + 1];
    re += yRe * xRe + yIm * xIm;
    im += yIm * xRe - yRe * xIm;
    energy += xRe * xRe + xIm * xIm;
  }
  const toneMeanSquare = source.powerScale * energy;
  const power = (re * re + im * im) / (energy * energy);
  const linesHz = tones.map((tone) => tone.frequencyHz);
  const noise = noiseBeside(target, frequencyHz, linesHz) / toneMeanSquare;
  const { rms, uncertaintyRms, isBound } = lineReading(power, noise);
  return { frequencyHz, ratio: rms, uncertainty: uncertaintyRms, isBound };
}
