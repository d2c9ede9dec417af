import type { WrittenUnit } from '../../units/siValue.ts';
import { magnitudeOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import type { Token } from './tokenize.ts';

/** What stands between a term and the one before it. `open`: a parenthesis. */
export type Connector = 'none' | 'range' | 'slash' | 'comma' | 'and' | 'or' | 'times' | 'open' | 'other';

/** One amount, or the two ends of a range. */
export interface Term {
  readonly amounts: readonly [Amount] | readonly [Amount, Amount];
  readonly connector: Connector;
  /** Stated for each of two channels: `x 2`, `1200mW+1200mW`. */
  readonly perChannel: boolean;
  readonly start: number;
  readonly last: number;
}

export interface TermReading {
  readonly terms: readonly Term[];
  readonly warnings: readonly string[];
}

const RANGE_WORDS = new Set(['-', 'to', 'bis', 'through', '…', 'à']);
const OR_WORDS = new Set(['or', 'oder', 'equalling', 'equals', 'equivalent', '=', 'ou']);
const AND_WORDS = new Set(['and', 'und', '&', 'et', ';']);
const DECIBELS = new Set<WrittenUnit | null>(['dB', 'dBV', 'dBu', 'dBFS']);

export const isDecibelUnit = (unit: WrittenUnit | null): boolean => DECIBELS.has(unit);

function connectorOf(tokens: readonly Token[], from: number, to: number): Connector {
  if (from >= to) return 'none';
  const keys = tokens.slice(from, to).map((token) => token.key);
  const first = keys[0];
  if (first === '(' || first === '[')
    return keys.slice(1).some((key) => OR_WORDS.has(key)) || keys.length === 1 ? 'open' : 'other';
  const words = keys.length > 1 && first === ',' ? keys.slice(1) : keys;
  const behindBracket = keys.slice(keys[1] === ',' ? 2 : 1).at(0);
  if ((first === ')' || first === ']') && behindBracket !== undefined && OR_WORDS.has(behindBracket)) return 'or';
  const only = words.length === 1 ? words[0] : null;
  if (only === '/') return 'slash';
  if (only === ',') return 'comma';
  if (only === 'x') return 'times';
  if (only !== null && RANGE_WORDS.has(only)) return 'range';
  if (only !== null && AND_WORDS.has(only)) return 'and';
  return OR_WORDS.has(words[0]) ? 'or' : 'other';
}

/** Whether a dash or `to` between two amounts makes them the ends of one range: same unit, or one of them bare. */
function makesRange(low: Amount, high: Amount, byDash: boolean): boolean {
  if (low.sign === '±' || high.sign === '±' || low.sign === '+' || high.sign === '+') return false;
  if (isDecibelUnit(low.unit) || isDecibelUnit(high.unit)) return !byDash && low.unit === high.unit;
  if (low.unit === '%' || high.unit === '%') return low.unit === high.unit && !byDash;
  return low.unit === high.unit || low.unit === null || high.unit === null;
}

interface Pair {
  readonly connector: Connector;
  /** The second amount, with its sign settled now that its neighbour is known. */
  readonly settled: Amount;
}

function pairUp(tokens: readonly Token[], before: Amount, amount: Amount): Pair {
  const from = before.last + 1;
  const adjacent = amount.start === from;
  if (adjacent && amount.comparator === '~' && tokens[amount.start].key === '~' && makesRange(before, amount, false)) {
    return { connector: 'range', settled: { ...amount, comparator: null } };
  }
  const signDash = adjacent && amount.sign === '-' && tokens[amount.start].key === '-';
  const connector = connectorOf(tokens, from, amount.start);
  const byDash = signDash || (connector === 'range' && tokens[from].key === '-');
  if (byDash) {
    if (makesRange(before, amount, true))
      return { connector: 'range', settled: { ...amount, sign: null, dashUnsure: false } };
    return { connector: 'none', settled: { ...amount, sign: '-', dashUnsure: false } };
  }
  if (connector === 'range' && !makesRange(before, amount, false)) return { connector: 'other', settled: amount };
  return { connector, settled: amount };
}

/** The unit an amount without one takes from the amount behind it, as `0/6/12 dB` and `10 - 20 kHz` mean it. */
function adoptFromNext(
  amount: Amount,
  next: Amount,
  connector: Connector,
  commaLists: boolean,
  warnings: string[],
): Amount {
  if (amount.unit !== null || amount.barePrefix || next.unit === null) return amount;
  const decibels = isDecibelUnit(next.unit);
  const adopts =
    connector === 'slash' ||
    connector === 'range' ||
    connector === 'and' ||
    connector === 'or' ||
    connector === 'times' ||
    (connector === 'comma' && (decibels || commaLists)) ||
    (connector === 'none' && next.sign !== null && (amount.sign !== null || !decibels));
  if (!adopts) return amount;
  if (connector === 'range' && next.unit === 'Hz' && next.exponent > 0 && !commaLists) {
    if (Number(amount.digits) < Number(next.digits)) {
      warnings.push(`first limit ${amount.digits} has no unit: taken as ${amount.digits} Hz`);
    }
    return { ...amount, unit: 'Hz', spelling: 'hz' };
  }
  return { ...amount, unit: next.unit, exponent: next.exponent, spelling: next.spelling };
}

function isChannelCount(amount: Amount): boolean {
  return amount.digits === '2' && amount.unit === null && !amount.barePrefix;
}

const isOutputUnit = (unit: WrittenUnit | null): boolean => unit === 'W' || unit === 'V';

/**
 * Binds the amounts of a line into terms: ranges, units shared along lists, and numbers that are stated for each channel.
 * @param commaLists the line is about a list of numbers (sample rates): a comma hands the unit on
 */
export function bindTerms(tokens: readonly Token[], amounts: readonly Amount[], commaLists = false): TermReading {
  const warnings: string[] = [];
  const settled: Amount[] = [];
  const connectors: Connector[] = [];
  for (const amount of amounts) {
    const before = settled.at(-1);
    const pair =
      before === undefined ? { connector: 'other' as const, settled: amount } : pairUp(tokens, before, amount);
    settled.push(pair.settled);
    connectors.push(pair.connector);
  }
  const perChannel = settled.map(() => false);
  const absorbed = settled.map(() => false);
  for (let at = 1; at < settled.length; at++) {
    const [before, amount] = [settled[at - 1], settled[at]];
    const listGoesOn = connectors[at + 1] === 'times' || (connectors[at - 1] === 'times' && !absorbed[at - 2]);
    if (connectors[at] === 'times' && !listGoesOn) {
      if (isChannelCount(amount) && isOutputUnit(before.unit)) [perChannel[at - 1], absorbed[at]] = [true, true];
      else if (isChannelCount(before) && isOutputUnit(amount.unit)) [perChannel[at], absorbed[at - 1]] = [true, true];
    }
    const sum = connectors[at] === 'none' && amount.sign === '+' && isOutputUnit(amount.unit);
    if (sum && before.unit === amount.unit && magnitudeOf(before) === magnitudeOf(amount)) {
      [perChannel[at - 1], absorbed[at]] = [true, true];
    }
  }
  for (let at = settled.length - 2; at >= 0; at--) {
    if (!absorbed[at] && !absorbed[at + 1])
      settled[at] = adoptFromNext(settled[at], settled[at + 1], connectors[at + 1], commaLists, warnings);
  }
  const terms: Term[] = [];
  for (let at = 0; at < settled.length; at++) {
    const amount = settled[at];
    if (absorbed[at]) {
      const previous = terms.at(-1);
      // `2 x 1300 mW`: the count comes first and has no term to lengthen.
      if (previous?.perChannel === true) terms[terms.length - 1] = { ...previous, last: amount.last };
      continue;
    }
    const next = settled.at(at + 1);
    if (next !== undefined && connectors[at + 1] === 'range') {
      terms.push({
        amounts: [amount, withRangeUnit(amount, next, warnings)],
        connector: connectors[at],
        perChannel: false,
        start: amount.start,
        last: next.last,
      });
      at += 1;
      continue;
    }
    terms.push({
      amounts: [amount],
      connector: connectors[at],
      perChannel: perChannel[at],
      start: amount.start,
      last: amount.last,
    });
  }
  return { terms, warnings };
}

/** The upper end takes the lower end's unit where it has none: `10hz - 100k`. */
function withRangeUnit(low: Amount, high: Amount, warnings: string[]): Amount {
  if (high.unit !== null || low.unit === null) return high;
  warnings.push(`second limit has no ${low.unit}: taken as ${magnitudeOf(high)} ${low.unit}`);
  return { ...high, unit: low.unit, spelling: low.spelling };
}
