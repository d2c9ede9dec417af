import type { HalfBand } from './halfBand.ts';

/** Samples that go into a cascade of half-band filters at a time: few enough to stay in the near cache with what becomes of them. */
export const HALVER_FRAMES = 4096;
/** Filters in a cascade at most: from `HALVER_FRAMES` there are then 16 outputs. */
export const MOST_HALVINGS = 8;

/** A cascade of half-band filters with what they remember from one piece of a signal to the next. */
export interface RateHalver {
  /** The next `HALVER_FRAMES` samples of the signal are put here. */
  readonly input: Float64Array;
  /** Begins a signal, with silence before it. */
  begin(filters: readonly HalfBand[]): void;
  /** The outputs for what stands in `input`, which is spoilt; twice their size for each filter; good until the next call. */
  next(): Float64Array;
}
