import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { formatQuantity } from '../units/format.ts';
import { neededRatingWatts } from './feasibility.ts';
import { findLoad, LOAD_MATCH } from './limits.ts';
import type { ShoppingItem } from './plan.ts';
import { isBalancedOutput, outputPort } from './ports.ts';
import type { ResolvedClaim } from './resolveClaim.ts';

/** Power ratings that resistors are sold with, watts. */
const RATINGS = [0.25, 0.5, 1, 2, 3, 5, 10, 15, 25, 50, 100, 200, 300] as const;
const LOAD_TOLERANCE = 0.01;
const SERIES: Pick<ShoppingItem, 'ohms' | 'ratedWatts' | 'relativeTolerance'> = {
  ohms: 10e3,
  ratedWatts: 0.25,
  relativeTolerance: 0.001,
};
/** A load that shows an output impedance, where no claim asks for any: the usual headphone. */
const IMPEDANCE_LOAD = { ohms: 33, ratedWatts: 2 };

/** The least rating on sale that stands so many watts. */
export const cheapestRating = (watts: number): number => RATINGS.find((rating) => rating >= watts) ?? Math.ceil(watts);

/**
 * What to buy so that a rig can decide every claim that it lacks parts for: resistors with ohms, watts, tolerance and how many, and what connects them.
 * Loads within 2 % of each other are one; the highest need sets the rating.
 */
export function shoppingList(entries: readonly ResolvedClaim[], card: SpecCard, rig: Rig): ShoppingItem[] {
  const wanted = entries.filter(({ refused }) => refused === null || refused.reasonCode === 'no-tolerance-stated');
  const loads = missingLoads(wanted, rig);
  const channels = rig.channels.length;
  const items: ShoppingItem[] = loads.map(({ ohms, watts, claimIds }) => {
    const ratedWatts = cheapestRating(watts);
    return {
      what: 'load',
      ohms,
      ratedWatts,
      relativeTolerance: LOAD_TOLERANCE,
      count: channels,
      claimIds,
      text: `${channels} load resistors, ${formatQuantity(ohms, 'ohm')}, ${formatQuantity(ratedWatts, 'W')} or more, ${LOAD_TOLERANCE * 100} % or better: one for each channel.`,
    };
  });
  const inputIds = idsOf(wanted, 'input-impedance');
  if (rig.seriesResistor === null && inputIds.length > 0) {
    const { ohms, relativeTolerance } = SERIES;
    items.push({
      what: 'series-resistor',
      ...SERIES,
      count: channels,
      claimIds: inputIds,
      text: `${channels} resistors, ${formatQuantity(ohms ?? 0, 'ohm')}, ${Number(((relativeTolerance ?? 0) * 100).toPrecision(3))} %, to put in series with the drive: one for each channel.`,
    });
  }
  return [...items, ...cables(wanted, loads, card, rig)];
}

const idsOf = (entries: readonly ResolvedClaim[], decidedBy: ResolvedClaim['decidedBy']): string[] =>
  entries.filter((entry) => entry.decidedBy === decidedBy).map(({ claim }) => claim.id);

interface MissingLoad {
  readonly ohms: number;
  readonly watts: number;
  readonly claimIds: readonly string[];
}

function missingLoads(wanted: readonly ResolvedClaim[], rig: Rig): MissingLoad[] {
  const missing: MissingLoad[] = [];
  for (const entry of wanted) {
    const { loadOhms, claim } = entry;
    if (loadOhms === null) continue;
    const watts = neededRatingWatts(entry, loadOhms, rig);
    const onHand = findLoad(rig, loadOhms);
    if (onHand !== undefined && onHand.ratedWatts >= watts) continue;
    const index = missing.findIndex(({ ohms }) => Math.abs(ohms / loadOhms - 1) <= LOAD_MATCH);
    if (index < 0) missing.push({ ohms: loadOhms, watts, claimIds: [claim.id] });
    else {
      const same = missing[index];
      missing[index] = { ...same, watts: Math.max(same.watts, watts), claimIds: [...same.claimIds, claim.id] };
    }
  }
  const impedanceIds = idsOf(wanted, 'output-impedance');
  // Any load shows an output impedance: one that is bought for a power anyway will do
  if (impedanceIds.length > 0 && rig.loads.length === 0) {
    if (missing.length === 0)
      missing.push({ ohms: IMPEDANCE_LOAD.ohms, watts: IMPEDANCE_LOAD.ratedWatts, claimIds: impedanceIds });
    else missing[0] = { ...missing[0], claimIds: [...missing[0].claimIds, ...impedanceIds] };
  }
  return missing.sort((a, b) => a.ohms - b.ohms);
}

/** One cable for each output socket that a bought load is to hang on, and one for a digital input that has no player yet. */
function cables(
  wanted: readonly ResolvedClaim[],
  loads: readonly MissingLoad[],
  card: SpecCard,
  rig: Rig,
): ShoppingItem[] {
  const items: ShoppingItem[] = [];
  const loaded = wanted.filter(({ claim }) => loads.some(({ claimIds }) => claimIds.includes(claim.id)));
  for (const output of new Set(loaded.map((entry) => entry.output))) {
    const socket = outputPort(card, output)?.name ?? output ?? 'headphone output';
    const ends = isBalancedOutput(card, output)
      ? "each channel's two legs to its resistor and on to the interface's balanced input, no leg to ground"
      : "each channel to its resistor and on to the interface's input, with its own return wire";
    items.push({
      what: 'cable',
      count: 1,
      claimIds: loaded.filter((entry) => entry.output === output).map(({ claim }) => claim.id),
      text: `1 cable from the unit's ${socket}: ${ends}.`,
    });
  }
  const digital = wanted.filter(({ drive }) => drive === 'digital');
  if (digital.length > 0 && rig.digitalOutput === undefined) {
    items.push({
      what: 'cable',
      count: 1,
      claimIds: digital.map(({ claim }) => claim.id),
      text: '1 cable from the computer to the unit’s digital input (USB as a rule); then name the unit as digitalOutput in the rig.',
    });
  }
  return items;
}
