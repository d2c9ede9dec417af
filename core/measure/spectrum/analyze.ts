import { lineSpectrum, removeMean } from '../../dsp/lineSpectrum.ts';
import { noiseSpectrum, type NoiseSpectrum } from '../../dsp/noiseSpectrum.ts';

/** A line that stands out of the noise. */
export interface SpectralLine {
  readonly frequencyHz: number;
  readonly rms: number;
  /** k = 2, in the samples' unit. */
  readonly uncertainty: number;
}

export interface SpectrumAnalysis {
  readonly dc: number;
  /** The highest first. */
  readonly lines: readonly SpectralLine[];
  /** Level of the highest bin of each column: a sine reads its own rms there. */
  readonly columns: { readonly frequenciesHz: readonly number[]; readonly levels: readonly number[] };
  /** For densities: bins whose sums are mean squares. */
  readonly noise: NoiseSpectrum;
}

/** The window is tapered throughout: half the width of its main lobe, in bins of 1/T, where its skirt has ended. */
const LOBE_BINS = 7.2;
/** Power of a line's peak bin over the noise of its surroundings: 15 dB is no chance in a million bins. */
const LINE_RATIO = 32;
const MOST_LINES = 100;
/** What the parabola may be off from the window’s own lobe: 0.01 dB. */
const METHOD_RELATIVE = 0.00115;

/** Peak of a parabola through three logarithms of power, which a bell-shaped lobe is: height, and place re the middle one. */
function parabolaPeak(below: number, middle: number, above: number): { height: number; offset: number } {
  const [a, b, c] = [below, middle, above].map((power) => Math.log(Math.max(power, Number.MIN_VALUE)));
  const bend = a - 2 * b + c;
  const offset = bend < 0 ? (a - c) / (2 * bend) : 0;
  return { height: Math.exp(b - ((a - c) * offset) / 4), offset };
}

/**
 * Spectrum of a record: a sine's line reads its level wherever it lies between bins (within 0.01 dB), and its frequency to a hundredth of a bin; density comes
 * from the same bins. docs/spec/spectrum.md.
 * @param samples any unit; at least 16 frames
 * @param columns of the thinned curve, equal steps of log frequency from `lowHz` to `highHz`; each keeps its highest bin
 */
export function analyzeSpectrum(
  samples: Float64Array,
  sampleRateHz: number,
  lowHz: number,
  highHz: number,
  columns: number,
): SpectrumAnalysis {
  const { length } = samples;
  const lobeHz = (LOBE_BINS * sampleRateHz) / length;
  const spectrum = lineSpectrum(samples, 0, length, sampleRateHz, lobeHz, sampleRateHz / 2);
  const dc = removeMean(spectrum);
  const noise = noiseSpectrum(spectrum);
  const { power, floor, binWidthHz } = noise;
  // From a bin's share of a mean square to the mean square of the sine that peaks there
  const perPower = (spectrum.size * spectrum.window.energy) / spectrum.window.transformAt(0) ** 2;
  const lobeBins = Math.max(Math.round(lobeHz / binWidthHz / 2), 1);
  const isPeak = (bin: number): boolean => {
    for (let offset = 1; offset <= lobeBins; offset++)
      if ((power[bin - offset] ?? 0) > power[bin] || (power[bin + offset] ?? 0) > power[bin]) return false;
    return true;
  };
  const peakAt = (bin: number): { height: number; offset: number } =>
    bin > 0 && bin < power.length - 1
      ? parabolaPeak(power[bin - 1], power[bin], power[bin + 1])
      : { height: power[bin], offset: 0 };

  const lines: SpectralLine[] = [];
  const firstBin = Math.max(Math.ceil(Math.max(lowHz, lobeHz) / binWidthHz), 1);
  const lastBin = Math.min(Math.floor(highHz / binWidthHz), power.length - 1);
  for (let bin = firstBin; bin <= lastBin; bin++) {
    if (power[bin] < LINE_RATIO * floor[bin] || power[bin] === 0 || !isPeak(bin)) continue;
    const { height, offset } = peakAt(bin);
    const rms = Math.sqrt(height * perPower);
    lines.push({
      frequencyHz: (bin + offset) * binWidthHz,
      rms,
      uncertainty: Math.hypot(Math.sqrt(2 * floor[bin] * perPower), METHOD_RELATIVE * rms),
    });
  }
  lines.sort((a, b) => b.rms - a.rms);

  const frequenciesHz: number[] = [];
  const levels: number[] = [];
  let bin = firstBin;
  const startHz = bin * binWidthHz;
  for (let column = 1; column <= columns; column++) {
    const end = Math.min((startHz * (highHz / startHz) ** (column / columns)) / binWidthHz, lastBin);
    if (bin > end) continue;
    let best = bin;
    for (; bin <= end; bin++) if (power[bin] > power[best]) best = bin;
    const { height, offset } = isPeak(best) ? peakAt(best) : { height: power[best], offset: 0 };
    frequenciesHz.push((best + offset) * binWidthHz);
    levels.push(Math.sqrt(height * perPower));
  }
  return { dc, lines: lines.slice(0, MOST_LINES), columns: { frequenciesHz, levels }, noise };
}
