/** Bins looked at for the delay: enough for a millisecond, few enough to cost nothing. */
const DELAY_BINS = 20_000;

/** Mean turn of the phase from bin to bin, radians, weighted by power: minus 2π/size times the delay. */
function meanTurn(spectrum: Float64Array, firstBin: number, lastBin: number): number {
  const step = Math.max(1, Math.floor((lastBin - firstBin) / DELAY_BINS));
  let re = 0;
  let im = 0;
  for (let bin = firstBin; bin < lastBin; bin += step) {
    const a = 2 * bin;
    re += spectrum[a + 2] * spectrum[a] + spectrum[a + 3] * spectrum[a + 1];
    im += spectrum[a + 3] * spectrum[a] - spectrum[a + 2] * spectrum[a + 1];
  }
  return Math.atan2(im, re);
}

/**
 * Continues a quotient of spectra below its band, in place, as that of the real system it is: delay taken out, Re = a + b f² and Im = c f + d f³ fitted to
 * the octave above, so that no edge rings into the lags of the harmonics.
 * @param lowBin, highBin the band in which the quotient is known
 */
export function continueToDc(spectrum: Float64Array, lowBin: number, highBin: number): void {
  const turnPerBin = meanTurn(spectrum, 8 * lowBin, highBin);
  const turned = (bin: number, quarter: number): number => {
    const angle = -turnPerBin * bin - quarter;
    return spectrum[2 * bin] * Math.cos(angle) - spectrum[2 * bin + 1] * Math.sin(angle);
  };
  const real = evenFit(lowBin, (bin) => turned(bin, 0));
  const imaginary = evenFit(lowBin, (bin) => turned(bin, Math.PI / 2) / bin);
  for (let bin = 0; bin < lowBin; bin++) {
    const re = real[0] + real[1] * bin * bin;
    const im = (imaginary[0] + imaginary[1] * bin * bin) * bin;
    const cos = Math.cos(turnPerBin * bin);
    const sin = Math.sin(turnPerBin * bin);
    spectrum[2 * bin] = re * cos - im * sin;
    spectrum[2 * bin + 1] = re * sin + im * cos;
  }
}

/** Least squares of value = p + q·bin² over the octave from `lowBin`. */
function evenFit(lowBin: number, valueAt: (bin: number) => number): [number, number] {
  const last = 2 * lowBin;
  const count = last - lowBin + 1;
  let meanSquare = 0;
  let mean = 0;
  for (let bin = lowBin; bin <= last; bin++) {
    meanSquare += (bin * bin) / count;
    mean += valueAt(bin) / count;
  }
  let cross = 0;
  let spread = 0;
  for (let bin = lowBin; bin <= last; bin++) {
    cross += (bin * bin - meanSquare) * (valueAt(bin) - mean);
    spread += (bin * bin - meanSquare) ** 2;
  }
  const slope = cross / spread;
  return [mean - slope * meanSquare, slope];
}
