import { describe, expect, it } from 'vitest';
import type { Claim } from '../../core/card/claim.ts';
import type { DecisionRule, PlannedClaim } from '../../core/planner/plan.ts';
import type { Figure } from '../../core/result/figure.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import { judge } from '../../core/verdict/judge.ts';
import { marginText } from '../../core/verdict/marginText.ts';
import { reachOf } from '../../core/verdict/reachOf.ts';
import { expectClose } from '../expectClose.ts';
import { hpa1Card } from '../run/hpa1Card.ts';

const claim: Claim = hpa1Card().claims[0];

const planned = (rule: DecisionRule | null, refused: PlannedClaim['refused'] = null): PlannedClaim => ({
  claimId: claim.id,
  quantity: claim.quantity,
  rule,
  assumptions: [],
  stepIds: ['s'],
  refused,
});

const verdictOn = (
  rule: DecisionRule,
  figures: readonly Figure[],
  refused: PlannedClaim['refused'] = null,
): ClaimVerdict => judge(claim, planned(rule, refused), { figures, findings: [] });

const figure = (more: Partial<Parameters<typeof makeFigure>[0]> = {}): Figure =>
  makeFigure({
    id: 'x',
    channel: 'left',
    value: 1,
    unit: 'W',
    parts: [{ source: 'repeatability', value: 0.01 }],
    definitionId: 'x',
    conditions: {},
    ...more,
  });

describe('the margin in words', () => {
  it.each([
    [figure({ value: 1.37 }), 0.37, 1, '370 mW (37 %, 1.4 dB) inside the limit'],
    [figure({ value: 0.8 }), -0.2, 1, '200 mW (20 %, 0.97 dB) outside the limit'],
    [figure({ value: 9, unit: 'V' }), -1, 10, '1.0 V (10 %, 0.92 dB) outside the limit'],
    [figure({ value: 1.35, unit: 'ohm' }), 0.65, 2, '650 mΩ (33 %) inside the limit'],
    [figure({ value: 2, unit: 'ratio', dbReference: 'input' }), 0.1, 1.9, '0.45 dB inside the limit'],
    [
      figure({ value: 1e-4, unit: 'ratio', dbReference: 'total', textAs: 'percent' }),
      1e-4,
      2e-4,
      '0.010 % (50 %, 6 dB) inside the limit',
    ],
    [figure({ value: 0, unit: 'V' }), 1, 1, '1.0 V (100 %) inside the limit'],
    [figure({ value: 20e-12, unit: 's' }), 30e-12, 50e-12, '30 ps (60 %) inside the limit'],
  ])('[VERDICT-10] of %o is told as a person says it', (given, margin, limit, said) => {
    expect(marginText(given, margin, limit).replaceAll('\u00a0', ' ')).toBe(said);
  });

  it('[VERDICT-10] stands in the verdict, and only where there is one', () => {
    const rule: DecisionRule = { figureId: 'x', lower: 0.5, upper: null, text: 'at least 0.5 W' };
    expect(verdictOn(rule, [figure()]).marginText).toContain('inside the limit');
    expect(verdictOn(rule, []).marginText).toBeUndefined();
  });
});

describe('the share of the rig', () => {
  const parts = [
    { source: 'repeatability', value: 0.1 },
    { source: 'baseline', value: 0.5 },
  ] as const;
  const atMost: DecisionRule = { figureId: 'x', lower: null, upper: 1, text: 'at most 1' };
  const wordsOn = (value: number, flags: readonly string[]): string =>
    verdictOn(atMost, [figure({ value, parts, flags })]).verdict;

  it.each([
    [0.39, 'pass'],
    [0.41, 'inconclusive'],
    [1.59, 'inconclusive'],
    [1.61, 'fail'],
  ])('[VERDICT-2] of lines counts on both sides: %f is %s', (value, verdict) => {
    expect(wordsOn(value, [])).toBe(verdict);
  });

  it.each([
    [0.89, 'pass'],
    [0.91, 'inconclusive'],
    [1.59, 'inconclusive'],
    [1.61, 'fail'],
  ])('[VERDICT-2] of noise counts against a failure alone: %f is %s', (value, verdict) => {
    expect(wordsOn(value, ['rig-only-adds'])).toBe(verdict);
  });

  it('[VERDICT-2] makes a ratio to noise smaller, never larger', () => {
    const { above, below } = reachOf(figure({ parts, flags: ['rig-only-lowers'] }));
    expect(above).toBeGreaterThan(0.59);
    expect(below).toBeLessThan(0.11);
  });

  it('[VERDICT-2] may hide any ratio to noise, however high: a good unit on a noisy rig does not fail', () => {
    const mostly = [{ source: 'baseline', value: 0.8 }] as const;
    // Four fifths of the noise may be the rig's: the unit's own ratio is up to five times what was read
    const ratio = figure({ value: 1, parts: mostly, flags: ['rig-only-lowers', 'baseline-limited'] });
    expectClose(reachOf(ratio).above, 4, { within: 1e-9, unit: 'ratio', because: 'a closed form' });
    const atLeast: DecisionRule = { figureId: 'x', lower: 4, upper: null, text: 'at least 4' };
    expect(verdictOn(atLeast, [ratio])).toMatchObject({ verdict: 'inconclusive', reasonCode: 'baseline-limited' });
    expect(verdictOn({ ...atLeast, lower: 6 }, [ratio]).verdict).toBe('fail');
    const all = figure({ value: 1, parts: [{ source: 'baseline', value: 1 }], flags: ['rig-only-lowers'] });
    expect(reachOf(all).above).toBe(Infinity);
  });

  it('[VERDICT-3] a bound passes where it is low enough, and fails nothing', () => {
    expect(wordsOn(0.1, ['below-noise'])).toBe('pass');
    const verdict = verdictOn(atMost, [figure({ value: 5, parts, flags: ['below-noise'] })]);
    expect(verdict).toMatchObject({ verdict: 'inconclusive', reasonCode: 'baseline-limited' });
  });
});

