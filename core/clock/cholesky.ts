/**
 * Inverse of a symmetric positive definite matrix, row by row in one array, by Cholesky's factors; null where it is not positive definite.
 * @param matrix size × size; left as it is
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array | null {
  const factor = Float64Array.from(matrix);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = factor[row * size + column];
      for (let inner = 0; inner < column; inner++) sum -= factor[row * size + inner] * factor[column * size + inner];
      if (row > column) factor[row * size + column] = sum / factor[column * size + column];
      else if (sum > 0) factor[row * size + row] = Math.sqrt(sum);
      else return null;
    }
  }
  const inverse = new Float64Array(size * size);
  const solution = new Float64Array(size);
  for (let unit = 0; unit < size; unit++) {
    for (let row = 0; row < size; row++) {
      let sum = row === unit ? 1 : 0;
      for (let inner = 0; inner < row; inner++) sum -= factor[row * size + inner] * solution[inner];
      solution[row] = sum / factor[row * size + row];
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = solution[row];
      for (let inner = row + 1; inner < size; inner++) sum -= factor[inner * size + row] * solution[inner];
      solution[row] = sum / factor[row * size + row];
      inverse[row * size + unit] = solution[row];
    }
  }
  return inverse;
}

/** Matrix times vector. */
export function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const out = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[row * size + column] * vector[column];
    out[row] = sum;
  }
  return out;
}
