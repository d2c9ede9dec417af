import type { HalfBand } from './halfBand.ts';

/** Samples that go into a cascade of half-band filters at a time: few enough to stay in the near cache with what becomes of them. */
export const HALVER_FRAMES = 2048;
/** Filters in a cascade at most: from `HALVER_FRAMES` there are then 8 outputs. */
export const MOST_HALVINGS = 8;

/** A cascade of half-band filters, for two stretches of a signal at a time, with what it remembers of either from one piece to the next. */
export interface RateHalver {
  /** The next `HALVER_FRAMES` samples of either stretch are put here. */
  readonly inputs: readonly [Float64Array, Float64Array];
  /** Begins both stretches, with silence before them. */
  begin(filters: readonly HalfBand[]): void;
  /** The outputs for what stands in `inputs`, which is spoilt; twice their size for each filter; good until the next call. */
  next(): readonly [Float64Array, Float64Array];
}
