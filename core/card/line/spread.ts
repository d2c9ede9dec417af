import { valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import type { Draft } from './conditions.ts';
import type { Term } from './terms.ts';

const SPREAD_CONNECTORS = new Set<Term['connector']>(['none', 'open']);

/**
 * Whether a signed number is the tolerance of the value before it: `12.6 +1/-2 Ω`, `6 dB ±0.5 dB`. One that a comma or slash
 * parts from the value is another value: `0 dB / +6 dB`.
 */
export function isSpreadOf(term: Term, value: Amount, follows: boolean): boolean {
  const [amount] = term.amounts;
  return (
    term.amounts.length === 1 &&
    amount.unit === value.unit &&
    amount.sign !== null &&
    value.sign === null &&
    (amount.sign === '±' || follows || SPREAD_CONNECTORS.has(term.connector))
  );
}

/** Writes a value's tolerance into its draft. */
export function applySpread(draft: Draft, spread: readonly Term[], value: Amount): void {
  if (spread.length === 0) return;
  const signed = spread.map((term) => term.amounts[0]);
  const both = signed.find((amount) => amount.sign === '±');
  const low = both === undefined ? signed.find((amount) => amount.sign === '-') : { ...both, sign: '-' as const };
  const high = both ?? signed.find((amount) => amount.sign === '+');
  if (value.unit === 'dB')
    draft.tolerance_db = [low === undefined ? null : valueOf(low), high === undefined ? null : valueOf(high)];
  else if (value.unit === 'ohm' && low !== undefined && high !== undefined)
    draft.tolerance_ohm = [valueOf(low), valueOf(high)];
}
