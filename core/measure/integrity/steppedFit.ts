/** A step in time within a stretch that is otherwise explained by smooth columns. */
export interface SteppedFit {
  /** First row after the step. */
  readonly row: number;
  /** Height of the step, in units of the step column. */
  readonly height: number;
  /** Mean square of what is left with the step. */
  readonly residual: number;
}

/** Share of the rows at either end in which a step cannot be told from the columns. */
const MARGIN = 0.08;
/** A column that the others explain to this share of its length adds nothing. */
const DEPENDENT = 1e-9;

/** Least squares of values on columns, by the modified Gram-Schmidt process (Å. Björck, 1967). */
export interface SmoothFit {
  /** Orthonormal columns, one after the other. */
  readonly basis: Float64Array;
  readonly columns: number;
  readonly residuals: Float64Array;
  /** Mean square of the residuals. */
  readonly residual: number;
}

/**
 * @param columns one after the other, each as long as `values`; overwritten
 * @param values left as they are
 */
export function fitColumns(columns: Float64Array, values: Float64Array): SmoothFit {
  const rows = values.length;
  const count = columns.length / rows;
  const residuals = values.slice();
  let kept = 0;
  for (let column = 0; column < count; column++) {
    const own = columns.subarray(column * rows, (column + 1) * rows);
    const length = Math.sqrt(dot(own, own));
    for (let before = 0; before < kept; before++) takeOut(columns.subarray(before * rows, (before + 1) * rows), own);
    const left = Math.sqrt(dot(own, own));
    if (!(left > DEPENDENT * length)) continue;
    const target = columns.subarray(kept * rows, (kept + 1) * rows);
    for (let row = 0; row < rows; row++) target[row] = own[row] / left;
    takeOut(target, residuals);
    kept++;
  }
  return { basis: columns, columns: kept, residuals, residual: dot(residuals, residuals) / (rows - kept) };
}

/**
 * The step that explains most of what a smooth fit leaves: `change` times a height, from one row on. Maximum likelihood in white noise, the columns fitted
 * anew for each place. Null where no place can be told.
 */
export function fitStep({ basis, columns, residuals }: SmoothFit, change: Float64Array): SteppedFit | null {
  const rows = residuals.length;
  const margin = Math.ceil(MARGIN * rows);
  const onBasis = new Float64Array(columns);
  const energy = dot(residuals, residuals);
  let product = 0;
  let square = 0;
  let best = 0;
  let found: SteppedFit | null = null;
  for (let row = rows - 1; row >= margin; row--) {
    const value = change[row];
    product += value * residuals[row];
    square += value * value;
    let explained = 0;
    for (let column = 0; column < columns; column++) {
      onBasis[column] += value * basis[column * rows + row];
      explained += onBasis[column] * onBasis[column];
    }
    const free = square - explained;
    if (row > rows - margin || !(free > DEPENDENT * square)) continue;
    const gained = (product * product) / free;
    if (gained <= best) continue;
    best = gained;
    found = { row, height: product / free, residual: Math.max(energy - gained, 0) / (rows - columns - 2) };
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  // Two sums: an addition need not wait for the one just before
  const odd = a.length % 2;
  let sum = odd * a[0] * b[0];
  let other = 0;
  for (let index = odd; index < a.length; index += 2) {
    sum += a[index] * b[index];
    other += a[index + 1] * b[index + 1];
  }
  return sum + other;
}

function takeOut(unit: Float64Array, from: Float64Array): void {
  const share = dot(unit, from);
  for (let index = 0; index < from.length; index++) from[index] -= share * unit[index];
}
