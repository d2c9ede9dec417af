import { describe, expect, it } from 'vitest';
import { MANUAL_QUANTITIES, QUANTITIES } from '../../core/card/claim.ts';
import type { Claim } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { resolveClaim } from '../../core/planner/resolveClaim.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { expectClose } from '../expectClose.ts';

const claimOf = (line: string): Claim => parseCard(line).claims[0];
const resolve = (claim: Claim): ReturnType<typeof resolveClaim> =>
  resolveClaim(claim, { ...parseCard('Gain: 8 dB'), claims: [claim] }, DEFAULT_RULES);

describe('what a card can state', () => {
  it.each(QUANTITIES)('%s has a rule or a sentence that says why not', (quantity) => {
    const { rule, refused } = resolve({ ...claimOf('SNR: 110 dB'), quantity });
    if (MANUAL_QUANTITIES.has(quantity)) expect(refused?.verdict).toBe('manual');
    else expect(rule?.text ?? refused?.text).toMatch(/\w{2,}/);
  });

  it('what is stated and has no bearing is said among the assumptions, and what has is not', () => {
    expect(resolve(claimOf('Noise: 5 uV A-weighted, 1 V input')).assumptions.join()).not.toMatch(/tolerance/);
    const { assumptions, output, gain } = resolve(
      claimOf('Output power: 1 W into 32 ohms balanced (XLR, high gain), THD < 1 %'),
    );
    expect(assumptions.join()).not.toMatch(/no bearing/);
    expect([output, gain]).toEqual(['balanced XLR', 'high']);
  });

  it('a line level in dBu without a place is the output’s', () => {
    expectClose(resolve(claimOf('THD+N: 0.01 % at +4 dBu')).outputVoltsRms, Math.sqrt(0.6) * 10 ** 0.2, {
      within: 1e-12,
      unit: 'V',
      because: 'rounding of a power',
    });
  });
});
