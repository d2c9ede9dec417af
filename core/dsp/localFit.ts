/** A transfer function's value at one bin, from the bins around it. */
export interface LocalFit {
  readonly re: number;
  readonly im: number;
  /** Standard uncertainty of either part, from what the fit leaves. */
  readonly standardUncertainty: number;
}

const POLYNOMIAL_TERMS = 5;
const TERMS_FOR_EACH_LEAD = 2;

/**
 * Local polynomial fit of a transfer function: over a window of bins, quotient = Σ a_p u^p, p = 0 … 4, plus, for each lead, (b + c u)·e^(+jθ k): a
 * component that arrives earlier by θ, as a harmonic in a deconvolved sweep does. Least squares; a_0 is the value at the centre. Unlike a gate on the lags it
 * needs nothing outside the window, so the ends of the band do not matter (after Schoukens et al., local polynomial method).
 * @param quotient interleaved bins from 0
 * @param first, last bins of the window, both included; more than 12
 * @param centre bin, fractional, at which the value is wanted
 * @param turnPerBin radians to turn each bin by before the fit (latency), times the bin
 * @param leadsPerBin θ of each lead, radians a bin, after the turn
 */
export function fitLocally(
  quotient: Float64Array,
  first: number,
  last: number,
  centre: number,
  turnPerBin: number,
  leadsPerBin: readonly number[],
): LocalFit {
  const terms = POLYNOMIAL_TERMS + TERMS_FOR_EACH_LEAD * leadsPerBin.length;
  const width = 2 * terms + 2;
  const half = (last - first) / 2;
  // Rows of [matrix | right side | unit vector 0], complex, interleaved
  const system = Array.from({ length: terms }, () => new Float64Array(width + 2));
  const basis = new Float64Array(2 * terms);
  let square = 0;
  for (let bin = first; bin <= last; bin++) {
    const [re, im] = fillBasis(basis, quotient, bin, (bin - centre) / half, turnPerBin, leadsPerBin, bin - centre);
    square += re * re + im * im;
    for (let row = 0; row < terms; row++) {
      const a = basis[2 * row];
      const b = basis[2 * row + 1];
      const target = system[row];
      // The half of a Hermitian matrix says all of it
      for (let column = row; column < terms; column++) {
        // conj(row) · column
        target[2 * column] += a * basis[2 * column] + b * basis[2 * column + 1];
        target[2 * column + 1] += a * basis[2 * column + 1] - b * basis[2 * column];
      }
      target[2 * terms] += a * re + b * im;
      target[2 * terms + 1] += a * im - b * re;
    }
  }
  for (let row = 0; row < terms; row++) {
    for (let column = 0; column < row; column++) {
      system[row][2 * column] = system[column][2 * row];
      system[row][2 * column + 1] = -system[column][2 * row + 1];
    }
  }
  const rightSides = system.map((row) => [row[2 * terms], row[2 * terms + 1]]);
  system[0][width] = 1;
  eliminate(system, terms);
  let explained = 0;
  for (let row = 0; row < terms; row++)
    explained += system[row][2 * terms] * rightSides[row][0] + system[row][2 * terms + 1] * rightSides[row][1];
  const freedom = Math.max(1, last - first + 1 - terms);
  return {
    re: system[0][2 * terms],
    im: system[0][2 * terms + 1],
    standardUncertainty: Math.sqrt((Math.max(0, square - explained) / freedom / 2) * system[0][width]),
  };
}

/** Fills the row of the basis for one bin; returns the turned quotient there. */
function fillBasis(
  basis: Float64Array,
  quotient: Float64Array,
  bin: number,
  u: number,
  turnPerBin: number,
  leadsPerBin: readonly number[],
  offset: number,
): [number, number] {
  let power = 1;
  for (let term = 0; term < POLYNOMIAL_TERMS; term++) {
    basis[2 * term] = power;
    power *= u;
  }
  for (const [index, lead] of leadsPerBin.entries()) {
    const at = 2 * (POLYNOMIAL_TERMS + TERMS_FOR_EACH_LEAD * index);
    const cos = Math.cos(lead * offset);
    const sin = Math.sin(lead * offset);
    basis[at] = cos;
    basis[at + 1] = sin;
    basis[at + 2] = u * cos;
    basis[at + 3] = u * sin;
  }
  const cos = Math.cos(turnPerBin * bin);
  const sin = Math.sin(turnPerBin * bin);
  const x = quotient[2 * bin];
  const y = quotient[2 * bin + 1];
  return [x * cos - y * sin, x * sin + y * cos];
}

/** Gauss and Jordan on complex rows; the matrix is positive definite, so its diagonal serves as pivots. */
function eliminate(system: readonly Float64Array[], terms: number): void {
  for (let pivot = 0; pivot < terms; pivot++) {
    const row = system[pivot];
    // The diagonal of a Hermitian matrix stays real
    const scale = 1 / row[2 * pivot];
    for (let index = 0; index < row.length; index++) row[index] *= scale;
    for (let other = 0; other < terms; other++) {
      if (other === pivot) continue;
      const target = system[other];
      const re = target[2 * pivot];
      const im = target[2 * pivot + 1];
      for (let index = 2 * pivot; index < row.length; index += 2) {
        target[index] -= re * row[index] - im * row[index + 1];
        target[index + 1] -= re * row[index + 1] + im * row[index];
      }
    }
  }
}
