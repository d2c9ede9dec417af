import type { CardGain, Claim } from './claim.ts';

/**
 * A gain stated as a list is one claim for each gain setting of the card with the same decibels: each can be set and measured. A list that the settings do
 * not bear out in full stays one claim.
 */
export function splitListedGains(
  claims: readonly Omit<Claim, 'id'>[],
  gains: readonly CardGain[],
): Omit<Claim, 'id'>[] {
  return claims.flatMap((claim) => {
    const { quantity, value, gain } = claim;
    if (quantity !== 'gain' || typeof value !== 'object' || value === null || gain !== undefined) return [claim];
    const settings = value.map((db) => gains.find(({ gainDb }) => gainDb === db));
    if (settings.some((setting) => setting === undefined)) return [claim];
    return value.map((db, index) => ({ ...claim, value: db, gain: settings[index]?.name ?? db }));
  });
}
