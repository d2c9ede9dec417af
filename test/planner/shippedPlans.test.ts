import { describe, expect, it } from 'vitest';
import type { Rig, RigLoad } from '../../core/calibration/rig.ts';
import type { ShoppingItem } from '../../core/planner/plan.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { wiringKey } from '../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { cardOf, SHIPPED } from './shippedCards.ts';

const rigOf = (bench: string): Rig => createSimulatedBench(bench, { seed: 1 }).rig;

/** A rig on which everything of a list has been bought. */
function afterBuying(rig: Rig, toBuy: readonly ShoppingItem[]): Rig {
  const loads = toBuy.flatMap(({ what, ohms = 0, ratedWatts = 0, relativeTolerance = 0 }): RigLoad[] =>
    what === 'load' ? [{ ohms, ratedWatts, relativeTolerance }] : [],
  );
  const series = toBuy.find(({ what }) => what === 'series-resistor');
  return {
    ...rig,
    loads: [...loads, ...rig.loads],
    seriesResistor:
      series?.ohms === undefined
        ? rig.seriesResistor
        : { ohms: series.ohms, relativeTolerance: series.relativeTolerance ?? 0 },
  };
}

describe.each(SHIPPED)('the plan for $file', ({ card, bench }) => {
  const rig = rigOf(bench);
  const plan = planVerification(card, rig);

  it('[PLAN-9] has no two steps where one would do', () => {
    const same = plan.steps.map(({ kind, wiring, settings }) => JSON.stringify([kind, wiringKey(wiring), settings]));
    expect(new Set(same).size).toBe(same.length);
    expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length);
    expect(plan.wiringCount).toBe(new Set(plan.steps.map(({ wiring }) => wiringKey(wiring))).size);
  });

  it('[PLAN-9] has a step or a reason for every claim, and steps only where a claim needs them', () => {
    expect(plan.claims).toHaveLength(card.claims.length);
    for (const { claimId, stepIds, refused } of plan.claims) {
      expect(stepIds.length > 0 || refused !== null, claimId).toBe(true);
      if (refused !== null) expect(refused.text.length).toBeGreaterThan(20);
    }
    if (plan.claims.every(({ stepIds }) => stepIds.length === 0)) expect(plan.steps).toEqual([]);
  });

  it('[PLAN-9] names steps and takes by what can be a file name', () => {
    for (const { id } of plan.steps) expect(`${id}.level-1`).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/);
  });

  it('[PLAN-10] on a rig without loads says what to buy, and with that nothing is missing', () => {
    const bare: Rig = { ...rig, loads: [], seriesResistor: null };
    const { toBuy } = planVerification(card, bare);
    for (const item of toBuy) {
      expect(item.claimIds.length).toBeGreaterThan(0);
      if (item.what === 'load') expect(item.text).toMatch(/\d+ load resistors, .*Ω, .*W or more, 1 % or better/);
      expect(item.count).toBe(item.what === 'cable' ? 1 : rig.channels.length);
    }
    const complete = planVerification(card, afterBuying(bare, toBuy));
    expect(complete.toBuy).toEqual([]);
    for (const { claimId, refused } of complete.claims)
      expect(['load-missing', 'output-limited'], claimId).not.toContain(refused?.reasonCode);
  });
});

