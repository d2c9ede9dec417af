import { ratioFromDb } from '../../units/decibel.ts';
import { scaleDecimal } from '../../units/siValue.ts';
import type { WrittenUnit } from '../../units/siValue.ts';
import type { Comparator } from '../claim.ts';
import { magnitudeOf, settleComparator, valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { applyCondition } from './conditions.ts';
import type { Draft } from './conditions.ts';
import { notRead } from './frequencyResponse.ts';
import { groupValues } from './groups.ts';
import type { ValueGroup } from './groups.ts';
import type { LineQuantity } from './lineSpec.ts';
import type { LineMarks } from './marks.ts';
import { QUANTITY_RULES, voltsRmsOf } from './quantityRules.ts';
import type { QuantityRule } from './quantityRules.ts';
import { isOutputTopic } from './segments.ts';
import type { Segment } from './segments.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';

/** Two statements of one figure that differ by more than rounding explains: 0.00006 % for -125 dB is 7 % off. */
const ALTERNATIVES_AGREE_WITHIN = 0.1;

const FLIPPED: Readonly<Record<Comparator, Comparator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '~': '~',
};

interface Reading {
  readonly segment: Segment;
  readonly tokens: readonly Token[];
  readonly marks: LineMarks;
  readonly warnings: Set<string>;
}

/** The unit that stands alone in the label, `(Watts)`, `[dB]`, when it is one the quantity may have. */
function labelUnit(reading: Reading, rule: QuantityRule): { unit: WrittenUnit; exponent: number } | null {
  const { segment, marks } = reading;
  const found = marks.labelUnits.find(
    ({ at, unit }) => at >= segment.from && at < segment.to && rule.units.includes(unit.unit),
  );
  return found === undefined ? null : { unit: found.unit.unit, exponent: found.unit.exponent };
}

/** Gives the first number without a unit the label's unit, or the one assumed for the quantity. Null: there is no such number. */
function supplyUnit(
  reading: Reading,
  quantity: LineQuantity,
  terms: readonly Term[],
): { terms: Term[]; assumed: boolean } | null {
  const rule = QUANTITY_RULES[quantity];
  const given = labelUnit(reading, rule);
  const bareMicro =
    quantity === 'noise' && terms.some((term) => term.amounts[0].barePrefix && term.amounts[0].exponent === -6);
  const unit = given?.unit ?? (bareMicro ? 'V' : rule.assumedUnit);
  const at = terms.findIndex((term) => term.amounts[0].unit === null);
  if (unit === undefined || at < 0) return null;
  const supplied = (amount: Amount): Amount => ({
    ...amount,
    unit,
    exponent: amount.exponent + (given?.exponent ?? 0),
  });
  const term = terms[at];
  const amounts: Term['amounts'] =
    term.amounts.length === 1 ? [supplied(term.amounts[0])] : [supplied(term.amounts[0]), supplied(term.amounts[1])];
  if (given === null) {
    const ratio =
      unit === '%' && term.amounts.length === 1
        ? ` (as a bare ratio it would be ${scaleDecimal(term.amounts[0].digits, 2)} %)`
        : '';
    reading.warnings.add(`no unit on ${term.amounts[0].digits}: ${unit} assumed${ratio}`);
  }
  return { terms: terms.map((each, index) => (index === at ? { ...each, amounts } : each)), assumed: given === null };
}

/** Quantity of a value: an output stated in watts is a power, in volts a voltage. */
function quantityOf(topicQuantity: LineQuantity, unit: WrittenUnit | null): LineQuantity {
  if (topicQuantity !== 'output_power' && topicQuantity !== 'max_output_voltage') return topicQuantity;
  return unit === 'W' ? 'output_power' : 'max_output_voltage';
}

const isSpreadOf = (term: Term, value: Amount): boolean =>
  term.amounts.length === 1 &&
  term.amounts[0].unit === value.unit &&
  term.amounts[0].sign !== null &&
  value.sign === null;

const LOAD_WORDS = new Set(['into', '@', 'load', 'with', 'at', 'an']);

/** `< 0.4 Ω (32 Ω)`: a second resistance of an output's impedance is its load; of an input's it is another input's. */
function isLoadOf(tokens: readonly Token[], quantity: LineQuantity, term: Term): boolean {
  if (quantity !== 'output_impedance' || term.connector === 'slash') return false;
  const before = tokens[term.start - 1]?.key ?? '';
  return before === '(' || LOAD_WORDS.has(before) || tokens[term.last + 1]?.key === 'load';
}

