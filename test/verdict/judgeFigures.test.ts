import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import { ratioFromDb } from '../../core/units/decibel.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { judgeFigures } from '../../core/verdict/judgeFigures.ts';

const card = parseCard('Gain: 6 dB\nOutput impedance: 2 ohms');
const [gainClaim] = card.claims;
const gain = (channel: string, db: number, uncertaintyDb: number) =>
  makeFigure({
    id: 'gain',
    channel,
    value: ratioFromDb(db),
    unit: 'ratio',
    parts: [{ source: 'calibration', value: ratioFromDb(db) * (ratioFromDb(uncertaintyDb) - 1) }],
    definitionId: 'gain.terminal.1k',
    conditions: { frequencyHz: 1000 },
    dbReference: 'input',
  });

describe('a claim against figures without a plan', () => {
  it.each([
    [[gain('1', 6.1, 0.05)], 'pass'],
    [[gain('1', 6.1, 0.05), gain('2', 7, 0.05)], 'fail'],
    [[gain('1', 6.48, 0.05)], 'inconclusive'],
    [[], 'not-verifiable'],
    [[{ ...gain('1', 6, 0.05), id: 'level' }], 'not-verifiable'],
  ] as const)(
    '[API-4] the worst channel counts, with all of its uncertainty; other figures do not (%#)',
    (figures, verdict) => {
      expect(judgeFigures(gainClaim, card, figures).verdict).toBe(verdict);
    },
  );

  it('[API-4] heeds the rules and says what was assumed', () => {
    const figures = [gain('1', 6.8, 0.05)];
    expect(judgeFigures(gainClaim, card, figures).verdict).toBe('fail');
    const wide = judgeFigures(gainClaim, card, figures, { ...DEFAULT_RULES, gainToleranceDb: 1 });
    expect(wide.verdict).toBe('pass');
    expect(wide.assumptions.join()).toContain('1 dB');
  });
});
