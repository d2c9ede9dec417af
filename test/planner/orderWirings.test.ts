import { describe, expect, it } from 'vitest';
import { changeCost, mustPrecede, orderWirings } from '../../core/planner/orderWirings.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { LOOPBACK, OPEN, wiringKey } from '../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { createRandom } from '../../core/signal/random.ts';
import { SHIPPED } from './shippedCards.ts';

const costOf = (order: readonly Wiring[]): number =>
  order.reduce((sum, wiring, index) => (index === 0 ? 0 : sum + changeCost(order[index - 1], wiring)), 0);

const isAllowed = (order: readonly Wiring[]): boolean =>
  order.every((wiring, index) => order.slice(index + 1).every((later) => !mustPrecede(later, wiring)));

/** The least cost of all allowed orders, by trying each. */
function leastCost(wirings: readonly Wiring[]): number {
  let least = Infinity;
  const extend = (order: readonly Wiring[], left: readonly Wiring[]): void => {
    if (left.length === 0) least = Math.min(least, costOf(order));
    for (const next of left) {
      if (left.some((other) => other !== next && mustPrecede(other, next))) continue;
      extend(
        [...order, next],
        left.filter((other) => other !== next),
      );
    }
  };
  extend([], wirings);
  return least;
}

const visitsOf = (steps: readonly { readonly wiring: Wiring }[]): Wiring[] =>
  steps
    .map(({ wiring }) => wiring)
    .filter((wiring, index, all) => index === 0 || wiringKey(wiring) !== wiringKey(all[index - 1]));

/** Wirings of a unit with these outputs, gains and loads, each combination of them. */
function combinations(outputs: (string | null)[], gains: (string | null)[], loads: number[]): Wiring[] {
  const open = outputs.flatMap((output) => gains.map((gain): Wiring => ({ ...OPEN, output, gain })));
  return [LOOPBACK, ...open, ...open.flatMap((wiring) => loads.map((loadOhms) => ({ ...wiring, loadOhms })))];
}

describe('the order of wirings', () => {
  it.each(SHIPPED)('[PLAN-1] of $file is as cheap as any, and no wiring is visited twice', ({ card, bench }) => {
    const { rig } = createSimulatedBench(bench, { seed: 1 });
    const visits = visitsOf(planVerification(card, rig).steps);
    expect(new Set(visits.map(wiringKey)).size).toBe(visits.length);
    expect(isAllowed(visits)).toBe(true);
    expect(costOf(visits)).toBe(visits.length === 0 ? 0 : leastCost(visits));
  });

  it.each([
    ['two gains and two loads', combinations([null], ['low', 'high'], [32, 300])],
    ['two outputs and a load', combinations(['6.35 mm', '4.4 mm'], [null], [32])],
    ['three gains and one load', combinations([null], ['low', 'mid', 'high'], [32])],
    ['two outputs, two gains', combinations(['6.35 mm', '4.4 mm'], ['low', 'high'], [])],
  ])('[PLAN-1] of %s is as cheap as any, from whichever order they come in', (_, wirings) => {
    const least = leastCost(wirings);
    const random = createRandom(7);
    for (let round = 0; round < 5; round++) {
      const shuffled = wirings
        .map((wiring) => ({ wiring, at: random.uniform() }))
        .sort((a, b) => a.at - b.at)
        .map(({ wiring }) => wiring);
      const order = orderWirings(shuffled);
      expect(isAllowed(order)).toBe(true);
      expect(costOf(order)).toBe(least);
      expect(new Set(order.map(wiringKey)).size).toBe(wirings.length);
    }
  });

  it('[PLAN-1] flips the gain at each load before it changes the load', () => {
    const keys = orderWirings(combinations([null], ['low', 'high'], [32])).map(wiringKey);
    expect(keys).toEqual(['loopback', 'gain-low-open', 'gain-high-open', 'gain-high-load-32', 'gain-low-load-32']);
  });

  it('[PLAN-1] takes all of many wirings, each once and allowed', () => {
    const wirings = combinations(['6.35 mm', '4.4 mm'], ['low', 'mid', 'high'], [16, 32, 300]);
    const order = orderWirings(wirings);
    expect(order).toHaveLength(wirings.length);
    expect(new Set(order.map(wiringKey)).size).toBe(wirings.length);
    expect(isAllowed(order)).toBe(true);
    expect(costOf(order)).toBeLessThanOrEqual(costOf(wirings));
  });
});