/** Whether a term can be the quantity's value where it stands. */
function isValueTerm(reading: Reading, topicQuantity: LineQuantity): (term: Term) => boolean {
  const { tokens } = reading;
  const units: readonly WrittenUnit[] = isOutputTopic(topicQuantity)
    ? ['W', 'V', 'Vpp', 'dBu', 'dBV']
    : QUANTITY_RULES[topicQuantity].units;
  let lastValue: Amount | null = null;
  return (term) => {
    const amount = term.amounts[0];
    if (amount.unit === null || !units.includes(amount.unit)) return false;
    const after = tokens[term.last + 1]?.key;
    if (topicQuantity !== 'max_input_level' && (after === 'input' || after === 'in')) return false;
    if (topicQuantity !== 'gain' && amount.unit === 'dB' && after === 'gain') return false;
    if (lastValue !== null && isSpreadOf(term, lastValue)) return false;
    if (amount.unit === 'ohm' && lastValue !== null && isLoadOf(tokens, topicQuantity, term)) return false;
    lastValue = amount;
    return true;
  };
}

/** Comparator of a value: written before it, else behind it (`or higher`, `max`). */
function comparatorOf(reading: Reading, term: Term, rule: QuantityRule): Comparator | null {
  const before = term.amounts[0].comparator;
  if (before !== null) return settleComparator(before, rule.smallIsGood);
  const suffix = reading.marks.suffixes.find((found) => found.first === term.last + 1);
  if (suffix === undefined) return null;
  if (suffix.meaning === 'max') return rule.smallIsGood ? '<=' : null;
  return suffix.meaning;
}

/** Converts what a signed number means for the quantity: separation and SNR are positive, volts are rms. */
function fillValue(draft: Draft, quantity: LineQuantity, term: Term, reading: Reading): void {
  const amount = term.amounts[0];
  const value = valueOf(amount);
  if (quantity === 'channel_separation') {
    draft.value = magnitudeOf(amount);
    draft.unit = amount.unit;
    if (amount.sign === '-') {
      draft.comparator = draft.comparator === '=' ? '>=' : FLIPPED[draft.comparator];
      reading.warnings.add('written as a negative crosstalk; read as a positive separation');
    }
    return;
  }
  if (quantity === 'snr' && amount.unit === 'dBV') {
    draft.value = magnitudeOf(amount);
    draft.unit = 'dB';
    draft.level = { value: 1, unit: 'V', at: 'reference' };
    if (amount.sign === '-') draft.comparator = FLIPPED[draft.comparator];
    reading.warnings.add('written as a noise level re 1 V: SNR is the positive of it');
    return;
  }
  const volts = voltsRmsOf(value, amount.unit);
  if (volts !== null && amount.unit !== 'V' && quantity !== 'noise') {
    draft.value = volts;
    draft.unit = 'V';
    draft.as_written = { value, unit: amount.unit! };
    return;
  }
  draft.value = term.amounts.length === 2 ? [value, valueOf(term.amounts[1])] : value;
  draft.unit = amount.unit;
  if (quantity === 'noise' && volts !== null && amount.unit !== 'V') draft.canonical = { value: volts, unit: 'V' };
  const isDistortion = quantity === 'thd' || quantity === 'thd_n' || quantity === 'imd';
  if (isDistortion && amount.unit === 'dB') draft.canonical = { value: ratioFromDb(value) * 100, unit: '%' };
}

/** Distortion as a percentage, to compare two ways of stating it. */
const percentOf = (amount: Amount): number =>
  amount.unit === 'dB' ? ratioFromDb(-magnitudeOf(amount)) * 100 : magnitudeOf(amount);

/** Of a distortion stated twice (`-110 dB or 0.00039 %`) the one to hold the maker to: the first, or the weaker where they disagree. */
function chooseAlternative(values: readonly Term[], warnings: Set<string>): { term: Term; other: Term | null } {
  const first = values[0];
  const second = values.at(1);
  if (second === undefined) return { term: first, other: null };
  const [one, two] = [percentOf(first.amounts[0]), percentOf(second.amounts[0])];
  if (Math.abs(one - two) <= ALTERNATIVES_AGREE_WITHIN * Math.max(one, two)) return { term: first, other: null };
  const write = (amount: Amount): string => `${valueOf(amount)} ${amount.unit ?? ''}`;
  warnings.add(
    `${write(first.amounts[0])} is ${Number(one.toPrecision(2))} % and ${write(second.amounts[0])} is ${Number(two.toPrecision(2))} %: the two disagree, the weaker one is taken`,
  );
  return two > one ? { term: second, other: first } : { term: first, other: second };
}

