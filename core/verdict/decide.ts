import type { DecisionRule, ReasonCode } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import type { VerdictWord } from '../result/verification.ts';
import { marginText } from './marginText.ts';
import { reachOf } from './reachOf.ts';

/** What one figure says of a claim. */
export interface Judgement {
  readonly verdict: VerdictWord;
  readonly reasonCode: ReasonCode;
  /** Distance to the nearer limit, linear, in the figure's unit; positive inside; null: none counts. */
  readonly margin: number | null;
  readonly marginText: string | null;
  readonly text: string;
}

/** A judgement that rests on no distance to a limit. */
export const unmeasured = (verdict: VerdictWord, reasonCode: ReasonCode, text: string): Judgement => ({
  verdict,
  reasonCode,
  margin: null,
  marginText: null,
  text,
});

interface Limit {
  readonly limit: number;
  readonly margin: number;
  /** How far the unit's own figure may lie from the one read toward the limit, and away from it. */
  readonly toward: number;
  readonly away: number;
}

/** The limits of a rule as a figure stands to them, the one it comes nearest first. */
function limitsOf({ lower, upper }: DecisionRule, figure: Figure, value: number): Limit[] {
  const { above, below } = reachOf(figure);
  const low = lower === null ? [] : [{ limit: lower, margin: value - lower, toward: below, away: above }];
  const high = upper === null ? [] : [{ limit: upper, margin: upper - value, toward: above, away: below }];
  return [...low, ...high].sort((a, b) => a.margin - b.margin);
}

/**
 * One figure against the rule. Guard band after JCGM 106:2012, 8.3.2: inside the limit with all of U is a pass, outside with all of U a fail, anything else
 * inconclusive. The rig's own residual stands in U in full, so that "less than L" passes only with |X| + |B| + U ≤ L. docs/verdicts.md.
 */
export function decide(rule: DecisionRule | null, figure: Figure): Judgement {
  const { value, uncertainty, channel } = figure;
  // A channel without a figure must not vanish behind one that passes
  if (rule === null || value === null || uncertainty === null)
    return unmeasured('not-verifiable', 'not-run', `Channel ${channel} could not be measured: ${figure.text}.`);
  const limits = limitsOf(rule, figure, value);
  const nearest = limits.at(0);
  if (nearest === undefined)
    return unmeasured('not-verifiable', 'no-tolerance-stated', `Channel ${channel} measures ${figure.text}.`);
  const { margin, limit } = nearest;
  const apart = marginText(figure, margin, limit);
  const judged = { margin, marginText: apart };
  const measures = `channel ${channel} measures ${figure.text}`;
  if (limits.every((each) => each.margin >= each.toward))
    return {
      ...judged,
      verdict: 'pass',
      reasonCode: 'within',
      text: `Kept: ${measures}, ${apart}; the rule is ${rule.text}.`,
    };
  const endedEarly = searchEndedEarly(rule, figure);
  if (endedEarly !== null) return endedEarly;
  const isBound = figure.flags.includes('below-noise');
  if (margin < -nearest.away && !isBound) {
    if (rule.provesNoFailure !== undefined) {
      const { reasonCode, text } = rule.provesNoFailure;
      return unmeasured('not-verifiable', reasonCode, `Not shown: ${measures}, ${apart}. ${text}`);
    }
    return {
      ...judged,
      verdict: 'fail',
      reasonCode: 'exceeds',
      text: `Not kept: ${measures}, ${apart}, and lies outside the limit by more than its uncertainty; the rule is ${rule.text}.`,
    };
  }
  const isOwn = isBound || figure.flags.includes('baseline-limited');
  return {
    ...judged,
    verdict: 'inconclusive',
    reasonCode: isOwn ? 'baseline-limited' : 'guard-band',
    text: isOwn
      ? `The rig's own residual is too near to decide: ${measures}, of which the rig itself may be a large part, and the rule is ${rule.text}.`
      : `Too close to call: ${measures}, the rule is ${rule.text}, and the limit lies within the uncertainty.`,
  };
}

/** The search ended at a limit of the bench, not of the DUT: it might do more. */
function searchEndedEarly(rule: DecisionRule, figure: Figure): Judgement | null {
  const { value, channel, flags } = figure;
  if (!flags.includes('lower-bound') || rule.lower === null || value === null) return null;
  return flags.includes('input-limited')
    ? unmeasured(
        'not-verifiable',
        'input-limited',
        `At the interface's highest output channel ${channel} reached ${figure.text}, with distortion still under the limit: the rig cannot drive the unit far enough.`,
      )
    : unmeasured(
        'not-verifiable',
        'output-limited',
        `A limit of the bench ended the search on channel ${channel} at ${figure.text}, with distortion still under the limit.`,
      );
}
