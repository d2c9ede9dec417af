import type { Claim, Quantity, SpecCard } from '../card/claim.ts';
import { formatQuantity } from '../units/format.ts';
import { gainSettingNamed } from './resolve/sockets.ts';

/** Quantities that a load range bears on: what holds from one load to another is tested at both. */
const HELD_OVER_LOADS = new Set<Quantity>([
  'output_power',
  'max_output_voltage',
  'thd',
  'thd_n',
  'sinad',
  'imd',
  'snr',
  'noise',
  'dynamic_range',
  'channel_separation',
]);

/**
 * The card with each claim of several values or loads as as many claims of one, so that each can be wired, measured and judged: gains by setting, volts in
 * step with their loads, a range of loads by its ends. Claims keep their words and place; ids are `c3.1`, `c3.2`, ... A card of single statements stays
 * as it is.
 */
export function singleStatements(card: SpecCard): SpecCard {
  const claims = card.claims.flatMap((claim) => {
    const parts = partsOf(claim, card);
    return parts.length < 2
      ? [claim]
      : parts.map(({ says, ...part }, index) => ({
          ...claim,
          ...part,
          id: `${claim.id}.${index + 1}`,
          warnings: [...claim.warnings, says],
        }));
  });
  return claims.length === card.claims.length ? card : { ...card, claims };
}

/** What one of a claim's parts states, and in which words that is told. */
type Part = Partial<Pick<Claim, 'value' | 'load_ohm' | 'gain'>> & { readonly says: string };

function partsOf(claim: Claim, card: SpecCard): readonly Part[] {
  const { quantity, value, load_ohm: load, unit } = claim;
  const values = typeof value === 'object' && value !== null ? value : null;
  const loads = typeof load === 'object' ? load : null;
  if (quantity === 'gain' && values !== null && claim.gain === undefined)
    return values.map((each) => ({
      value: each,
      gain: gainSettingNamed(each, card),
      says: `one of ${values.length} gains stated together`,
    }));
  if (!HELD_OVER_LOADS.has(quantity) || loads === null) return [];
  if (values === null)
    return loads.map((ohms) => ({
      load_ohm: ohms,
      says: `stated for ${formatQuantity(loads[0], 'ohm')} to ${formatQuantity(loads[1], 'ohm')}: tested at both ends`,
    }));
  if (values.length !== loads.length) return [];
  return values.map((each, index) => ({
    value: each,
    load_ohm: loads[index],
    says: `${formatQuantity(each, unit ?? '')} goes with ${formatQuantity(loads[index], 'ohm')}, in the order they are written`,
  }));
}
