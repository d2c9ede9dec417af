import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import type { CardRemark } from './cardText.ts';
import type { Claim, Quantity } from './claim.ts';

/** Two statements rounded by their maker to two digits each. */
const ROUNDING = 0.1;

interface Pair {
  readonly one: Claim;
  readonly other: Claim;
}

const SHARED_FIELDS = ['output', 'port', 'gain', 'load_ohm', 'level'] as const satisfies readonly (keyof Claim)[];

/** Both may hold at the same time at the same socket: no field that both state differs. */
const isComparable = ({ one, other }: Pair): boolean =>
  SHARED_FIELDS.every(
    (field) =>
      one[field] === undefined ||
      other[field] === undefined ||
      JSON.stringify(one[field]) === JSON.stringify(other[field]),
  );

/** A card with more claims of one kind than this is no card: comparing all of them would take long. */
const PAIR_LIMIT = 30;

function* pairs(claims: readonly Claim[], first: Quantity, second: Quantity): Generator<Pair> {
  const of = (quantity: Quantity): Claim[] =>
    claims.filter((claim) => claim.quantity === quantity).slice(0, PAIR_LIMIT);
  for (const one of of(first)) for (const other of of(second)) if (isComparable({ one, other })) yield { one, other };
}

/** A distortion as a ratio, its sign left out; null where it has no number. */
function distortionOf({ value, unit }: Claim): number | null {
  if (typeof value !== 'number') return null;
  if (unit === '%') return Math.abs(value) / 100;
  return unit === 'dB' ? ratioFromDb(-Math.abs(value)) : null;
}

const disagree = ({ one, other }: Pair, why: string): CardRemark => ({
  severity: 'warning',
  text: `"${one.asWritten}" and "${other.asWritten}" disagree: ${why}`,
  span: other.span,
});

const percentText = (ratio: number): string => `${Number((ratio * 100).toPrecision(2))} %`;

/** SINAD is THD+N upside down, and THD is a part of THD+N. */
function* distortions(claims: readonly Claim[]): Generator<CardRemark> {
  for (const pair of pairs(claims, 'thd_n', 'sinad')) {
    const [thdn, sinad] = [distortionOf(pair.one), distortionOf(pair.other)];
    if (thdn !== null && sinad !== null && Math.abs(thdn - sinad) > ROUNDING * Math.max(thdn, sinad))
      yield disagree(
        pair,
        `a SINAD of ${formatQuantity(Number(pair.other.value), 'dB')} is a THD+N of ${percentText(sinad)}, not ${percentText(thdn)}`,
      );
  }
  for (const pair of pairs(claims, 'thd', 'thd_n')) {
    const [thd, thdn] = [distortionOf(pair.one), distortionOf(pair.other)];
    if (
      thd !== null &&
      thdn !== null &&
      pair.other.comparator !== '>' &&
      pair.one.comparator === '=' &&
      thd > thdn * (1 + ROUNDING)
    )
      yield disagree(pair, `THD is a part of THD+N, and ${percentText(thd)} is more than ${percentText(thdn)}`);
  }
}

/** A damping factor is a load over the output impedance. */
function* dampingFactors(claims: readonly Claim[]): Generator<CardRemark> {
  for (const pair of pairs(claims, 'damping_factor', 'output_impedance')) {
    const { value: factor, load_ohm: ohms } = pair.one;
    const { value: impedance, comparator } = pair.other;
    if (typeof factor !== 'number' || typeof ohms !== 'number' || typeof impedance !== 'number' || factor <= 0)
      continue;
    const meant = ohms / factor;
    const isFar =
      comparator === '='
        ? Math.abs(meant - impedance) > ROUNDING * Math.max(meant, impedance)
        : meant > impedance * (1 + ROUNDING);
    if (isFar)
      yield disagree(
        pair,
        `a damping factor of ${factor} re ${formatQuantity(ohms, 'ohm')} is ${formatQuantity(meant, 'ohm', 2)}, not ${formatQuantity(impedance, 'ohm')}`,
      );
  }
}

/** No output gives more volts into a load than its stated maximum. */
function* maxima(claims: readonly Claim[]): Generator<CardRemark> {
  for (const pair of pairs(claims, 'max_output_voltage', 'output_power')) {
    const { value: volts, load_ohm: atLoad } = pair.one;
    const { value: watts, load_ohm: ohms } = pair.other;
    if (typeof volts !== 'number' || typeof watts !== 'number' || typeof ohms !== 'number' || atLoad !== undefined)
      continue;
    const needed = Math.sqrt(watts * ohms);
    if (needed > volts * (1 + ROUNDING / 2))
      yield disagree(
        pair,
        `${formatQuantity(watts, 'W')} into ${formatQuantity(ohms, 'ohm')} is ${formatQuantity(needed, 'V', 3)}, more than the ${formatQuantity(volts, 'V')} stated as the most`,
      );
  }
}

/** Statements about different figures of one socket that cannot both be true. */
export function* crossChecks(claims: readonly Claim[]): Generator<CardRemark> {
  yield* distortions(claims);
  yield* dampingFactors(claims);
  yield* maxima(claims);
}
