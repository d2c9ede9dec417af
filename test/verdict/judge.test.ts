import { describe, expect, it } from 'vitest';
import type { Claim } from '../../core/card/claim.ts';
import type { IntegrityFinding } from '../../core/measure/integrity/finding.ts';
import type { DecisionRule, PlannedClaim } from '../../core/planner/plan.ts';
import type { Figure } from '../../core/result/figure.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import { judge } from '../../core/verdict/judge.ts';
import { hpa1Card } from '../run/hpa1Card.ts';

const claim: Claim = hpa1Card().claims[0];

// Limits and readings are chosen so that every difference is exact in binary
const AT_LEAST_3: DecisionRule = { figureId: 'x', lower: 3, upper: null, text: 'at least 3 W' };
const AT_MOST_3: DecisionRule = { figureId: 'x', lower: null, upper: 3, text: 'at most 3 Ω' };
const WITHIN_2_TO_4: DecisionRule = { figureId: 'x', lower: 2, upper: 4, text: 'from 2 to 4' };

const planned = (rule: DecisionRule | null, refused: PlannedClaim['refused'] = null): PlannedClaim => ({
  claimId: claim.id,
  quantity: claim.quantity,
  rule,
  assumptions: ['full volume'],
  stepIds: ['s'],
  refused,
});

const figure = (value: number | null, uncertainty: number | null, more: Partial<Figure> = {}): Figure => ({
  id: 'x',
  channel: 'left',
  value,
  unit: 'W',
  uncertainty,
  uncertaintyParts: [],
  definitionId: 'x',
  conditions: {},
  flags: [],
  text: `${value} ± ${uncertainty} W`,
  ...more,
});

const finding = (code: IntegrityFinding['code'], damaging: boolean): IntegrityFinding => ({
  code,
  channel: 'left',
  atSeconds: 1,
  count: 1,
  damaging,
  text: `${code} on left`,
});

const verdictOn = (
  rule: DecisionRule | null,
  figures: readonly Figure[],
  findings: readonly IntegrityFinding[] = [],
  refused: PlannedClaim['refused'] = null,
): ClaimVerdict => judge(claim, planned(rule, refused), { figures, findings });
const wordsOn = (...given: Parameters<typeof verdictOn>): string => {
  const { verdict, reasonCode } = verdictOn(...given);
  return `${verdict}: ${reasonCode}`;
};

