/** Coefficients of one stretch: x[n] ≈ Σ coefficients[k] · x[n − 1 − k]. */
export type Predictor = Float64Array;

/** Keeps the normal equations solvable where a signal is exactly predictable; a residual of −100 dB is then the floor. */
const RIDGE = 1e-10;

/**
 * Linear prediction by the covariance method (J. Makhoul, "Linear prediction: a tutorial review", 1975, eq. 9): least squares over x[start … start + length),
 * each sample from the `order` before it, without a window, so that sines are predicted to the noise. `start` must be at least `order`.
 */
export function fitPredictor(samples: Float64Array, start: number, length: number, order: number): Predictor {
  const size = order + 1;
  const products = new Float64Array(size * size);
  for (let lag = 0; lag < size; lag++) {
    let sum = 0;
    for (let index = start, end = start + length; index < end; index++) sum += samples[index] * samples[index - lag];
    products[lag] = sum;
  }
  // φ(i + 1, j + 1) = φ(i, j) + what comes in before − what falls out at the end
  for (let row = 1; row < size; row++) {
    for (let column = row; column < size; column++) {
      products[row * size + column] =
        products[(row - 1) * size + column - 1] +
        samples[start - row] * samples[start - column] -
        samples[start + length - row] * samples[start + length - column];
    }
  }
  return solve(products, order);
}

/** Solves the rows and columns 1 … order for row 0, by Cholesky's factors. */
function solve(products: Float64Array, order: number): Predictor {
  const size = order + 1;
  const factor = new Float64Array(order * order);
  const solution = new Float64Array(order);
  const ridge = RIDGE * products[0] + Number.MIN_VALUE;
  for (let row = 0; row < order; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = products[(column + 1) * size + row + 1] + (row === column ? ridge : 0);
      for (let inner = 0; inner < column; inner++) sum -= factor[row * order + inner] * factor[column * order + inner];
      if (row === column) factor[row * order + row] = Math.sqrt(Math.max(sum, ridge));
      else factor[row * order + column] = sum / factor[column * order + column];
    }
    let sum = products[row + 1];
    for (let inner = 0; inner < row; inner++) sum -= factor[row * order + inner] * solution[inner];
    solution[row] = sum / factor[row * order + row];
  }
  for (let row = order - 1; row >= 0; row--) {
    let sum = solution[row];
    for (let inner = row + 1; inner < order; inner++) sum -= factor[inner * order + row] * solution[inner];
    solution[row] = sum / factor[row * order + row];
  }
  return solution;
}

/** What each sample of a stretch differs by from its prediction. */
export function predictionError(
  samples: Float64Array,
  start: number,
  length: number,
  predictor: Predictor,
  target: Float64Array,
): void {
  const order = predictor.length;
  for (let index = 0; index < length; index++) {
    const at = start + index;
    let sum = samples[at];
    for (let k = 0; k < order; k++) sum -= predictor[k] * samples[at - 1 - k];
    target[index] = sum;
  }
}
