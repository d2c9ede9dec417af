import type { LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { toPowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { selectRank } from '../../dsp/selectRank.ts';

export interface SpectralGap {
  readonly lowHz: number;
  readonly highHz: number;
}

/** What a spectrum holds besides its tones' lines. */
export interface Residual {
  /** Mean square in the band, with what lies under the lines. */
  readonly meanSquare: number;
  /** Of it, what was inferred under the lines from the density beside them. */
  readonly filledMeanSquare: number;
  /** Mean density of geometric bands: their centres, Hz, and mean square per hertz. */
  readonly frequenciesHz: readonly number[];
  readonly densities: readonly number[];
}

/** Density is read beside a line over so many of its half widths on either side. */
const SPAN = 4;
const BANDS_PER_OCTAVE = 6;

/**
 * Sums the bins of the band outside the lines, and puts the noise under each line back from the median bin beside it.
 * @param lines ascending, each one tone's whole line
 */
export function readResidual(
  spectrum: LineSpectrum,
  lines: readonly SpectralGap[],
  bandHz: readonly [number, number],
): Residual {
  const { binWidthHz, binCount } = spectrum;
  const first = Math.ceil(bandHz[0] / binWidthHz);
  const last = Math.min(Math.floor(bandHz[1] / binWidthHz), binCount - 1);
  const { power } = toPowerSpectrum(spectrum);
  const inLine = new Uint8Array(binCount);
  for (const { lowHz, highHz } of lines)
    inLine.fill(1, Math.ceil(lowHz / binWidthHz), Math.floor(highHz / binWidthHz) + 1);

  let meanSquare = 0;
  forEachGap(inLine, first, last + 1, (from, to) => (meanSquare += sumOf(power, from, to)));
  let filledMeanSquare = 0;
  for (const { lowHz, highHz } of lines) {
    const from = Math.max(Math.ceil(lowHz / binWidthHz), first);
    const to = Math.min(Math.floor(highHz / binWidthHz), last);
    if (to >= from) filledMeanSquare += medianBeside(power, inLine, binWidthHz, lowHz, highHz) * (to - from + 1);
  }
  return {
    meanSquare: meanSquare + filledMeanSquare,
    filledMeanSquare,
    ...densityCurve(power, inLine, binWidthHz, bandHz),
  };
}

/** Visits the stretches of bins, each from one to before another, that no line covers. */
function forEachGap(inLine: Uint8Array, from: number, to: number, visit: (from: number, to: number) => void): void {
  for (let start = from; start < to;) {
    const line = inLine.indexOf(1, start);
    const end = line < 0 || line > to ? to : line;
    if (end > start) visit(start, end);
    const next = inLine.indexOf(0, end);
    start = next < 0 ? to : next;
  }
}

function sumOf(power: Float64Array, from: number, to: number): number {
  let even = 0;
  let odd = 0;
  let bin = from;
  for (; bin + 1 < to; bin += 2) {
    even += power[bin];
    odd += power[bin + 1];
  }
  return even + odd + (bin < to ? power[bin] : 0);
}

/** Expected power of a bin of noise beside a line; other lines there do not count, nor do a few products. */
function medianBeside(
  power: Float64Array,
  inLine: Uint8Array,
  binWidthHz: number,
  lowHz: number,
  highHz: number,
): number {
  const spanHz = (SPAN * (highHz - lowHz)) / 2;
  const first = Math.max(Math.ceil((lowHz - spanHz) / binWidthHz), 1);
  const last = Math.min(Math.floor((highHz + spanHz) / binWidthHz), power.length - 1);
  const values = new Float64Array(Math.max(last - first + 1, 0));
  let count = 0;
  for (let bin = first; bin <= last; bin++) if (inLine[bin] === 0) values[count++] = power[bin];
  if (count === 0) return 0;
  // A bin of noise is a chi-square of two degrees: its median is ln 2 of its mean
  return selectRank(values.subarray(0, count), count >> 1) / Math.LN2;
}

function densityCurve(
  power: Float64Array,
  inLine: Uint8Array,
  binWidthHz: number,
  [lowHz, highHz]: readonly [number, number],
): { readonly frequenciesHz: readonly number[]; readonly densities: readonly number[] } {
  const frequenciesHz: number[] = [];
  const densities: number[] = [];
  const startHz = Math.max(lowHz, binWidthHz);
  const bands = Math.max(Math.ceil(BANDS_PER_OCTAVE * Math.log2(highHz / startHz)), 1);
  for (let band = 0; band < bands; band++) {
    const from = startHz * (highHz / startHz) ** (band / bands);
    const to = startHz * (highHz / startHz) ** ((band + 1) / bands);
    let sum = 0;
    let count = 0;
    forEachGap(
      inLine,
      Math.ceil(from / binWidthHz),
      Math.min(Math.ceil(to / binWidthHz), power.length),
      (first, end) => {
        sum += sumOf(power, first, end);
        count += end - first;
      },
    );
    if (count === 0) continue;
    frequenciesHz.push(Math.sqrt(from * to));
    densities.push(sum / (count * binWidthHz));
  }
  return { frequenciesHz, densities };
}