describe('the guard band', () => {
  it.each([
    // value, U, verdict, for "at least 3"
    [3.5, 0.25, 'pass: within'],
    [3.25, 0.25, 'pass: within'],
    [3.125, 0.25, 'inconclusive: guard-band'],
    [3, 0.25, 'inconclusive: guard-band'],
    [2.75, 0.25, 'inconclusive: guard-band'],
    [2.625, 0.25, 'fail: exceeds'],
    [3, 0, 'pass: within'],
    [2.5, 0, 'fail: exceeds'],
  ])(
    'of %f ± %f against a lower limit of 3 gives %s, and mirrored against an upper one',
    (value, uncertainty, words) => {
      expect(wordsOn(AT_LEAST_3, [figure(value, uncertainty)])).toBe(words);
      expect(wordsOn(AT_MOST_3, [figure(6 - value, uncertainty)])).toBe(words);
    },
  );

  it.each([
    [2.5, 0.25, 'pass: within', 0.5],
    [3.5, 0.25, 'pass: within', 0.5],
    [2.125, 0.25, 'inconclusive: guard-band', 0.125],
    [4.125, 0.25, 'inconclusive: guard-band', -0.125],
    [4.5, 0.25, 'fail: exceeds', -0.5],
    [1.5, 0.25, 'fail: exceeds', -0.5],
    // As wide as the rule itself: nothing can be said wherever it lies
    [3, 1.5, 'inconclusive: guard-band', 1],
  ])('of %f ± %f between 2 and 4 gives %s with a margin of %f', (value, uncertainty, words, margin) => {
    const verdict = verdictOn(WITHIN_2_TO_4, [figure(value, uncertainty)]);
    expect(`${verdict.verdict}: ${verdict.reasonCode}`).toBe(words);
    expect(verdict.margin).toBe(margin);
  });

  it('inside which the rig’s own residual lies is named after it', () => {
    expect(wordsOn(AT_MOST_3, [figure(3.1, 0.5, { flags: ['baseline-limited'] })])).toBe(
      'inconclusive: baseline-limited',
    );
  });

  it('does not keep a rig near its residual from a clear pass or fail', () => {
    expect(wordsOn(AT_MOST_3, [figure(2, 0.5, { flags: ['baseline-limited'] })])).toBe('pass: within');
    expect(wordsOn(AT_MOST_3, [figure(4, 0.5, { flags: ['baseline-limited'] })])).toBe('fail: exceeds');
  });

  it('is the same for a reading and its rule in any unit', () => {
    for (const scale of [2 ** -30, 2 ** 20]) {
      const rule = { ...WITHIN_2_TO_4, lower: 2 * scale, upper: 4 * scale };
      for (const value of [1, 1.875, 2, 2.125, 3, 3.875, 4.125, 5]) {
        expect(wordsOn(rule, [figure(value * scale, 0.25 * scale)])).toBe(
          wordsOn(WITHIN_2_TO_4, [figure(value, 0.25)]),
        );
      }
    }
  });

  it('gives no better verdict for more uncertainty', () => {
    for (const value of [1, 2, 2.5, 3, 4, 5]) {
      let decided = true;
      for (const uncertainty of [0, 0.25, 0.5, 1, 2, 4]) {
        const decides = verdictOn(WITHIN_2_TO_4, [figure(value, uncertainty)]).verdict !== 'inconclusive';
        expect(decides && !decided).toBe(false);
        decided = decides;
      }
    }
  });
});

describe('a search that a limit of the bench ended', () => {
  const bound = (value: number, by: string): Figure[] => [figure(value, 0.25, { flags: ['lower-bound', by] })];

  it('passes where what was reached is enough', () => {
    expect(wordsOn(AT_LEAST_3, bound(3.5, 'input-limited'))).toBe('pass: within');
  });

  it.each(['input-limited', 'output-limited'])('says %s where it is not, never fail', (by) => {
    for (const value of [0.5, 2.5, 3, 3.125]) {
      const verdict = verdictOn(AT_LEAST_3, bound(value, by));
      expect(`${verdict.verdict}: ${verdict.reasonCode}`).toBe(`not-verifiable: ${by}`);
      expect(verdict.margin).toBeNull();
      expect(verdict.measured?.value).toBe(value);
    }
  });

  it('fails an upper limit that it is already over', () => {
    expect(wordsOn(AT_MOST_3, bound(3.5, 'input-limited'))).toBe('fail: exceeds');
  });
});

describe('damage', () => {
  it.each([
    ['dropped-samples', 'capture-damaged'],
    ['muted', 'capture-damaged'],
    ['xrun', 'capture-damaged'],
    ['clipped', 'clipped'],
  ] as const)('of kind %s takes both pass and fail away', (code, reason) => {
    for (const value of [1, 3, 5]) {
      const verdict = verdictOn(AT_LEAST_3, [figure(value, 0.25)], [finding(code, true)]);
      expect(`${verdict.verdict}: ${verdict.reasonCode}`).toBe(`inconclusive: ${reason}`);
      expect(verdict.margin).toBeNull();
      expect(verdict.text).toContain(`${code} on left`);
    }
  });

  it('that does no harm changes nothing', () => {
    expect(wordsOn(AT_LEAST_3, [figure(5, 0.25)], [finding('hum', false)])).toBe('pass: within');
  });
});

