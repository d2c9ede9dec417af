/** One point of a transfer function y/x. */
export interface TransferPoint {
  readonly frequencyHz: number;
  readonly re: number;
  readonly im: number;
  /** Standard uncertainty of the magnitude from what y holds besides x, relative. */
  readonly relativeStandardUncertainty: number;
}

/** Half width of the averaging band around each point, octaves. */
const HALF_BAND_OCTAVES = 1 / 48;

/**
 * The transfer function from x to y at chosen frequencies: least squares over the bins within 1/24 octave, Ĥ = Σ Y·X* / Σ |X|²
 * (Bendat & Piersol, "Random Data", eq. 9.46), triangular weights. A delay between x and y that is common to the bins of one point is measured
 * and taken out before they are averaged, so neither latency nor a clock offset lowers the magnitude; the phase is that at the point's own frequency.
 * @param x, y spectra as `realFft` gives them, of records on the same time base
 */
export function transferFunction(
  x: Float64Array,
  y: Float64Array,
  binWidthHz: number,
  frequenciesHz: readonly number[],
): TransferPoint[] {
  const bins = x.length / 2;
  return frequenciesHz.map((frequencyHz) => {
    const centre = frequencyHz / binWidthHz;
    const halfWidth = Math.max(1, centre * (2 ** HALF_BAND_OCTAVES - 1));
    const first = Math.max(1, Math.ceil(centre - halfWidth));
    const last = Math.min(bins - 2, Math.floor(centre + halfWidth));
    const turn = last - first >= 8 ? localTurn(x, y, first, last) : 0;
    let re = 0;
    let im = 0;
    let power = 0;
    let weightSquares = 0;
    for (let bin = first; bin <= last; bin++) {
      const weight = 1 - Math.abs(bin - centre) / (halfWidth + 1);
      const angle = -turn * (bin - centre);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const crossRe = y[2 * bin] * x[2 * bin] + y[2 * bin + 1] * x[2 * bin + 1];
      const crossIm = y[2 * bin + 1] * x[2 * bin] - y[2 * bin] * x[2 * bin + 1];
      re += weight * (crossRe * cos - crossIm * sin);
      im += weight * (crossRe * sin + crossIm * cos);
      const binPower = x[2 * bin] ** 2 + x[2 * bin + 1] ** 2;
      power += weight * binPower;
      weightSquares += weight * weight * binPower;
    }
    re /= power;
    im /= power;
    let residual = 0;
    for (let bin = first; bin <= last; bin++) {
      const angle = turn * (bin - centre);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const hRe = re * cos - im * sin;
      const hIm = re * sin + im * cos;
      residual += (y[2 * bin] - (hRe * x[2 * bin] - hIm * x[2 * bin + 1])) ** 2;
      residual += (y[2 * bin + 1] - (hRe * x[2 * bin + 1] + hIm * x[2 * bin])) ** 2;
    }
    const count = last - first + 1;
    // Noise power a bin, per component, carried through the weighted mean
    const noisePower = residual / Math.max(count - 1, 1) / 2;
    const magnitude = Math.hypot(re, im);
    const standard = Math.sqrt(noisePower * weightSquares) / power / magnitude;
    return { frequencyHz, re, im, relativeStandardUncertainty: standard };
  });
}

/** Mean advance of the phase of Y·X* from one bin to the next, radians. */
function localTurn(x: Float64Array, y: Float64Array, first: number, last: number): number {
  let re = 0;
  let im = 0;
  let previousRe = 0;
  let previousIm = 0;
  for (let bin = first; bin <= last; bin++) {
    const crossRe = y[2 * bin] * x[2 * bin] + y[2 * bin + 1] * x[2 * bin + 1];
    const crossIm = y[2 * bin + 1] * x[2 * bin] - y[2 * bin] * x[2 * bin + 1];
    if (bin > first) {
      re += crossRe * previousRe + crossIm * previousIm;
      im += crossIm * previousRe - crossRe * previousIm;
    }
    previousRe = crossRe;
    previousIm = crossIm;
  }
  return Math.atan2(im, re);
}

/** Frequencies evenly spaced on a log scale from low to high, both included, plus `extraHz` inside the range; ascending, no repeats. */
export function logFrequencies(
  lowHz: number,
  highHz: number,
  pointsPerOctave: number,
  extraHz: readonly number[] = [],
): number[] {
  const steps = Math.max(1, Math.ceil(Math.log2(highHz / lowHz) * pointsPerOctave));
  const grid = Array.from({ length: steps + 1 }, (_, step) => lowHz * (highHz / lowHz) ** (step / steps));
  grid[steps] = highHz;
  const inside = extraHz.filter((frequencyHz) => frequencyHz >= lowHz && frequencyHz <= highHz);
  return [...new Set([...grid, ...inside])].sort((a, b) => a - b);
}
