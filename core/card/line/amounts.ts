import { readBarePrefix, readUnit, scaleDecimal } from '../../units/siValue.ts';
import type { ReadUnit, WrittenUnit } from '../../units/siValue.ts';
import type { Comparator } from '../claim.ts';
import { decimalFromWritten } from './decimalNumber.ts';
import type { QuantityRule } from './quantityRules.ts';
import type { Found } from './phrases.ts';
import type { Token } from './tokenize.ts';
import type { ComparatorMeaning } from './vocabulary.ts';

/** A number of a line with its sign, unit and comparator. Token indices; `start` includes comparator and sign. */
export interface Amount {
  readonly digits: string;
  readonly exponent: number;
  readonly unit: WrittenUnit | null;
  /** The unit as spelled, lower case, without prefix; empty without a unit. */
  readonly spelling: string;
  /** A prefix without its unit: `100k`. */
  readonly barePrefix: boolean;
  readonly sign: '+' | '-' | '±' | null;
  /** A dash stood before it that may be a bullet, a separator or a minus. */
  readonly dashUnsure: boolean;
  readonly comparator: ComparatorMeaning | null;
  readonly start: number;
  readonly numberAt: number;
  readonly last: number;
}

/** The amount's value without its sign, in its unit without prefix. */
export const magnitudeOf = (amount: Amount): number => scaleDecimal(amount.digits, amount.exponent);

/** The amount's value; ± counts as positive. */
export const valueOf = (amount: Amount): number => (amount.sign === '-' ? -magnitudeOf(amount) : magnitudeOf(amount));

/** What makes the `A` before it a weighting. */
const WEIGHTING_WORD = /^(?:weigh|wtd|wt$|bewert)/;

interface UnitAfter {
  readonly unit: ReadUnit | null;
  readonly bareExponent: number | null;
  readonly last: number;
}

/** The unit behind the number at `at`: one word, prefix and unit apart (`50K Ohm`), `per cent`, `%`, `Vp-p`. */
function readUnitAfter(tokens: readonly Token[], at: number): UnitAfter {
  const none = { unit: null, bareExponent: null, last: at };
  const next = tokens.at(at + 1);
  if (next === undefined) return none;
  if (next.key === '%') return { unit: readUnit('%'), bareExponent: null, last: at + 1 };
  // `11"` is inches, but a lone quotation mark after a space is not.
  if ((next.key === '"' || next.key === '″' || next.key === '”') && !next.gap)
    return { unit: readUnit('in'), bareExponent: null, last: at + 1 };
  const hyphened = tokens.at(at + 2);
  if (next.key === '-' && !next.gap && hyphened?.kind === 'word' && !hyphened.gap) {
    // `32-ohm headphones`
    const unit = readUnit(hyphened.text);
    return unit === null || unit.spelling.length < 3 ? none : { unit, bareExponent: null, last: at + 2 };
  }
  if (next.kind !== 'word') return none;
  const after = tokens.at(at + 2);
  if (next.key === 'per' && after?.key === 'cent') return { unit: readUnit('%'), bareExponent: null, last: at + 2 };
  if (next.key === 'vp' && after?.key === '-' && tokens.at(at + 3)?.key === 'p') {
    return { unit: readUnit('vpp'), bareExponent: null, last: at + 3 };
  }
  const bare = readBarePrefix(next.text);
  if (bare !== null && after !== undefined) {
    const joint = after.key === '-' && !after.gap ? at + 3 : at + 2;
    const unitWord = tokens.at(joint);
    const together = unitWord?.kind === 'word' ? readUnit(next.text + unitWord.text) : null;
    if (together !== null && together.spelling.length > 1) return { unit: together, bareExponent: null, last: joint };
  }
  const unit = readUnit(next.text);
  if (unit !== null) {
    // `114 A-weighted` and `8 in 32` are no amperes and no inches; a far `R`, `g` or `a` is a word of its own.
    const isGrams = next.text === 'g' && after?.key !== '=';
    const isAmperes = next.text === 'A' && after?.key !== '=';
    const oneLetter = unit.spelling.length === 1 && unit.exponent === 0;
    const isWord =
      (oneLetter && next.gap && 'args'.includes(unit.spelling) && !isGrams && !isAmperes) ||
      (unit.unit === 'in' && after?.kind === 'number');
    const isWeighting =
      unit.spelling === 'a' && after !== undefined && (after.key === '-' || WEIGHTING_WORD.test(after.key));
    if (isWord || isWeighting) return none;
    return unit.unit === 'V' ? withPeak(tokens, unit, at + 1) : { unit, bareExponent: null, last: at + 1 };
  }
  // `100 k` at the end or before a bracket; `4 K video` is a name.
  const apart = next.gap && after?.kind === 'word';
  return bare === null || apart ? none : { unit: null, bareExponent: bare, last: at + 1 };
}