function sameStatement(one: Term, two: Term): boolean {
  return one.amounts[0].unit === two.amounts[0].unit && magnitudeOf(one.amounts[0]) === magnitudeOf(two.amounts[0]);
}

/** The values of a group as drafts without conditions. */
function draftValues(
  reading: Reading,
  topicQuantity: LineQuantity,
  group: ValueGroup,
  outputs: readonly Draft['output'][],
): { draft: Draft; term: Term }[] {
  const rule = QUANTITY_RULES[topicQuantity];
  const isDistortion = rule.levelAt === 'output' && topicQuantity !== 'channel_separation';
  const build = (term: Term, inherited: Comparator | null): { draft: Draft; term: Term } => {
    const quantity = quantityOf(topicQuantity, term.amounts[0].unit);
    const comparator = comparatorOf(reading, term, rule) ?? inherited ?? '=';
    const draft: Draft = { quantity, comparator, value: null, unit: null };
    fillValue(draft, quantity, term, reading);
    return { draft, term };
  };
  const [first] = group.values;
  const mixedUnits = new Set(group.values.map((term) => term.amounts[0].unit)).size > 1;
  if (isDistortion && mixedUnits) {
    const { term, other } = chooseAlternative(group.values, reading.warnings);
    const built = build(term, comparatorOf(reading, first, rule));
    if (other !== null) built.draft.as_written = { value: valueOf(other.amounts[0]), unit: other.amounts[0].unit! };
    return [built];
  }
  const distinct = group.values.filter(
    (term, index) => !group.values.slice(0, index).some((earlier) => sameStatement(earlier, term)),
  );
  const oneUnit = !mixedUnits && distinct.length > 1 && outputs.length !== distinct.length;
  const slashList =
    oneUnit && distinct.slice(1).every((term) => term.connector === 'slash') && first.amounts[0].unit !== 'W';
  if (oneUnit && (rule.listed === true || slashList)) {
    const built = build(first, null);
    built.draft.value = distinct.map((term) => valueOf(term.amounts[0]));
    return [{ draft: built.draft, term: distinct.at(-1)! }];
  }
  const inherited = comparatorOf(reading, first, rule);
  return distinct.map((term, index) => build(term, index > 0 && term.connector === 'slash' ? inherited : null));
}

/** `20 kΩ (XLR)`: a socket alone in brackets belongs to the value before it. */
function isBracketed(tokens: readonly Token[], first: number, last: number): boolean {
  return tokens[first - 1]?.key === '(' && tokens[last + 1]?.key === ')';
}

/** What the line says beside numbers: socket, weighting, method, per channel, gain setting. */
function applyMarks(reading: Reading, draft: Draft, term: Term, groupEnd: number, groupStart: number): void {
  const { marks } = reading;
  const rule = QUANTITY_RULES[draft.quantity!];
  if (!rule.takesConditions && draft.quantity !== 'sample_rates') return;
  const nearest = <Meaning>(found: readonly { meaning: Meaning; first: number }[]): Meaning | undefined =>
    (found.findLast((each) => each.first <= term.start) ?? found.find((each) => each.first <= groupEnd))?.meaning;
  const bracketed = marks.places.find(
    (found) =>
      found.first > term.last && found.first <= groupEnd && isBracketed(reading.tokens, found.first, found.last),
  );
  const place = bracketed?.meaning ?? nearest(marks.places);
  if (place !== undefined && draft.quantity !== 'load_impedance') Object.assign(draft, place);
  if (place?.output !== undefined && draft.quantity === 'load_impedance') draft.output = place.output;
  const own = (first: number): boolean => first >= groupStart && first <= groupEnd;
  const spelledA = term.amounts[0].spelling === 'dba' ? 'A' : undefined;
  const weighting = marks.weightings.find((found) => own(found.first))?.meaning ?? spelledA;
  if (weighting !== undefined) draft.weighting = weighting;
  const isOutput = draft.quantity === 'output_power';
  const eachChannel = term.perChannel || marks.perChannel.length > 0 || term.amounts[0].spelling === 'wpc';
  if (isOutput && eachChannel) draft.per_channel = true;
  if (draft.quantity === 'imd' && marks.methods.length > 0) draft.method = marks.methods[0].meaning;
  const format =
    draft.quantity === 'sample_rates'
      ? reading.tokens.find((token) => token.key === 'pcm' || token.key === 'dsd')
      : undefined;
  if (format !== undefined) draft.format = format.text;
  const setting = marks.gainSettings.find((found) => own(found.first))?.meaning;
  if (setting !== undefined && draft.quantity !== 'gain') draft.gain = setting;
}

