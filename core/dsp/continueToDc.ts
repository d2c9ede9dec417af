/** Pairs of bins looked at for the delay: enough for a millisecond, few enough to cost nothing. */
const DELAY_PAIRS = 20_000;

/** Of a spectrum in stripes of so many bins those that are looked at: every so many-th from the first on. */
export interface Stripes {
  readonly bins: number;
  readonly every: number;
}

/** The factors of the bins by whose phases a delay is told, run by run. */
export interface TurnFactors {
  readonly runs: readonly { readonly first: number; readonly last: number }[];
  /** Interleaved, one run's after the other's. */
  readonly factors: Float64Array;
}

/** Picks them from the interleaved factors of all bins. */
export function turnFactors(all: Float64Array, firstBin: number, lastBin: number, stripes: Stripes): TurnFactors {
  const apart = stripes.bins * stripes.every;
  const pairs = Math.ceil((DELAY_PAIRS * apart) / (lastBin - firstBin));
  const runs: { first: number; last: number }[] = [];
  let count = 0;
  for (let stripe = Math.floor(firstBin / apart) * apart; stripe < lastBin; stripe += apart) {
    const first = Math.max(stripe, firstBin);
    const last = Math.min(stripe + stripes.bins - 1, first + pairs, lastBin);
    if (last <= first) continue;
    runs.push({ first, last });
    count += last - first + 1;
  }
  const factors = new Float64Array(2 * count);
  let at = 0;
  for (const { first, last } of runs) {
    factors.set(all.subarray(2 * first, 2 * last + 2), at);
    at += 2 * (last - first + 1);
  }
  return { runs, factors };
}

/** Mean turn of the phase of bins times factors from bin to bin, radians, weighted by power: minus 2π/size times the delay. */
export function meanTurn(bins: Float64Array, { runs, factors }: TurnFactors): number {
  let re = 0;
  let im = 0;
  let at = 0;
  for (const { first, last } of runs) {
    let beforeRe = 0;
    let beforeIm = 0;
    for (let index = 2 * first; index <= 2 * last; index += 2) {
      const x = bins[index] * factors[at] - bins[index + 1] * factors[at + 1];
      const y = bins[index] * factors[at + 1] + bins[index + 1] * factors[at];
      re += x * beforeRe + y * beforeIm;
      im += y * beforeRe - x * beforeIm;
      beforeRe = x;
      beforeIm = y;
      at += 2;
    }
  }
  return Math.atan2(im, re);
}

/**
 * Continues a quotient of spectra below its band as that of the real system it is: delay taken out, Re = a + b f² and Im = c f + d f³ fitted to the octave above,
 * so that no edge rings into the lags of the harmonics.
 * @param spectrum interleaved from bin 0 to an octave above the band's first at the least
 * @param lowBin first in which the quotient is known
 * @param turnPerBin radians, what the delay turns from bin to bin
 * @returns interleaved bins 0 to before `lowBin`
 */
export function continuedToDc(spectrum: Float64Array, lowBin: number, turnPerBin: number): Float64Array {
  const turned = (bin: number, quarter: number): number => {
    const angle = -turnPerBin * bin - quarter;
    return spectrum[2 * bin] * Math.cos(angle) - spectrum[2 * bin + 1] * Math.sin(angle);
  };
  const real = evenFit(lowBin, (bin) => turned(bin, 0));
  const imaginary = evenFit(lowBin, (bin) => turned(bin, Math.PI / 2) / bin);
  const continued = new Float64Array(2 * lowBin);
  for (let bin = 0; bin < lowBin; bin++) {
    const re = real[0] + real[1] * bin * bin;
    const im = (imaginary[0] + imaginary[1] * bin * bin) * bin;
    const cos = Math.cos(turnPerBin * bin);
    const sin = Math.sin(turnPerBin * bin);
    continued[2 * bin] = re * cos - im * sin;
    continued[2 * bin + 1] = re * sin + im * cos;
  }
  return continued;
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