describe('channels', () => {
  const left = (value: number): Figure => figure(value, 0.25, { channel: 'left' });
  const right = (value: number): Figure => figure(value, 0.25, { channel: 'right' });

  it.each([
    [5, 1, 'fail: exceeds', 'right'],
    [1, 5, 'fail: exceeds', 'left'],
    [3, 5, 'inconclusive: guard-band', 'left'],
    [3, 1, 'fail: exceeds', 'right'],
    [4, 5, 'pass: within', 'left'],
    [5, 4, 'pass: within', 'right'],
  ])('of %f and %f: the worse one counts and is shown', (leftValue, rightValue, words, channel) => {
    const verdict = verdictOn(AT_LEAST_3, [left(leftValue), right(rightValue)]);
    expect(`${verdict.verdict}: ${verdict.reasonCode}`).toBe(words);
    expect(verdict.measured?.channel).toBe(channel);
  });

  it('count in any order', () => {
    for (const [a, b] of [
      [1, 5],
      [3, 5],
      [4, 5],
      [1, 2],
    ] as const) {
      const one = verdictOn(AT_LEAST_3, [left(a), right(b)]);
      const other = verdictOn(AT_LEAST_3, [right(b), left(a)]);
      expect(one).toEqual(other);
    }
  });

  it('one that could not be measured takes a pass away', () => {
    const absent = figure(null, null, { channel: 'right', reasonCode: 'below-noise' });
    expect(verdictOn(AT_LEAST_3, [left(5), absent]).verdict).not.toBe('pass');
    expect(verdictOn(AT_LEAST_3, [left(1), absent]).verdict).toBe('fail');
  });
});

describe('what was refused before measuring', () => {
  const refused = { verdict: 'not-verifiable', reasonCode: 'beyond-nyquist', text: 'the rig ends at 86 kHz' } as const;

  it('keeps its reason, though the part that was measured is fine', () => {
    const verdict = verdictOn(AT_LEAST_3, [figure(5, 0.25)], [], refused);
    expect(verdict).toMatchObject({
      verdict: 'not-verifiable',
      reasonCode: 'beyond-nyquist',
      text: refused.text,
      margin: null,
    });
    expect(verdict.measured?.value).toBe(5);
  });

  it('fails where the part of the band that was measured already fails', () => {
    expect(wordsOn(AT_LEAST_3, [figure(1, 0.25)], [], refused)).toBe('fail: exceeds');
  });

  it('does not fail on a damaged capture, nor in the guard band', () => {
    expect(wordsOn(AT_LEAST_3, [figure(1, 0.25)], [finding('muted', true)], refused)).toBe(
      'not-verifiable: beyond-nyquist',
    );
    expect(wordsOn(AT_LEAST_3, [figure(3, 0.25)], [], refused)).toBe('not-verifiable: beyond-nyquist');
  });

  it('for another reason stays refused, whatever was measured', () => {
    for (const reasonCode of ['load-missing', 'no-tolerance-stated'] as const) {
      expect(wordsOn(AT_LEAST_3, [figure(1, 0.25)], [], { ...refused, reasonCode })).toBe(
        `not-verifiable: ${reasonCode}`,
      );
    }
  });

  it('by its nature is for a person', () => {
    const manual = { verdict: 'manual', reasonCode: 'not-electrical', text: 'read it by hand' } as const;
    expect(wordsOn(null, [], [], manual)).toBe('manual: not-electrical');
  });
});

describe('nothing measured', () => {
  it('is not verifiable, and shows no figure', () => {
    expect(verdictOn(AT_LEAST_3, [])).toMatchObject({
      verdict: 'not-verifiable',
      reasonCode: 'not-run',
      measured: null,
    });
    expect(verdictOn(AT_LEAST_3, [figure(null, null)])).toMatchObject({ verdict: 'not-verifiable', measured: null });
  });

  it('still carries the claim as it was written, its rule and its assumptions', () => {
    expect(verdictOn(AT_LEAST_3, [])).toMatchObject({
      id: claim.id,
      asWritten: claim.asWritten,
      rule: 'at least 3 W',
      assumptions: ['full volume'],
    });
  });
});
