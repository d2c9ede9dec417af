import { ownStepId } from '../planner/measurementSteps.ts';
import type { PlannedClaim } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict, StepRecord, VerdictWord } from '../result/verification.ts';
import { judge } from '../verdict/judge.ts';
import type { RunContext } from './context.ts';

/** One claim against what its steps found. */
export function judgeClaim(context: RunContext, claimId: string, steps: readonly StepRecord[]): ClaimVerdict {
  const claim = context.card.claims.find(({ id }) => id === claimId);
  const planned = context.plan.claims.find((entry) => entry.claimId === claimId);
  if (claim === undefined || planned === undefined) throw new Error(`claim ${claimId} is not planned`);
  const records = steps.filter((record) => planned.stepIds.includes(record.step.id));
  const figureId = planned.rule?.figureId;
  const bearing = records.filter((record) => record.figures.some((figure) => figure.id === figureId));
  const figures = bearing.flatMap((record) =>
    record.figures.filter((figure): figure is Figure => figure.id === figureId),
  );
  // An impedance rests on two steps' captures, and everything on the baseline: all count
  const ownIds = planned.stepIds.map(ownStepId);
  const behind = steps.filter(
    (record) => record.step.kind === 'baseline' || records.includes(record) || ownIds.includes(record.step.id),
  );
  return judge(claim, withChange(context, planned, figures), {
    figures,
    findings: behind.flatMap((record) => record.integrity),
  });
}

/** A claim whose step could not be run, because of the person or of the bench, says why. */
function withChange({ planChanges }: RunContext, planned: PlannedClaim, figures: readonly Figure[]): PlannedClaim {
  if (planned.refused !== null || figures.length > 0) return planned;
  for (const { stepId, reasonCode, reason } of planChanges) {
    if (reasonCode === undefined || !planned.stepIds.includes(stepId)) continue;
    return { ...planned, refused: { verdict: 'not-verifiable', reasonCode, text: reason } };
  }
  return planned;
}

/** The claims that a step was the last one missing for; the gain's wait for the end of the run, where the input impedance is known. */
export function claimsDecidedBy(context: RunContext, stepId: string, steps: readonly StepRecord[]): ClaimVerdict[] {
  const done = new Set<string>(steps.map(({ step }) => step.id));
  return context.plan.claims
    .filter(({ stepIds, rule, refused }) => {
      const measured = steps.some(({ figures }) => figures.some(({ id }) => id === rule?.figureId));
      return refused === null && measured && stepIds.includes(stepId) && stepIds.every((id) => done.has(id));
    })
    .map(({ claimId }) => judgeClaim(context, claimId, steps));
}

export function summarizeVerdicts(claims: readonly ClaimVerdict[]): Record<VerdictWord, number> {
  const summary: Record<VerdictWord, number> = { pass: 0, fail: 0, inconclusive: 0, 'not-verifiable': 0, manual: 0 };
  for (const claim of claims) summary[claim.verdict]++;
  return summary;
}
