import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { resolveClaim } from '../../core/planner/resolveClaim.ts';
import { DEFAULT_RULES, deviationRulesSchema, printRules } from '../../core/verdict/deviationRules.ts';
import { readRuleOption, readRules } from '../../core/verdict/readRules.ts';

function errorOf(action: () => unknown): AmpbenchError {
  try {
    action();
  } catch (error) {
    if (error instanceof AmpbenchError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('rules of a run', () => {
  it('[RULES-1] are the product’s own but for those given', () => {
    expect(readRules({}, 'rules.json')).toEqual(DEFAULT_RULES);
    expect(readRules({ thdnLimitRatio: 0.001, bandHz: [20, 80_000] }, 'rules.json')).toEqual({
      ...DEFAULT_RULES,
      thdnLimitRatio: 0.001,
      bandHz: [20, 80_000],
    });
    expect(deviationRulesSchema.parse(DEFAULT_RULES)).toEqual(DEFAULT_RULES);
  });

  it('[RULES-2] change what a claim means', () => {
    const card = parseCard('Gain: 8 dB\nOutput power: 1 W into 32 ohms');
    const rules = readRules({ gainToleranceDb: 0, thdnLimitRatio: 0.001 }, '--rule');
    expect(resolveClaim(card.claims[0], card, rules).rule?.text).toContain('± 0 dB');
    expect(resolveClaim(card.claims[1], card, rules).rule?.text).toContain('THD+N ≤ 0.1 %');
  });

  it.each([
    [
      { gainTolerance: 1 },
      'rule-unknown',
      /"gainTolerance" in rules\.json is no deviation rule; there are gainToleranceDb,/,
    ],
    [{ gainToleranceDb: -1 }, 'rule-value', /gainToleranceDb is -1 in rules\.json but .*>=0/],
    [{ gainToleranceDb: 'loud' }, 'rule-value', /gainToleranceDb is "loud"/],
    [{ bandHz: [20_000, 20] }, 'rule-value', /bandHz is \[20000,20\].*lower end/],
    [{ bandHz: 20 }, 'rule-value', /bandHz is 20/],
    [{ thdnLimitRatio: 0 }, 'rule-value', /thdnLimitRatio is 0/],
    [{ loadOhms: 1e12 }, 'rule-value', /loadOhms is 1000000000000/],
    [[1, 2], 'rule-value', /must be an object/],
    [null, 'rule-value', /must be an object/],
  ])('[RULES-3] %j is refused by name', (given, code, words) => {
    const error = errorOf(() => readRules(given, 'rules.json'));
    expect(error.kind).toBe('usage');
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
    expect(error.tip).toBeDefined();
  });

  it('[RULES-3] a rule that every object has by nature is none', () => {
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect(errorOf(() => readRules(JSON.parse(`{"${key}": 1}`), 'x')).code).toBe('rule-unknown');
  });

  it('[RULES-4] are read from a command line', () => {
    expect(readRuleOption('thdnLimitRatio=0.001')).toEqual(['thdnLimitRatio', 0.001]);
    expect(readRuleOption('bandHz=20,80000')).toEqual(['bandHz', [20, 80_000]]);
    expect(readRuleOption(' gainToleranceDb = 1e-1')).toEqual(['gainToleranceDb', 0.1]);
    for (const written of ['', 'gainToleranceDb', 'gainToleranceDb=', '=1', 'gainToleranceDb=x', 'bandHz=20,,30'])
      expect(errorOf(() => readRuleOption(written)).code, written).toBe('rule-value');
  });

  it('[RULES-5] are printed in sentences, those that were set marked', () => {
    const printed = printRules({ ...DEFAULT_RULES, outputImpedanceFactor: 1 });
    expect(printed.map(({ key }) => key).sort()).toEqual(Object.keys(DEFAULT_RULES).sort());
    for (const { text } of printed) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(printed.filter(({ isOverridden }) => isOverridden).map(({ key }) => key)).toEqual(['outputImpedanceFactor']);
  });
});
