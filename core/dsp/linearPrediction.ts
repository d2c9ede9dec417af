import { realFft, realFftPlan } from './fft.ts';

/** Coefficients of one stretch: x[n] ≈ Σ coefficients[k] · x[n − 1 − k]. */
export type Predictor = Float64Array;

/** Keeps the normal equations solvable where a signal is exactly predictable; a residual of −100 dB is then the floor. */
const RIDGE = 1e-10;

/**
 * Linear prediction by the covariance method (J. Makhoul, "Linear prediction: a tutorial review", 1975, eq. 9): least squares over x[start … start + length),
 * each sample from the `order` before it, without a window, so that sines are predicted to the noise. `start` must be at least `order`.
 */
export function fitPredictor(samples: Float64Array, start: number, length: number, order: number): Predictor {
  return fitPredictorOver(samples, [start], length, order);
}

/** The same over several stretches of one length together. */
export function fitPredictorOver(
  samples: Float64Array,
  starts: readonly number[],
  length: number,
  order: number,
): Predictor {
  const products = new Float64Array((order + 1) ** 2);
  for (const start of starts) addProducts(samples, start, length, order, products);
  return solve(products, order);
}

/** Adds a stretch's φ(row, column) = Σ x[n − row] x[n − column], columns from the row on. */
function addProducts(
  samples: Float64Array,
  start: number,
  length: number,
  order: number,
  products: Float64Array,
): void {
  const size = order + 1;
  const own = new Float64Array(size * size);
  for (let lag = 0; lag < size; lag++) {
    let even = 0;
    let odd = 0;
    let index = start;
    for (const end = start + length - 1; index < end; index += 2) {
      even += samples[index] * samples[index - lag];
      odd += samples[index + 1] * samples[index + 1 - lag];
    }
    if (index < start + length) even += samples[index] * samples[index - lag];
    own[lag] = even + odd;
  }
  // φ(i + 1, j + 1) = φ(i, j) + what comes in before − what falls out at the end
  for (let row = 1; row < size; row++) {
    for (let column = row; column < size; column++) {
      own[row * size + column] =
        own[(row - 1) * size + column - 1] +
        samples[start - row] * samples[start - column] -
        samples[start + length - row] * samples[start + length - column];
    }
  }
  for (let index = 0; index < products.length; index++) products[index] += own[index];
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

/** Prediction errors of one stretch after the other by one predictor, by way of the spectrum: a fraction of the direct sum's time. */
export interface ErrorFilter {
  /** Samples of one stretch. */
  readonly length: number;
  readonly setPredictor: (predictor: Predictor) => void;
  /** Errors of samples[start … start + length); a view that the next call overwrites. `start` must be at least the order. */
  readonly errorsAt: (samples: Float64Array, start: number) => Float64Array;
}

/** @param size of the transform, a power of two; stretches are `size − order` long */
export function createErrorFilter(size: number, order: number): ErrorFilter {
  const length = size - order;
  const response = new Float64Array(size + 2);
  const errors = new Float64Array(length);
  return {
    length,
    setPredictor(predictor): void {
      const taps = new Float64Array(order + 1);
      taps[0] = 1;
      for (let k = 0; k < order; k++) taps[k + 1] = -predictor[k];
      realFft(taps, size, response);
    },
    errorsAt(samples, start): Float64Array {
      const plan = realFftPlan(size);
      plan.samples.set(samples.subarray(start - order, start + length));
      plan.forward();
      const { bins } = plan;
      for (let index = 0; index < bins.length; index += 2) {
        const re = bins[index] * response[index] - bins[index + 1] * response[index + 1];
        bins[index + 1] = bins[index] * response[index + 1] + bins[index + 1] * response[index];
        bins[index] = re;
      }
      plan.inverse();
      // What wraps around falls on the first `order` samples
      errors.set(plan.samples.subarray(order, size));
      return errors;
    },
  };
}
