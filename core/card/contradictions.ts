import { formatQuantity } from '../units/format.ts';
import { crossChecks } from './crossChecks.ts';
import type { CardRemark } from './cardText.ts';
import type { Claim } from './claim.ts';

/** Volts into a higher load may fall short of those into a lower one by this much before it is called a contradiction. */
const ROUNDING = 0.02;
/** Power and voltage into one load, rounded by the maker to two digits each. */
const POWER_ROUNDING = 0.1;

const about = (claim: Claim, text: string): CardRemark => ({ severity: 'warning', text, span: claim.span });

/** A claim in the words of its maker. */
const quoted = (claim: Claim): string => `"${claim.asWritten}"`;

/** Each socket and gain setting has its own limits. */
const outputOf = ({ output, port, gain }: Claim): string => `${output ?? ''} ${port ?? ''} ${gain ?? ''}`;

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

/**
 * An output has one voltage limit, and a higher load asks for less current: it cannot give fewer volts there. Where two powers
 * say so, at least one is no maximum at that distortion. Each power is held against the most volts stated into a lower load.
 */
function* powersThatCannotBothBeMaxima(claims: readonly Claim[]): Generator<CardRemark> {
  const mostVolts = new Map<string, StatedPower>();
  for (const high of statedPowers(claims).sort((one, other) => one.ohms - other.ohms)) {
    const key = `${JSON.stringify(high.claim.condition)} ${outputOf(high.claim)}`;
    const low = mostVolts.get(key);
    if (low === undefined || high.volts >= low.volts) mostVolts.set(key, high);
    else if (high.ohms > low.ohms && high.volts < low.volts * (1 - ROUNDING)) {
      yield about(
        high.claim,
        `"${low.claim.label}" and "${high.claim.label}" cannot both be maxima at one distortion limit: ${stated(low)} is ${formatQuantity(low.volts, 'V', 3)}, but ${stated(high)} is only ${formatQuantity(high.volts, 'V', 3)}, and a higher load never lowers the volts`,
      );
    }
  }
}

const stated = (power: StatedPower): string =>
  `${formatQuantity(power.watts, 'W')} into ${formatQuantity(power.ohms, 'ohm')}`;

/** `4.4 V into 40 Ω = 129 mW` is a slip: it is 484 mW. */
function* voltsAgainstWatts(claims: readonly Claim[]): Generator<CardRemark> {
  const keyOf = (claim: Claim, ohms: number): string => `${ohms} ${outputOf(claim)}`;
  const powers = new Map(statedPowers(claims).map((power) => [keyOf(power.claim, power.ohms), power]));
  for (const claim of claims) {
    const { quantity, value, load_ohm: ohms } = claim;
    const power = typeof ohms === 'number' ? powers.get(keyOf(claim, ohms)) : undefined;
    if (quantity !== 'max_output_voltage' || typeof value !== 'number' || power === undefined) continue;
    const watts = value ** 2 / power.ohms;
    if (Math.abs(power.watts - watts) <= POWER_ROUNDING * watts) continue;
    const where =
      claim.asWritten === power.claim.asWritten ? quoted(claim) : `${quoted(claim)} and ${quoted(power.claim)}`;
    yield about(
      claim,
      `${where} ${claim.asWritten === power.claim.asWritten ? 'disagrees with itself' : 'disagree'}: ${formatQuantity(value, 'V')} into ${formatQuantity(power.ohms, 'ohm')} is ${formatQuantity(watts, 'W', 3)}, not ${formatQuantity(power.watts, 'W')}`,
    );
  }
}

/** What makes two statements of a quantity statements of the same thing. */
const CONDITION_FIELDS = [
  'quantity',
  'unit',
  'load_ohm',
  'freq_hz',
  'tolerance_db',
  'level',
  'input_level',
  'bandwidth_hz',
  'weighting',
  'per_channel',
  'condition',
  'port',
  'output',
  'gain',
  'method',
  'format',
] as const satisfies readonly (keyof Claim)[];

function conditionsOf(claim: Claim): string {
  let key = '';
  for (const field of CONDITION_FIELDS)
    if (claim[field] !== undefined) key += `${field} ${JSON.stringify(claim[field])} `;
  return key;
}

function* duplicates(claims: readonly Claim[]): Generator<CardRemark> {
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
    const both =
      earlier.asWritten === claim.asWritten
        ? `${quoted(claim)} stands twice:`
        : `${quoted(earlier)} and ${quoted(claim)}`;
    yield about(
      claim,
      one === other
        ? `${both} state the same ${what} twice`
        : `${both} state ${what} under the same conditions with different values, ${one} and ${other} ${claim.unit ?? ''}`.trimEnd(),
    );
  }
}

/** A card with more contradictions than this is no card; the count says so. */
const CONTRADICTION_LIMIT = 50;

/** What a card's claims say against each other, before anything is measured. */
export function findContradictions(claims: readonly Claim[]): CardRemark[] {
  const found = [
    ...powersThatCannotBothBeMaxima(claims),
    ...voltsAgainstWatts(claims),
    ...crossChecks(claims),
    ...duplicates(claims),
  ];
  if (found.length <= CONTRADICTION_LIMIT) return found;
  const more = `and ${found.length - CONTRADICTION_LIMIT} more contradictions`;
  return [...found.slice(0, CONTRADICTION_LIMIT), { severity: 'warning', text: more, span: null }];
}