/** What is said behind volts that are peak to peak, or peak: `16 V p-p`, `4 Volts peak`. The longest first. */
const PEAKS: readonly (readonly [unit: 'Vpp' | 'Vp', keys: readonly string[]])[] = [
  ['Vpp', ['peak', '-', 'to', '-', 'peak']],
  ['Vpp', ['peak', 'to', 'peak']],
  ['Vpp', ['pk', '-', 'pk']],
  ['Vpp', ['p', '-', 'p']],
  ['Vpp', ['pk', 'pk']],
  ['Vpp', ['pp']],
  ['Vp', ['peak']],
  ['Vp', ['pk']],
];

function withPeak(tokens: readonly Token[], volts: ReadUnit, at: number): UnitAfter {
  const said = PEAKS.find(([, keys]) => keys.every((key, index) => tokens.at(at + 1 + index)?.key === key));
  if (said === undefined) return { unit: volts, bareExponent: null, last: at };
  const [unit, keys] = said;
  return {
    unit: { unit, exponent: volts.exponent, spelling: unit.toLowerCase() },
    bareExponent: null,
    last: at + keys.length,
  };
}

/** A number glued to letters (`HPA-1`, `R2R`, `K13`) is a name unless a unit longer than a letter follows. */
function isPartOfName(tokens: readonly Token[], at: number, after: UnitAfter): boolean {
  const before = tokens.at(at - 1);
  if (at === 0 || before === undefined || tokens[at].gap) return false;
  const gluedToWord = before.kind === 'word' && before.key !== 'x';
  const word = before.key === '-' && !before.gap && at >= 2 ? tokens[at - 2] : undefined;
  const gluedByDash = word?.kind === 'word' && readUnit(word.text) === null && word.key !== 'k';
  if (!gluedToWord && !gluedByDash) return false;
  return after.unit === null || after.unit.spelling.length < 2;
}

const TO_WORDS = new Set(['-', 'to', 'bis', '…', '~', 'à']);

/** `DC - 200 kHz`: the lower limit is 0 Hz. */
function startsAtDirectCurrent(tokens: readonly Token[], at: number): boolean {
  return tokens[at].key === 'dc' && TO_WORDS.has(tokens[at + 1]?.key ?? '') && tokens[at + 2]?.kind === 'number';
}

function directCurrent(at: number): Amount {
  return {
    digits: '0',
    exponent: 0,
    unit: 'Hz',
    spelling: 'hz',
    barePrefix: false,
    sign: null,
    dashUnsure: false,
    comparator: null,
    start: at,
    numberAt: at,
    last: at,
  };
}

interface Sign {
  readonly sign: Amount['sign'];
  readonly unsure: boolean;
  readonly start: number;
}

/** The sign before the number at `at`; a dash behind another amount is settled later, when both units are known. */
function readSign(tokens: readonly Token[], at: number, previousLast: number): Sign {
  const before = at - 1 > previousLast ? tokens.at(at - 1) : undefined;
  const plain: Sign = { sign: null, unsure: false, start: at };
  if (before === undefined || at === 0) return plain;
  if (before.key === '±') return { sign: '±', unsure: false, start: at - 1 };
  if (before.key === '+') return { sign: '+', unsure: false, start: at - 1 };
  if (before.key !== '-') return plain;
  const leadsLine = at === 1;
  const betweenGaps = before.gap && tokens[at].gap;
  if (betweenGaps && (leadsLine || tokens[at - 2]?.kind === 'word')) return { sign: null, unsure: true, start: at };
  return { sign: '-', unsure: false, start: at - 1 };
}

/**
 * Every number of a line that is not part of a name.
 * @param comparators found before; one that ends right before a number belongs to it
 * @param taken tokens that are a name, such as the `4.4 mm` of a socket
 */
export function readAmounts(
  tokens: readonly Token[],
  comparators: readonly Found<ComparatorMeaning>[],
  german: boolean,
  taken: (index: number) => boolean,
): Amount[] {
  const comparatorEndingAt = new Map(comparators.map((found) => [found.last, found]));
  const amounts: Amount[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (startsAtDirectCurrent(tokens, at)) amounts.push(directCurrent(at));
    if (tokens[at].kind !== 'number' || taken(at)) continue;
    const after = readUnitAfter(tokens, at);
    const digits = decimalFromWritten(tokens[at].text, german);
    if (digits === null || isPartOfName(tokens, at, after)) continue;
    const { sign, unsure, start } = readSign(tokens, at, amounts.at(-1)?.last ?? -1);
    const comparator = comparatorEndingAt.get(start - 1);
    amounts.push({
      digits,
      exponent: after.unit?.exponent ?? after.bareExponent ?? 0,
      unit: after.unit?.unit ?? null,
      spelling: after.unit?.spelling ?? '',
      barePrefix: after.bareExponent !== null,
      sign,
      dashUnsure: unsure,
      comparator: comparator?.meaning ?? null,
      start: comparator?.first ?? start,
      numberAt: at,
      last: after.last,
    });
    at = after.last;
  }
  return amounts;
}

/** Which way `better than` and `up to` point for a quantity. */
export function settleComparator(meaning: ComparatorMeaning | null, rule: QuantityRule): Comparator {
  if (meaning === 'better') return rule.smallIsGood ? '<' : '>';
  if (meaning === 'up to') return rule.largeIsGood === true ? '=' : '<=';
  return meaning ?? '=';
}
