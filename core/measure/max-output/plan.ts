/** One level of a search, as it was measured. */
export interface LevelReading {
  readonly driveVoltsRms: number;
  /** Lowest of the channels driven. */
  readonly outputVoltsRms: number;
  /** Highest of the channels driven. */
  readonly thdnRatio: number;
}

export interface SearchLimits {
  readonly thdnLimitRatio: number;
  /** Most the interface may drive, volts rms. */
  readonly maxDriveVoltsRms: number;
  /** Most volts rms at the output that load, capture input and person allow. */
  readonly maxOutputVoltsRms: number;
  /** What sets `maxOutputVoltsRms`, in words. */
  readonly outputLimitedBy: string;
  /** Output volts per drive volt while the DUT is linear: the upper bound of what any drive gives. */
  readonly gainRatio: number;
}

export type SearchStep =
  | { readonly kind: 'play'; readonly driveVoltsRms: readonly number[] }
  | { readonly kind: 'done'; readonly endedBy: 'thdn-limit' | 'input-limited' | 'output-limited' };

const DB = (ratio: number): number => 20 * Math.log10(ratio);
const fromDb = (db: number): number => 10 ** (db / 20);

/** Largest step upward far from and near to a limit, dB (1 dB is +26 % power). */
const STAIRCASE_STEP_DB = 4;
const NEAR_STEP_DB = 1;
/** The search ends when the crossing is enclosed this closely, dB. */
const RESOLUTION_DB = 0.15;
/** The staircase ends this far below the level of interest. */
const STAIRCASE_HEADROOM_DB = 4;

/** First take of a search: a staircase from −52 dB up to 4 dB below the claimed level, every step predicted safe. */
export function firstStaircase(claimedVoltsRms: number, limits: SearchLimits): number[] {
  const top = Math.min(
    claimedVoltsRms * fromDb(-STAIRCASE_HEADROOM_DB),
    limits.maxOutputVoltsRms * fromDb(-NEAR_STEP_DB),
    limits.maxDriveVoltsRms * limits.gainRatio,
  );
  const levels: number[] = [];
  for (let db = -12 * STAIRCASE_STEP_DB; db <= 0; db += STAIRCASE_STEP_DB)
    levels.push((top * fromDb(db)) / limits.gainRatio);
  return levels;
}

/**
 * What to play next: 1 dB up until THD+N passes the limit or a safety limit ends it, then halving the interval that holds the crossing.
 * @param readings all so far, in the order of drive
 */
export function nextSearchStep(readings: readonly LevelReading[], limits: SearchLimits): SearchStep {
  const sorted = [...readings].sort((a, b) => a.driveVoltsRms - b.driveVoltsRms);
  const crossing = crossingIndex(sorted, limits.thdnLimitRatio);
  if (crossing !== null) {
    const below = sorted[crossing - 1].driveVoltsRms;
    const above = sorted[crossing].driveVoltsRms;
    if (DB(above / below) <= RESOLUTION_DB) return { kind: 'done', endedBy: 'thdn-limit' };
    return { kind: 'play', driveVoltsRms: [Math.sqrt(above * below)] };
  }
  const top = sorted[sorted.length - 1].driveVoltsRms;
  const safe = limits.maxOutputVoltsRms / limits.gainRatio;
  const most = Math.min(limits.maxDriveVoltsRms, safe);
  if (DB(most / top) < 0.01) {
    return { kind: 'done', endedBy: limits.maxDriveVoltsRms <= safe ? 'input-limited' : 'output-limited' };
  }
  return { kind: 'play', driveVoltsRms: [Math.min(top * fromDb(NEAR_STEP_DB), most)] };
}

/**
 * Index of the lowest reading over the limit with all readings above it over it too (noise makes the lowest levels exceed any limit, so the search
 * is from the top); null when the top reading is under it.
 */
function crossingIndex(sorted: readonly LevelReading[], thdnLimitRatio: number): number | null {
  let index = sorted.length;
  while (index > 1 && sorted[index - 1].thdnRatio > thdnLimitRatio) index--;
  return index === sorted.length ? null : index;
}
