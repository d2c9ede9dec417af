import { describe, expect, it } from 'vitest';
import type { Claim, SpecCard } from '../../core/card/claim.ts';
import { parseSpecLine } from '../../core/card/line/parseSpecLine.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { resolveClaim } from '../../core/planner/resolveClaim.ts';
import { singleStatements } from '../../core/planner/singleStatements.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { createRandom } from '../../core/signal/random.ts';
import { LINES, mutate } from '../card/line/brokenLines.ts';

const KINDS = ['amp', 'dac', 'dac-amp', 'headphone', 'unknown'] as const;

const claimsOf = (line: string): Claim[] =>
  parseSpecLine(line).specs.flatMap((spec, index) =>
    spec.quantity === null
      ? []
      : [
          {
            ...spec,
            quantity: spec.quantity,
            id: `c${index + 1}`,
            label: line,
            asWritten: line,
            span: { start: 0, end: line.length },
            warnings: [],
          },
        ],
  );

const cardOf = (claims: readonly Claim[], kind: SpecCard['kind']): SpecCard => ({
  schemaVersion: 1,
  id: 'any',
  maker: null,
  product: null,
  kind,
  sources: [],
  claims,
  unread: [],
  warnings: [],
});

const CARDS = LINES.map(claimsOf).filter((claims) => claims.length > 0);

describe('every line that the reader is tested with', () => {
  it.each(KINDS)('[CLAIM-1] has a decision or a sentence that says why not, on the card of kind %s', (kind) => {
    expect(CARDS.length).toBeGreaterThan(400);
    for (const claims of CARDS) {
      const card = singleStatements(cardOf(claims, kind));
      for (const claim of card.claims) {
        const { rule, refused, decidedBy, measurement, frequencyHz, bandHz, outputVoltsRms, driveLevel } = resolveClaim(
          claim,
          card,
          DEFAULT_RULES,
        );
        const place = `${claim.asWritten} on a ${kind}`;
        if (refused === null) {
          expect(decidedBy, place).not.toBeNull();
          expect(decidedBy === 'measurement', place).toBe(measurement !== null);
          expect(
            [rule?.lower, rule?.upper].some((limit) => typeof limit === 'number'),
            place,
          ).toBe(true);
        } else expect(refused.text, place).toMatch(/^[A-Z].+\.$/s);
        const numbers = [rule?.lower ?? 0, rule?.upper ?? 0, frequencyHz, ...bandHz, outputVoltsRms, driveLevel ?? 1];
        for (const value of numbers) expect(Number.isFinite(value), `${value} in ${place}`).toBe(true);
        expect(JSON.stringify(measurement), place).not.toContain('null,');
      }
    }
  });

  it.each([
    ['amp', 'sim:usb-192/hpa-1'],
    ['dac', 'sim:usb-192/line-dac'],
    ['dac-amp', 'sim:usb-192/k7'],
  ] as const)('[CLAIM-1] can be planned for, on the card of kind %s', (kind, benchId) => {
    const { rig } = createSimulatedBench(benchId, { seed: 1 });
    for (const claims of CARDS) {
      const { steps, seconds } = planVerification(cardOf(claims, kind), rig);
      expect(Number.isFinite(seconds), claims[0].asWritten).toBe(true);
      expect(new Set(steps.map(({ id }) => id)).size, claims[0].asWritten).toBe(steps.length);
      for (const { id, predictedOutputVoltsRms } of steps) {
        expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/);
        expect(predictedOutputVoltsRms, id).toBeLessThanOrEqual(rig.limits.outputVoltsRms * (1 + 1e-12));
      }
    }
  });

  it('[CLAIM-1] and 4,000 broken ones are planned without a crash, and within the rig', () => {
    const random = createRandom(20_261_121);
    const { rig } = createSimulatedBench('sim:usb-192/k7', { seed: 1 });
    for (let count = 0; count < 4000; count++) {
      const line = mutate(LINES[Math.floor(random.uniform() * LINES.length)], random);
      const { steps, seconds } = planVerification(cardOf(claimsOf(line), KINDS[count % KINDS.length]), rig);
      expect(Number.isFinite(seconds), line).toBe(true);
      for (const { settings, predictedOutputVoltsRms } of steps) {
        expect(predictedOutputVoltsRms, line).toBeLessThanOrEqual(rig.limits.outputVoltsRms * (1 + 1e-12));
        expect(JSON.stringify(settings), line).not.toMatch(/null|NaN/);
      }
    }
  });

  it('[CLAIM-3] a power below zero spoils the predictions of no other claim', () => {
    const { rig } = createSimulatedBench('sim:usb-192/k7', { seed: 1 });
    const card = cardOf([...claimsOf('Output power: -100 mW into 32 ohms; 90 mW into 300 ohms')], 'dac-amp');
    expect(card.claims.map(({ value }) => value)).toEqual([-0.1, 0.09]);
    const { claims, steps } = planVerification(card, rig);
    expect(claims.map(({ refused }) => refused?.reasonCode ?? null)).toEqual(['unit-missing', null]);
    for (const { predictedOutputVoltsRms } of steps) expect(Number.isFinite(predictedOutputVoltsRms)).toBe(true);
  });
});
