import type { Claim } from '../card/claim.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { PlannedClaim, ReasonCode } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict, VerdictWord } from '../result/verification.ts';

/** What a claim is judged by. */
export interface Evidence {
  /** The rule's figure, one for each channel; empty where nothing was measured. */
  readonly figures: readonly Figure[];
  /** Damage found in the captures the figures come from. */
  readonly findings: readonly IntegrityFinding[];
}

interface Judgement {
  readonly verdict: VerdictWord;
  readonly reasonCode: ReasonCode;
  readonly margin: number | null;
  readonly text: string;
}

/**
 * One claim against what was measured: the worst channel counts. Guard band after JCGM 106:2012, 8.3.2: inside the limit with all of U is a pass,
 * outside with all of U a fail, anything else inconclusive. A damaged capture never gives a pass or a fail.
 */
export function judge(claim: Claim, planned: PlannedClaim, evidence: Evidence): ClaimVerdict {
  const judged = evidence.figures
    .map((figure) => ({ figure, ...decide(planned, figure) }))
    .sort((a, b) => SEVERITY[b.verdict] - SEVERITY[a.verdict] || (a.margin ?? Infinity) - (b.margin ?? Infinity));
  const worst = judged.at(0);
  const settled = settle(planned, evidence, worst);
  return {
    id: claim.id,
    asWritten: claim.asWritten,
    label: claim.label,
    quantity: claim.quantity,
    rule: planned.rule?.text ?? null,
    measured: worst === undefined || worst.figure.value === null ? null : worst.figure,
    ...settled,
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

function settle(planned: PlannedClaim, evidence: Evidence, worst: Judgement | undefined): Judgement {
  const damage = evidence.findings.find((finding) => finding.damaging);
  if (planned.refused !== null) {
    const { verdict, reasonCode, text } = planned.refused;
    // What cannot be proven may still be disproven by the part that was measured
    if (reasonCode === 'beyond-nyquist' && worst?.verdict === 'fail' && damage === undefined) return worst;
    return { verdict, reasonCode, margin: null, text };
  }
  if (worst === undefined) {
    return { verdict: 'not-verifiable', reasonCode: 'not-run', margin: null, text: 'Its step was not run.' };
  }
  if (damage !== undefined) {
    return {
      verdict: 'inconclusive',
      reasonCode: damage.code === 'clipped' ? 'clipped' : 'capture-damaged',
      margin: null,
      text: `A capture behind this figure is damaged: ${damage.text}.`,
    };
  }
  const { verdict, reasonCode, margin, text } = worst;
  return { verdict, reasonCode, margin, text };
}

function decide(planned: PlannedClaim, figure: Figure): Judgement {
  const { rule } = planned;
  const { value, uncertainty } = figure;
  if (rule === null || value === null || uncertainty === null) {
    // A channel without a figure must not vanish behind one that passes
    const text = `Channel ${figure.channel} could not be measured: ${figure.text}.`;
    return { verdict: 'not-verifiable', reasonCode: 'not-run', margin: null, text };
  }
  const lowerMargin = rule.lower === null ? Infinity : value - rule.lower;
  const upperMargin = rule.upper === null ? Infinity : rule.upper - value;
  const margin = Math.min(lowerMargin, upperMargin);
  const said = `Channel ${figure.channel} measures ${figure.text}; the rule is ${rule.text}.`;
  if (margin >= uncertainty) return { verdict: 'pass', reasonCode: 'within', margin, text: said };
  const lowerBoundOnly = figure.flags.includes('lower-bound');
  if (lowerBoundOnly && rule.lower !== null && lowerMargin < uncertainty) {
    // The search ended at a limit of the bench, not of the DUT: it might do more
    const inputLimited = figure.flags.includes('input-limited');
    return {
      verdict: 'not-verifiable',
      reasonCode: inputLimited ? 'input-limited' : 'output-limited',
      margin: null,
      text: inputLimited
        ? `At the interface's highest output channel ${figure.channel} reached ${figure.text}, with distortion still under the limit: the rig cannot drive the unit far enough.`
        : `A limit of the bench ended the search on channel ${figure.channel} at ${figure.text}, with distortion still under the limit.`,
    };
  }
  if (margin < -uncertainty) {
    const missed = `Channel ${figure.channel} lies outside the limit by more than its uncertainty.`;
    return { verdict: 'fail', reasonCode: 'exceeds', margin, text: missed };
  }
  const baselineLimited = figure.flags.includes('baseline-limited');
  return {
    verdict: 'inconclusive',
    reasonCode: baselineLimited ? 'baseline-limited' : 'guard-band',
    margin,
    text: baselineLimited
      ? `The rig's own residual is too near to decide on channel ${figure.channel}: the limit lies within the uncertainty.`
      : `The limit lies within the uncertainty of channel ${figure.channel}, so neither pass nor fail can be said.`,
  };
}
