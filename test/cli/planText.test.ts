import { describe, expect, it } from 'vitest';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { planText } from '../../cli/commands/plan.ts';
import { cardOf, SHIPPED } from '../planner/shippedCards.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
const textOf = (card: SpecCard, bench: Rig = rig): string =>
  planText({ card, rig: bench, simulated: true, plan: planVerification(card, bench) });

describe('ampbench plan', () => {
  const card = cardOf('Gain: 8 dB\nOutput power into 20 ohms: 3500 mW\nWeight: 14 lb');

  it('[PLAN-2] shows every claim with its rule or the reason why not, and each wiring once', () => {
    const shown = textOf(card);
    expect(shown).toMatch(/c1 +Gain: 8 dB +8.dB ± 0\.5 dB/);
    expect(shown).toMatch(/c3 +Weight.*manual: /);
    expect(shown.match(/20.Ω load(?! check)/g)).toHaveLength(1);
    expect(shown).toMatch(/6 steps, 3 wirings, about \d+ s of audio/);
    expect(shown).not.toMatch(/to buy/);
  });

  it('[PLAN-10] says what to buy with the claims that wait for it', () => {
    expect(textOf(card, { ...rig, loads: [] })).toMatch(
      /to buy.*\n {2}2 load resistors, 20.Ω, 10.W or more, 1 % or better: one for each channel\. For c2\.\n {2}1 cable/,
    );
  });

  it.each(SHIPPED)('[PLAN-9] comes to an end for $file', ({ card: shipped }) => {
    expect(textOf(shipped)).toMatch(/steps, \d+ wirings|nothing to measure/);
  });

  it('[PLAN-9] says so where a card states nothing', () => {
    expect(textOf({ ...card, claims: [] })).toMatch(/the card states no figure\n\nnothing to measure/);
  });
});
