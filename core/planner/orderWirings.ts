import type { Wiring } from './plan.ts';
import { sameWiring, setUpKey } from './wiring.ts';

/** What changing one part of a wiring costs the person: plugs and resistors weigh more than a switch. */
const COST = { drive: 3, input: 3, output: 3, loadOhms: 3, seriesOhms: 3, gain: 1 } as const;
/** Up to here the best order is found by trying all; more wirings than any card asks for are ordered step by step. */
const MOST_TRIED = 12;

/** What the way from one wiring to the next costs. Into loopback and out of it everything is plugged anew, whatever comes next. */
export function changeCost(from: Wiring, to: Wiring): number {
  if (from.path !== to.path) return 0;
  return (Object.keys(COST) as (keyof typeof COST)[]).reduce(
    (sum, part) => sum + (from[part] === to[part] ? 0 : COST[part]),
    0,
  );
}

/**
 * Whether a wiring must come before another: loopback before all; of one set-up, nothing on the output before anything else, for what is learned there and
 * because it is the gentlest; its loads from the lowest ohms, because only a low load shows by its voltage drop that it is there (docs/adr/0005).
 */
export function mustPrecede(first: Wiring, second: Wiring): boolean {
  if (first.path === 'loopback') return second.path !== 'loopback';
  if (second.path === 'loopback' || setUpKey(first) !== setUpKey(second)) return false;
  if (isBare(first)) return !isBare(second);
  return first.loadOhms !== null && second.loadOhms !== null && first.loadOhms < second.loadOhms;
}

const isBare = ({ loadOhms, seriesOhms }: Wiring): boolean => loadOhms === null && seriesOhms === 0;

/**
 * Each wiring once, in the order with the fewest changes, and of those orders in the one that begins with the wirings named first.
 * @param wirings distinct; in the order to be taken where nothing else decides
 */
export function orderWirings(wirings: readonly Wiring[]): Wiring[] {
  return wirings.length <= MOST_TRIED ? cheapestOrder(wirings) : nearestNext(wirings);
}

/** Which wirings, as bits, must have come before each. */
const precedingSets = (wirings: readonly Wiring[]): number[] =>
  wirings.map((wiring) =>
    wirings.reduce((set, other, index) => (mustPrecede(other, wiring) ? set | (1 << index) : set), 0),
  );

/** Dynamic programming over the sets of wirings already done (Held and Karp): the least cost to complete each, by the last one done. */
function cheapestOrder(wirings: readonly Wiring[]): Wiring[] {
  const count = wirings.length;
  const before = precedingSets(wirings);
  const everything = (1 << count) - 1;
  const costs = wirings.map((from) => wirings.map((to) => changeCost(from, to)));
  const toComplete = new Float64Array((everything + 1) * count).fill(Infinity);
  const follow = (done: number, last: number): { next: number; cost: number } => {
    let best = { next: -1, cost: done === everything ? 0 : Infinity };
    for (let next = 0; next < count; next++) {
      if ((done & (1 << next)) !== 0 || (before[next] & ~done) !== 0) continue;
      const cost = (last < 0 ? 0 : costs[last][next]) + toComplete[(done | (1 << next)) * count + next];
      if (cost < best.cost) best = { next, cost };
    }
    return best;
  };
  for (let done = everything; done > 0; done--)
    for (let last = 0; last < count; last++)
      if ((done & (1 << last)) !== 0) toComplete[done * count + last] = follow(done, last).cost;
  const order: Wiring[] = [];
  for (let done = 0, last = -1; order.length < count; done |= 1 << last) {
    last = follow(done, last).next;
    order.push(wirings[last]);
  }
  return order;
}

function nearestNext(wirings: readonly Wiring[]): Wiring[] {
  const order: Wiring[] = [];
  let left = [...wirings];
  while (left.length > 0) {
    const last = order.at(-1);
    const free = left.filter((wiring) => !left.some((other) => mustPrecede(other, wiring)));
    const next = free.reduce((best, wiring) =>
      last !== undefined && changeCost(last, wiring) < changeCost(last, best) ? wiring : best,
    );
    order.push(next);
    left = left.filter((wiring) => !sameWiring(wiring, next));
  }
  return order;
}
