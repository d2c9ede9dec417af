import { AmpbenchError } from '../errors.ts';

/** Peaks louder than this carry a warning: dB SPL. */
export const HEARING_WARNING_SPL_DB = 110;
/** Louder targets are refused unless the person insists: dB SPL. */
export const REFUSED_SPL_DB = 120;

/** NIOSH 98-126: 85 dB(A) for 8 h, half the time for each 3 dB more. */
const LIMIT = { splDb: 85, seconds: 8 * 3600, exchangeDb: 3 } as const;

/** How long a level may last in a day by the recommended limit of NIOSH 98-126, seconds. It is for noise at work; music harms no less. */
export function dailyLimitSeconds(splDb: number): number {
  return LIMIT.seconds * 2 ** ((LIMIT.splDb - splDb) / LIMIT.exchangeDb);
}

/**
 * Refuses a target that harms at once.
 * @param peakSplDb level of the sine with the same peaks
 * @throws AmpbenchError `usage/level-dangerous`
 */
export function checkTarget(peakSplDb: number, isAllowed: boolean): void {
  if (peakSplDb <= REFUSED_SPL_DB || isAllowed) return;
  throw new AmpbenchError(
    'usage',
    'level-dangerous',
    `the target has peaks of ${peakSplDb.toFixed(1)} dB SPL but must not be over ${REFUSED_SPL_DB} dB SPL: that is near the threshold of pain, and the limit for a whole day is used up in ${dailyLimitSeconds(peakSplDb).toPrecision(1)} s`,
    { peakSplDb, limitSplDb: REFUSED_SPL_DB },
    'music is loud at 110 dB SPL peaks; for the arithmetic alone add --allow-dangerous-level, and do not listen at such a level',
  );
}