function applySpread(draft: Draft, spread: readonly Term[], value: Amount): void {
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

/** Specifications of a segment whose quantity is a number with a unit. */
export function readValues(reading: Reading, topicQuantity: LineQuantity): Draft[] {
  const { segment, tokens, marks, warnings } = reading;
  const rule = QUANTITY_RULES[topicQuantity];
  const listed = rule.listed === true;
  let terms = segment.terms;
  let assumed = false;
  if (!terms.some(isValueTerm(reading, topicQuantity))) {
    const supplied = supplyUnit(reading, topicQuantity, terms);
    if (supplied === null) return [];
    ({ terms, assumed } = supplied);
  }
  const groups = groupValues(terms, isValueTerm(reading, topicQuantity), marks.shared, listed);
  if (listed && groups.length > 1) groups.splice(0, groups.length, mergeGroups(groups));
  const drafts: Draft[] = [];
  const outputsAhead = marks.places
    .filter((found) => found.last < (groups[0]?.values[0].start ?? 0))
    .map((found) => found.meaning.output);
  for (const [index, group] of groups.entries()) {
    const groupStart = index === 0 ? segment.from : groups[index - 1].values.at(-1)!.last + 1;
    const groupEnd = (groups[index + 1]?.values[0].start ?? segment.to) - 1;
    const outputs = outputsAhead.length === group.values.length ? outputsAhead : [];
    for (const [position, { draft, term }] of draftValues(reading, topicQuantity, group, outputs).entries()) {
      applyMarks(reading, draft, term, groupEnd, groupStart);
      if (outputs.length > 1 && outputs[position] !== undefined) draft.output = outputs[position];
      if (assumed) draft.unit_assumed = true;
      const spread = group.conditions.filter((each) => isSpreadOf(each, term.amounts[0]));
      applySpread(draft, spread, term.amounts[0]);
      for (const condition of group.conditions) {
        if (spread.includes(condition)) continue;
        if (!applyCondition(draft, QUANTITY_RULES[draft.quantity!], condition, tokens, marks.topics))
          warnings.add(notRead(tokens, condition));
      }
      // `1200 mW (16 Ω, 4.4 Vrms)`: the volts are those into the load just named.
      const before = drafts.at(-1);
      const sameSocket = !marks.places.some((found) => found.first >= groupStart && found.first < term.start);
      if (draft.quantity === 'max_output_voltage' && before?.quantity === 'output_power' && sameSocket) {
        const load = draft.load_ohm ?? before.load_ohm;
        if (load !== undefined) draft.load_ohm = load;
      }
      drafts.push(draft);
    }
  }
  return drafts;
}

function mergeGroups(groups: readonly ValueGroup[]): ValueGroup {
  return {
    values: groups.flatMap((group) => group.values),
    conditions: [...new Set(groups.flatMap((group) => group.conditions))],
  };
}

/** Width x depth x height, or a weight: numbers in the label's unit, nothing else. */
export function readBody(reading: Reading, quantity: 'dimensions' | 'weight' | 'power_consumption'): Draft[] {
  const rule = QUANTITY_RULES[quantity];
  const given = labelUnit(reading, rule);
  const amounts = reading.segment.terms.flatMap((term) => [...term.amounts]);
  const unitOf = (amount: Amount): WrittenUnit | null => amount.unit ?? given?.unit ?? null;
  const first = amounts.find((amount) => {
    const unit = unitOf(amount);
    return unit !== null && rule.units.includes(unit);
  });
  if (first === undefined) {
    if (amounts.length > 0) reading.warnings.add(`${quantity.replaceAll('_', ' ')} without a unit: not read`);
    return [];
  }
  const unit = unitOf(first);
  const scaled = (amount: Amount): number =>
    scaleDecimal(amount.digits, amount.exponent + (amount.unit === null ? (given?.exponent ?? 0) : 0));
  const run =
    quantity === 'dimensions'
      ? amounts
          .slice(amounts.indexOf(first))
          .filter((amount) => unitOf(amount) === unit)
          .slice(0, 3)
      : [first];
  const values = run.map(scaled);
  const comparator = settleComparator(first.comparator, false);
  if (quantity === 'power_consumption') reading.warnings.add('power consumption is not an output power');
  return [{ quantity, comparator, value: values.length === 1 ? values[0] : values, unit }];
}
