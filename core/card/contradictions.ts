import { formatQuantity } from '../units/format.ts';
import type { Claim } from './claim.ts';

/** Volts into a higher load may fall short of those into a lower one by this much before it is called a contradiction. */
const ROUNDING = 0.02;
/** Power and voltage into one load, rounded by the maker to two digits each. */
const POWER_ROUNDING = 0.1;

interface StatedPower {
  readonly claim: Claim;
  readonly watts: number;
  readonly ohms: number;
  readonly volts: number;
}

function statedPowers(claims: readonly Claim[]): StatedPower[] {
  return claims.flatMap((claim) => {
    const { value, load_ohm: ohms } = claim;
    if (claim.quantity !== 'output_power' || typeof value !== 'number' || typeof ohms !== 'number' || ohms <= 0)
      return [];
    return [{ claim, watts: value, ohms, volts: Math.sqrt(value * ohms) }];
  });
}

const sameLimit = (one: Claim, other: Claim): boolean =>
  one.condition?.thd_n_pct_max === other.condition?.thd_n_pct_max;

/**
 * An output has one voltage limit, and a higher load asks for less current: it cannot give fewer volts there. Where two powers
 * say so, at least one is no maximum at that distortion.
 */
function* powersThatCannotBothBeMaxima(claims: readonly Claim[]): Generator<string> {
  const powers = statedPowers(claims).sort((one, other) => one.ohms - other.ohms);
  for (const [index, low] of powers.entries()) {
    for (const high of powers.slice(index + 1)) {
      if (high.ohms <= low.ohms || !sameLimit(low.claim, high.claim) || high.volts >= low.volts * (1 - ROUNDING))
        continue;
      yield `${low.claim.id} and ${high.claim.id} cannot both be maxima at one distortion limit: ${formatQuantity(low.watts, 'W')} into ${formatQuantity(low.ohms, 'ohm')} is ${formatQuantity(low.volts, 'V', 3)}, but ${formatQuantity(high.watts, 'W')} into ${formatQuantity(high.ohms, 'ohm')} is only ${formatQuantity(high.volts, 'V', 3)}, and a higher load never lowers the volts`;
    }
  }
}

/** `4.4 V into 40 Ω = 129 mW` is a slip: it is 484 mW. */
function* voltsAgainstWatts(claims: readonly Claim[]): Generator<string> {
  const powers = statedPowers(claims);
  for (const claim of claims) {
    if (
      claim.quantity !== 'max_output_voltage' ||
      typeof claim.value !== 'number' ||
      typeof claim.load_ohm !== 'number'
    )
      continue;
    const watts = claim.value ** 2 / claim.load_ohm;
    for (const power of powers) {
      if (power.ohms !== claim.load_ohm || Math.abs(power.watts - watts) <= POWER_ROUNDING * watts) continue;
      yield `${claim.id} and ${power.claim.id} disagree: ${formatQuantity(claim.value, 'V')} into ${formatQuantity(power.ohms, 'ohm')} is ${formatQuantity(watts, 'W', 3)}, not ${formatQuantity(power.watts, 'W')}`;
    }
  }
}

function conditionsOf(claim: Claim): string {
  const {
    id: _id,
    label: _label,
    asWritten: _asWritten,
    span: _span,
    warnings: _warnings,
    value: _value,
    comparator: _comparator,
    ...rest
  } = claim;
  return JSON.stringify(Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function* duplicates(claims: readonly Claim[]): Generator<string> {
  const seen = new Map<string, Claim>();
  for (const claim of claims) {
    const conditions = conditionsOf(claim);
    const earlier = seen.get(conditions);
    if (earlier === undefined) {
      seen.set(conditions, claim);
      continue;
    }
    const [one, other] = [JSON.stringify(earlier.value), JSON.stringify(claim.value)];
    const what = claim.quantity.replaceAll('_', ' ');
    yield one === other
      ? `${earlier.id} and ${claim.id} state the same ${what} twice`
      : `${earlier.id} and ${claim.id} state ${what} under the same conditions with different values, ${one} and ${other} ${claim.unit ?? ''}`.trimEnd();
  }
}

/** What a card's claims say against each other, before anything is measured. */
export function findContradictions(claims: readonly Claim[]): string[] {
  return [...powersThatCannotBothBeMaxima(claims), ...voltsAgainstWatts(claims), ...duplicates(claims)];
}
