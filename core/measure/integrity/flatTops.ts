/** Flattened peaks of one channel. */
export interface FlatTops {
  /** First sample of the first one. */
  readonly frame: number;
  /** How many peaks are flattened. */
  readonly peaks: number;
  /** Samples on them. */
  readonly samples: number;
  /** Where they lie, in the samples' unit, sign included. */
  readonly level: number;
  /** Most samples on the peaks are equal to the last digit: a converter's end cut them, not an amplifier ahead of its noise. */
  readonly isExact: boolean;
}

/** Peaks within this share of the highest lie on its plateau. */
const PLATEAU = 2e-4;
const LEAST_RUN = 3;
/**
 * A smooth peak that stays within a share p of its height for n samples has fallen by 8 p after n more on either side (a parabola). One that has fallen
 * by this many times as much was cut.
 */
const CUT_FACTOR = 5;
const LEAST_PEAKS = 2;

/**
 * Peaks cut off flat, at any level: runs of at least three samples on the highest level that fall off at both ends far more steeply than a smooth peak
 * can. The two polarities are looked at apart. Null where there are none.
 * A square wave is flat by nature and is found, too.
 */
export function findFlatTops(samples: Float64Array, start: number, end: number): FlatTops | null {
  let highest = 0;
  let lowest = 0;
  for (let index = start; index < end; index++) {
    if (samples[index] > highest) highest = samples[index];
    else if (samples[index] < lowest) lowest = samples[index];
  }
  const above = flatAt(samples, start, end, highest, 1);
  const below = flatAt(samples, start, end, -lowest, -1);
  if (above === null || below === null) return above ?? below;
  const first = above.frame < below.frame ? above : below;
  return {
    ...first,
    isExact: above.isExact && below.isExact,
    peaks: above.peaks + below.peaks,
    samples: above.samples + below.samples,
  };
}

function flatAt(samples: Float64Array, start: number, end: number, height: number, sign: 1 | -1): FlatTops | null {
  if (!(height > 0)) return null;
  const edge = height * (1 - PLATEAU);
  let frame = -1;
  let peaks = 0;
  let count = 0;
  let equal = 0;
  for (let index = start; index < end; index++) {
    if (sign * samples[index] < edge) continue;
    let last = index;
    while (last + 1 < end && sign * samples[last + 1] >= edge) last++;
    const run = last - index + 1;
    const before = index - run;
    const after = last + run;
    if (run >= LEAST_RUN && before >= start && after < end) {
      const fall = CUT_FACTOR * 8 * PLATEAU * height;
      if (height - sign * samples[before] > fall && height - sign * samples[after] > fall) {
        if (frame < 0) frame = index;
        peaks++;
        count += run;
        for (let at = index; at <= last; at++) if (samples[at] === sign * height) equal++;
      }
    }
    index = last;
  }
  return peaks >= LEAST_PEAKS
    ? { frame, peaks, samples: count, level: sign * height, isExact: 2 * equal > count }
    : null;
}
