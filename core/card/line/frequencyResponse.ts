import { magnitudeOf, valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { applyCondition } from './conditions.ts';
import type { Draft } from './conditions.ts';
import { groupValues } from './groups.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { notRead } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Term } from './terms.ts';

interface Tolerance {
  readonly limits: readonly [number | null, number | null] | null;
  /** Decibels that found no place, such as those of a second band. */
  readonly left: readonly Term[];
}

/** The limits that a response's decibels state: `±3`, `+0 -0.1`, a bare `-1` (lower only). Null where none can be read. */
function readTolerance(terms: readonly Term[], within: (amount: Amount) => boolean): Tolerance {
  let lower: number | null = null;
  let upper: number | null = null;
  const left: Term[] = [];
  for (const term of terms) {
    const amount = term.amounts[0];
    const value = valueOf(amount);
    const isUpper = amount.sign === '+' || (amount.sign === null && value === 0 && terms.length > 1);
    if (term.amounts.length > 1) left.push(term);
    else if (lower === null && upper === null && (amount.sign === '±' || within(amount))) {
      [lower, upper] = [-magnitudeOf(amount), magnitudeOf(amount)];
    } else if (amount.sign === '-' && lower === null) lower = value;
    else if (isUpper && upper === null) upper = value;
    else left.push(term);
  }
  return { limits: lower === null && upper === null ? null : [lower, upper], left };
}

const isRange = (term: Term): boolean =>
  term.amounts.length === 2 &&
  (term.amounts[0].unit === 'Hz' || (term.amounts[0].unit === null && term.amounts[1].unit === null));

const isDecibels = (term: Term): boolean => term.amounts[0].unit === 'dB';

/** Specifications of a segment about frequency response, one for each range of frequencies. */
export function readFrequencyResponse({ segment, tokens, marks, warnings }: Reading): Draft[] {
  const drafts: Draft[] = [];
  for (const group of groupValues(segment.terms, isRange, marks.shared, false)) {
    const range = group.values[0].amounts;
    const [low, high] = [magnitudeOf(range[0]), magnitudeOf(range[1]!)];
    if (low >= high) {
      warnings.add(`the frequencies run from ${low} to ${high} Hz: not read`);
      continue;
    }
    if (range[0].unit === null) warnings.add(`no unit on the frequencies: ${low} and ${high} taken as Hz`);
    const decibels = group.conditions.filter(isDecibels);
    const isWithin = (amount: Amount): boolean =>
      amount.sign === null && ['within', 'innerhalb'].includes(tokens[amount.start - 1]?.key ?? '');
    const { limits: tolerance, left } = readTolerance(decibels, isWithin);
    for (const term of left) warnings.add(notRead(tokens, term));
    const draft: Draft = {
      quantity: 'frequency_response',
      comparator: '=',
      value: null,
      unit: null,
      freq_hz: [low, high],
      tolerance_db: tolerance,
    };
    const comparators = range.map((amount) =>
      amount.comparator === '<' || amount.comparator === '>' ? amount.comparator : null,
    );
    if (comparators[0] !== null || comparators[1] !== null) draft.freq_cmp = [comparators[0], comparators[1]];
    if (tolerance === null && decibels.length > 0) warnings.add('a tolerance in dB without a sign: not read');
    else if (tolerance === null) warnings.add('no tolerance stated');
    else if (tolerance[1] === null)
      warnings.add(`${tolerance[0]} dB given once: a lower limit over the whole band, upper limit unstated`);
    else if (tolerance[0] === null) warnings.add(`+${tolerance[1]} dB given once: lower limit unstated`);
    for (const term of group.conditions) {
      if (isDecibels(term)) continue;
      if (!applyCondition(draft, QUANTITY_RULES.frequency_response, term, tokens, marks.topics))
        warnings.add(notRead(tokens, term));
    }
    if (draft.load_ohm === undefined) warnings.add('load not stated');
    drafts.push(draft);
  }
  return drafts;
}
