import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { DEFAULT_RULES, type DeviationRules } from '../verdict/deviationRules.ts';
import { whyBeyondNyquist, whyNotMeasurable } from './feasibility.ts';
import type { StepDraft } from './measurementSteps.ts';
import { orderWirings } from './orderWirings.ts';
import type { PlannedClaim, PlanStep, StepKind, VerificationPlan, Wiring } from './plan.ts';
import { withDriveToBeHad, withOutputNamed } from './ports.ts';
import { resolveClaim, type ResolvedClaim } from './resolveClaim.ts';
import { whyUnderFloor, type RigFloor } from './rigFloor.ts';
import { shoppingList } from './shoppingList.ts';
import { singleStatements } from './singleStatements.ts';
import { draftSteps } from './steps.ts';
import { sameWiring } from './wiring.ts';

/** Order within a wiring: what others rest on first, then the gentle ones, the search for the most output last. */
const RANK: readonly StepKind[] = [
  'baseline',
  'output-impedance',
  'gain',
  'frequency-response',
  'noise',
  'input-impedance',
  'thdn',
  'measurement',
  'max-output',
];

/**
 * The ordered steps that would decide a card's claims on a rig, with what is known before measuring: which claims cannot be decided, and what to buy.
 * Loopback first; then each wiring once, in the order with the fewest changes (orderWirings.ts), within it from the gentlest step to the search for the
 * most output (docs/adr/0005).
 * @param floor what the rig showed of itself in an earlier loopback; null: not known yet
 */
export function planVerification(
  published: SpecCard,
  rig: Rig,
  rules: DeviationRules = DEFAULT_RULES,
  floor: RigFloor | null = null,
): VerificationPlan {
  const card = singleStatements(published);
  const resolved = card.claims.map((claim) =>
    withDriveToBeHad(withOutputNamed(resolveClaim(claim, card, rules), card), card, rig),
  );
  const settled = resolved.map((entry): ResolvedClaim => ({
    ...entry,
    refused: (isMeasured(entry) ? whyNotMeasurable(entry, card, rig) : null) ?? entry.refused,
  }));
  const steps = ordered(draftSteps(settled.filter(isMeasured), { card, rig, rules }), card);
  const claims = settled.map((entry): PlannedClaim => ({
    claimId: entry.claim.id,
    quantity: entry.claim.quantity,
    rule: entry.rule,
    assumptions: entry.assumptions,
    stepIds: steps.filter((step) => step.claimIds.includes(entry.claim.id)).map((step) => step.id),
    refused:
      entry.refused ?? whyBeyondNyquist(entry, rig) ?? (floor === null ? null : whyUnderFloor(entry, floor, rules)),
  }));
  return {
    schemaVersion: 1,
    cardId: card.id,
    rigId: rig.id,
    claims,
    steps,
    seconds: steps.reduce((sum, step) => sum + step.seconds, 0),
    wiringCount: distinctWirings(steps).length,
    toBuy: shoppingList(resolved, card, rig),
  };
}

/** A response without a tolerance, or from lower down than any bench hears, is measured all the same: it may fail, and what it would meet is worth knowing. */
const isMeasured = ({ refused }: ResolvedClaim): boolean =>
  refused === null || refused.reasonCode === 'no-tolerance-stated' || refused.reasonCode === 'baseline-limited';

const distinctWirings = (steps: readonly Pick<PlanStep, 'wiring'>[]): Wiring[] =>
  steps.reduce<Wiring[]>(
    (seen, { wiring }) => (seen.some((other) => sameWiring(other, wiring)) ? seen : [...seen, wiring]),
    [],
  );

function ordered(drafts: readonly StepDraft[], card: SpecCard): PlanStep[] {
  const gains = (card.gains ?? []).map(({ name }) => name);
  const gainRank = ({ gain }: Wiring): number => (gain === null ? -1 : gains.indexOf(gain));
  const wirings = distinctWirings(drafts).sort((a, b) => gainRank(a) - gainRank(b));
  return orderWirings(wirings).flatMap((wiring) =>
    drafts
      .filter((step) => sameWiring(step.wiring, wiring))
      .sort(
        (a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || a.predictedOutputVoltsRms - b.predictedOutputVoltsRms,
      )
      .map((step) => ({ ...step, predictedLoadWatts: wattsOf(step) })),
  );
}

const wattsOf = ({ wiring, predictedOutputVoltsRms }: StepDraft): number =>
  wiring.loadOhms === null ? 0 : predictedOutputVoltsRms ** 2 / wiring.loadOhms;
