import type { Claim } from '../card/claim.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { PlannedClaim, ReasonCode } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict, VerdictWord } from '../result/verification.ts';
import { besideLimitsText, splitByConditions } from './besideLimits.ts';
import { decide, unmeasured, type Judgement } from './decide.ts';
import { toldOnlyText } from './toldOnly.ts';

/** What a claim is judged by. */
export interface Evidence {
  /** The rule's figure, one for each channel; empty where nothing was measured. */
  readonly figures: readonly Figure[];
  /** Damage found in the captures the figures come from. */
  readonly findings: readonly IntegrityFinding[];
}

/** One claim against what was measured: the worst channel counts. A damaged capture never gives a pass or a fail. docs/verdicts.md. */
export function judge(claim: Claim, planned: PlannedClaim, evidence: Evidence): ClaimVerdict {
  const { rule } = planned;
  const { decisive, beside } = splitByConditions(rule, evidence.figures);
  const judged = decisive
    .map((figure) => ({ figure, judgement: decide(rule, figure) }))
    .sort(
      (a, b) =>
        SEVERITY[b.judgement.verdict] - SEVERITY[a.judgement.verdict] ||
        (a.judgement.margin ?? Infinity) - (b.judgement.margin ?? Infinity),
    );
  const worst = judged.at(0);
  const settled = settle(planned, { ...evidence, figures: decisive }, worst?.judgement);
  const besideText = rule === null ? null : besideLimitsText(rule, decisive, beside);
  return {
    id: claim.id,
    asWritten: claim.asWritten,
    label: claim.label,
    quantity: claim.quantity,
    rule: rule?.text ?? null,
    measured: worst === undefined || worst.figure.value === null ? null : worst.figure,
    verdict: settled.verdict,
    reasonCode: settled.reasonCode,
    margin: settled.margin,
    ...(settled.marginText === null ? {} : { marginText: settled.marginText }),
    text: besideText === null ? settled.text : `${settled.text} ${besideText}`,
    assumptions: planned.assumptions,
  };
}

const SEVERITY: Readonly<Record<VerdictWord, number>> = {
  pass: 0,
  manual: 1,
  'not-verifiable': 2,
  inconclusive: 3,
  fail: 4,
};

/** Refusals of a band that the rig does not see all of. */
const MEASURED_IN_PART: ReadonlySet<ReasonCode> = new Set(['beyond-nyquist', 'baseline-limited']);

function settle(planned: PlannedClaim, { figures, findings }: Evidence, worst: Judgement | undefined): Judgement {
  const damage = findings.find((finding) => finding.damaging);
  if (planned.refused !== null) {
    const { verdict, reasonCode, text } = planned.refused;
    // What cannot be proven may still be disproven by the part that was measured
    if (MEASURED_IN_PART.has(reasonCode) && worst?.verdict === 'fail' && damage === undefined) return worst;
    const told = reasonCode === 'no-tolerance-stated' && damage === undefined ? toldOnlyText(figures) : null;
    return unmeasured(verdict, reasonCode, told === null ? text : `${text} ${told}`);
  }
  if (worst === undefined) return unmeasured('not-verifiable', 'not-run', 'Its step was not run.');
  if (damage === undefined) return worst;
  return unmeasured(
    'inconclusive',
    damage.code === 'clipped' ? 'clipped' : 'capture-damaged',
    `A capture behind this figure is damaged: ${damage.text}.`,
  );
}