describe('what to buy', () => {
  const rig = rigOf('sim:studio-384/hpa-1');
  const bare: Rig = { ...rig, loads: [], seriesResistor: null };

  it('[PLAN-10] is rated so that the claim is the share of the rating that the rig allows', () => {
    const [load] = planVerification(cardOf('Output power into 20 ohms: 3500 mW'), bare).toBuy;
    // 3.5 W at half the rating is 7 W, and 10 W is what is sold
    expect(load).toMatchObject({ what: 'load', ohms: 20, ratedWatts: 10, count: 2, claimIds: ['c1'] });
    const strict: Rig = { ...bare, limits: { ...bare.limits, loadRatingShare: 0.25 } };
    expect(planVerification(cardOf('Output power into 20 ohms: 3500 mW'), strict).toBuy[0].ratedWatts).toBe(15);
  });

  it('[PLAN-10] is one load for claims within 2 % of each other, rated for the highest', () => {
    const { toBuy } = planVerification(
      cardOf('Output power into 32 ohms: 1 W\nOutput power into 32.5 ohms: 2 W'),
      bare,
    );
    expect(toBuy.filter(({ what }) => what === 'load')).toMatchObject([
      { ohms: 32, ratedWatts: 5, claimIds: ['c1', 'c2'] },
    ]);
  });

  it('[PLAN-10] is a stronger load where the one on hand must not take the claim', () => {
    const weak: Rig = { ...rig, loads: [{ ohms: 20, relativeTolerance: 0.002, ratedWatts: 5 }] };
    const plan = planVerification(cardOf('Output power into 20 ohms: 3500 mW'), weak);
    expect(plan.claims[0].refused?.reasonCode).toBe('output-limited');
    expect(plan.toBuy[0]).toMatchObject({ what: 'load', ohms: 20, ratedWatts: 10 });
  });

  it('[PLAN-10] is any load for an output impedance, and 33 Ω where no claim names one', () => {
    const alone = planVerification(cardOf('Output impedance: < 2 ohms'), bare).toBuy;
    expect(alone).toMatchObject([{ what: 'load', ohms: 33, ratedWatts: 2, claimIds: ['c1'] }, { what: 'cable' }]);
    const both = planVerification(cardOf('Output impedance: < 2 ohms\nOutput power into 300 ohms: 200 mW'), bare).toBuy;
    expect(both.filter(({ what }) => what === 'load')).toMatchObject([{ ohms: 300, claimIds: ['c2', 'c1'] }]);
  });

  it('[PLAN-10] says nothing where nothing is missing, and names the cable of a balanced output', () => {
    expect(planVerification(cardOf('Output power into 20 ohms: 3500 mW'), rig).toBuy).toEqual([]);
    const balanced = cardOf('Output power into 20 ohms: 3500 mW', {
      ports: [{ name: '4.4 mm', direction: 'output', signal: 'headphone', wiring: 'balanced' }],
    });
    const cable = planVerification(balanced, bare).toBuy.find(({ what }) => what === 'cable');
    expect(cable?.text).toMatch(/4\.4 mm.*two legs.*no leg to ground/);
  });
});

describe('steps that serve several claims', () => {
  const rig = rigOf('sim:studio-384/mojo-2');
  const idsOf = (text: string): (readonly string[])[] =>
    planVerification(cardOf(text), rig)
      .steps.filter(({ kind }) => kind === 'thdn' || kind === 'max-output')
      .map(({ claimIds }) => claimIds);

  it('[PLAN-9] are shared by THD and THD+N of one level, load and band', () => {
    const both = 'THD+N: < 0.01 % at 1 V into 32 ohms\nTHD: < 0.005 % at 1 V into 32 ohms';
    expect(idsOf(both)).toEqual([['c1', 'c2']]);
    expect(idsOf(`${both}\nTHD+N: < 0.1 % at 2 V into 32 ohms`)).toEqual([['c1', 'c2'], ['c3']]);
  });

  it('[PLAN-9] are shared by powers and volts of one load and distortion limit', () => {
    const one = 'Output power into 32 ohms: 1 W\nMaximum output voltage into 32 ohms: 5 V';
    expect(idsOf(one)).toEqual([['c1', 'c2']]);
    expect(idsOf(`${one}\nOutput power into 32 ohms: 2 W at 10 % THD+N`)).toHaveLength(2);
  });

  it('[PLAN-9] a response or a gain stated under a load is read from the load’s check, which plays once', () => {
    const plan = planVerification(
      cardOf('Gain: 8 dB into 32 ohms\nFrequency response: 20 Hz - 20 kHz +/- 1 dB into 32 ohms'),
      rig,
    );
    const loaded = plan.steps.filter(({ wiring }) => wiring.loadOhms === 32);
    expect(loaded.map(({ kind, seconds }) => [kind, seconds > 0])).toEqual([
      ['output-impedance', true],
      ['gain', false],
      ['frequency-response', false],
    ]);
  });
});