describe('output at several distortion limits', () => {
  const RULE: DecisionRule = {
    figureId: 'output-power',
    lower: 0.9,
    upper: null,
    thdnLimitRatio: 0.01,
    text: 'at least 900 mW',
  };
  const at = (thdnLimitRatio: number, value: number, channel = 'left'): Figure =>
    figure({ id: 'output-power', value, channel, conditions: { thdnLimitRatio }, parts: [] });

  it('[VERDICT-6] says that a claim hangs on a limit it does not name, with what the unit gives at each', () => {
    const { verdict, text, measured } = verdictOn(RULE, [at(0.01, 0.025), at(0.03, 0.2), at(0.05, 0.425)]);
    expect(verdict).toBe('fail');
    expect(measured?.value).toBe(0.025);
    expect(text.replaceAll('\u00a0', ' ')).toContain(
      'what the unit gives depends wholly on it: 25.0 mW at 1 %, 200 mW at 3 %, 425 mW at 5 % THD+N.',
    );
    expect(text).not.toContain('verdict would be another');
  });

  it('[VERDICT-6] says where another limit would give another verdict', () => {
    const { verdict, text } = verdictOn(RULE, [at(0.001, 0.8), at(0.01, 0.95)]);
    expect(verdict).toBe('pass');
    expect(text).toContain('With another limit the verdict would be another.');
  });

  it('[VERDICT-6] takes the weaker channel at each, and is silent where nothing was read beside', () => {
    const { text } = verdictOn(RULE, [
      at(0.01, 0.5, 'left'),
      at(0.01, 0.4, 'right'),
      at(0.03, 0.7, 'left'),
      at(0.03, 0.6, 'right'),
    ]);
    expect(text.replaceAll('\u00a0', ' ')).toContain('400 mW at 1 %, 600 mW at 3 %');
    expect(verdictOn(RULE, [at(0.01, 0.5)]).text).not.toContain('names no distortion limit');
    expect(verdictOn(RULE, [at(0.01, 0.5), at(0.03, 0.5)]).text).not.toContain('names no distortion limit');
  });

  it('[VERDICT-9] a figure outside a limit that proves no failure is not verifiable, with the reason', () => {
    const rule = { ...RULE, provesNoFailure: { reasonCode: 'load-missing', text: 'Another load might.' } } as const;
    expect(verdictOn(rule, [at(0.01, 0.5)])).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'load-missing' });
    expect(verdictOn(rule, [at(0.01, 1.5)]).verdict).toBe('pass');
  });
});

describe('a response without a tolerance', () => {
  const refused = { verdict: 'not-verifiable', reasonCode: 'no-tolerance-stated', text: 'No tolerance.' } as const;
  const rule: DecisionRule = {
    figureId: 'response-deviation',
    lower: null,
    upper: null,
    bandHz: [20, 20_000],
    text: 'none',
  };
  const point = (db: number, bandHz: readonly [number, number] = [20, 20_000]): Figure =>
    figure({
      id: 'response-deviation',
      value: 10 ** (db / 20),
      unit: 'ratio',
      dbReference: '1kHz',
      conditions: { bandHz },
      parts: [{ source: 'repeatability', value: 1e-4 }],
    });

  it.each([
    [-0.37, 0.02, '+0.03/−0.38 dB'],
    [-0.3999, 0, '+0.01/−0.41 dB'],
    [-2.69, 0.61, '+0.7/−2.7 dB'],
  ])('[VERDICT-7] from %f to %f dB would meet %s, outward with all of U', (low, high, said) => {
    const verdict = verdictOn(rule, [point(low), point(high)], refused);
    expect(verdict).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'no-tolerance-stated' });
    expect(verdict.text).toBe(`No tolerance. It would meet ${said} re 1 kHz.`);
    expect(verdict.measured).not.toBeNull();
  });

  it('[VERDICT-7] heeds the points of its own band alone', () => {
    expect(verdictOn(rule, [point(-0.3), point(-5, [20, 80_000])], refused).text).toContain('/−0.31 dB');
  });

  it('[VERDICT-8] one that the rig sees in part fails where that part does', () => {
    const hidden = { ...refused, reasonCode: 'baseline-limited' } as const;
    const limited: DecisionRule = { ...rule, lower: 10 ** (-1 / 20) };
    expect(verdictOn(limited, [point(-5)], hidden).verdict).toBe('fail');
    expect(verdictOn(limited, [point(-0.5)], hidden).verdict).toBe('not-verifiable');
  });
});
