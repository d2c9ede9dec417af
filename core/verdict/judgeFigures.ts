import type { Claim, SpecCard } from '../card/claim.ts';
import { resolveClaim } from '../planner/resolveClaim.ts';
import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict } from '../result/verification.ts';
import { DEFAULT_RULES, type DeviationRules } from './deviationRules.ts';
import { judge } from './judge.ts';

/**
 * A card's claim against figures that were measured without a plan, such as those of recorded files. Whether they were taken under the conditions that the
 * claim states is the caller's to know: `resolveClaim` says which they are.
 * @param card where the claim stands
 * @param figures of all channels; those the claim is not about do not count, and where none is, the claim is not verifiable
 * @param rules what is meant where the maker does not say
 */
export function judgeFigures(
  claim: Claim,
  card: SpecCard,
  figures: readonly Figure[],
  rules: DeviationRules = DEFAULT_RULES,
): ClaimVerdict {
  const { rule, assumptions, refused } = resolveClaim(claim, card, rules);
  const planned = { claimId: claim.id, quantity: claim.quantity, rule, assumptions, stepIds: [], refused };
  return judge(claim, planned, { figures: figures.filter(({ id }) => id === rule?.figureId), findings: [] });
}
