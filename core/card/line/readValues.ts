import { settleComparator, valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { chooseDistortion, chooseVoltage, sameStatement } from './alternatives.ts';
import { applyCondition } from './conditions.ts';
import type { Draft } from './conditions.ts';
import { fillValue, holdsAtOutputLevel, isDistortion } from './fillValue.ts';
import { groupValues } from './groups.ts';
import type { ValueGroup } from './groups.ts';
import { applyMarks } from './applyMarks.ts';
import { namedSettings } from './gainSettings.ts';
import { meaningsOfValues } from './places.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import type { QuantityRule } from './quantityRules.ts';
import { notRead } from './reading.ts';
import type { Reading } from './reading.ts';
import { applySpread, isSpreadOf } from './spread.ts';
import { supplyUnit } from './supplyUnit.ts';
import type { Term } from './terms.ts';
import { isValueTerm, quantityOf } from './valueTerms.ts';
import type { Comparator, Quantity } from '../claim.ts';

interface DraftOfTerm {
  readonly draft: Draft;
  readonly term: Term;
}

/** Comparator of a value: written before it, else behind it (`or higher`, `max`). */
function comparatorOf(reading: Reading, term: Term, rule: QuantityRule): Comparator | null {
  const before = term.amounts[0].comparator;
  if (before !== null) return settleComparator(before, rule);
  const suffix = reading.marks.suffixes.find((found) => found.first === term.last + 1);
  if (suffix === undefined) return null;
  if (suffix.meaning === 'max') return rule.smallIsGood ? '<=' : null;
  return suffix.meaning;
}

/** The values of a group as drafts without conditions. */
function draftValues(reading: Reading, topicQuantity: Quantity, group: ValueGroup, paired: boolean): DraftOfTerm[] {
  const rule = QUANTITY_RULES[topicQuantity];
  const build = (term: Term, inherited: Comparator | null): DraftOfTerm => {
    const quantity = quantityOf(topicQuantity, term.amounts[0].unit);
    const comparator = comparatorOf(reading, term, rule) ?? inherited ?? '=';
    if (term.amounts[0].comparator === 'up to' && comparator === '=') {
      reading.warnings.add('"up to" names the value and promises no least: read as the value itself');
    }
    const draft: Draft = { quantity, comparator, value: null, unit: null };
    fillValue(draft, quantity, term, reading.warnings);
    return { draft, term };
  };
  const [first] = group.values;
  const mixedUnits = new Set(group.values.map((term) => term.amounts[0].unit)).size > 1;
  const chosen = !mixedUnits
    ? null
    : isDistortion(topicQuantity)
      ? chooseDistortion(group.values, reading.warnings)
      : chooseVoltage(group.values);
  if (chosen !== null) {
    const built = build(chosen.term, comparatorOf(reading, first, rule));
    const other = chosen.other?.amounts[0];
    if (other !== undefined) built.draft.as_written = { value: valueOf(other), unit: other.unit! };
    return [built];
  }
  const distinct = group.values.filter(
    (term, index) => !group.values.slice(0, index).some((earlier) => sameStatement(earlier, term)),
  );
  const settings = topicQuantity === 'gain' ? namedSettings(distinct, reading.marks.gainNames) : null;
  if (settings !== null) {
    return distinct.map((term, index) => {
      const built = build(term, null);
      built.draft.gain = settings[index];
      return built;
    });
  }
  const oneUnit = !mixedUnits && distinct.length > 1 && !paired;
  const slashList =
    oneUnit && distinct.slice(1).every((term) => term.connector === 'slash') && first.amounts[0].unit !== 'W';
  if (oneUnit && (rule.listed === true || slashList)) {
    const built = build(first, null);
    built.draft.value = distinct.map((term) => valueOf(term.amounts[0]));
    return [{ draft: built.draft, term: distinct.at(-1)! }];
  }
  const lead = group.lead ?? first;
  const inherited = comparatorOf(reading, lead, rule);
  return distinct.map((term) => build(term, term !== lead && term.connector === 'slash' ? inherited : null));
}

/** Specifications of a segment whose quantity is a number with a unit. */
export function readValues(reading: Reading, topicQuantity: Quantity): Draft[] {
  const { segment, tokens, marks, warnings } = reading;
  const listed = QUANTITY_RULES[topicQuantity].listed === true;
  let terms = segment.terms;
  let assumed = false;
  if (!terms.some(isValueTerm(reading, topicQuantity))) {
    const supplied = supplyUnit(reading, topicQuantity, terms);
    if (supplied === null) return [];
    ({ terms, assumed } = supplied);
  }
  const groups = groupValues(terms, isValueTerm(reading, topicQuantity), marks.shared, listed);
  if (listed && groups.length > 1) groups.splice(0, groups.length, mergeGroups(groups));
  const values = groups.flatMap((group) => group.values);
  const places = meaningsOfValues(tokens, marks.places, values);
  const placeOf = (term: Term): (typeof places)[number] => places[values.indexOf(term)];
  const inSegment = marks.weightings.filter((found) => found.first >= segment.from && found.first < segment.to);
  const weightings = meaningsOfValues(tokens, inSegment, values);
  const drafts: Draft[] = [];
  for (const [index, group] of groups.entries()) {
    const from = index === 0 ? segment.from : groups[index - 1].values.at(-1)!.last + 1;
    const to = (groups[index + 1]?.values[0].start ?? segment.to) - 1;
    const paired = new Set(group.values.map(placeOf)).size === group.values.length && group.values.length > 1;
    for (const { draft, term } of draftValues(reading, topicQuantity, group, paired)) {
      applyMarks(reading, draft, term, { from, to, place: placeOf(term), weighting: weightings[values.indexOf(term)] });
      if (assumed) draft.unit_assumed = true;
      const spread = spreadOf(group.conditions, term.amounts[0]);
      applySpread(draft, spread, term.amounts[0]);
      for (const condition of group.conditions) {
        if (spread.includes(condition)) continue;
        if (!applyCondition(draft, QUANTITY_RULES[draft.quantity!], condition, tokens, marks.topics))
          warnings.add(notRead(tokens, condition));
      }
      if (draft.level === undefined && marks.fullScale.length > 0 && holdsAtOutputLevel(draft.quantity)) {
        draft.level = { value: 'full scale', unit: null };
      }
      // `1200 mW (16 Ω, 4.4 Vrms)`: the volts are those into the load just named.
      const before = drafts.at(-1);
      const sameSocket = !marks.places.some((found) => found.first >= from && found.first < term.start);
      if (draft.quantity === 'max_output_voltage' && before?.quantity === 'output_power' && sameSocket) {
        const load = draft.load_ohm ?? before.load_ohm;
        if (load !== undefined) draft.load_ohm = load;
      }
      // `4.4 V into 40 Ω = 484 mW`: the watts are those of the volts just named.
      if (isEqualTo(before, draft, term)) Object.assign(draft, { load_ohm: before?.load_ohm });
      drafts.push(draft);
    }
  }
  shareLoadOfPower(drafts);
  return drafts;
}

/** Whether a power is set equal to the voltage before it, whose load it then shares. */
function isEqualTo(before: Draft | undefined, { quantity, load_ohm: load }: Draft, term: Term): boolean {
  const isSameOutput = before?.quantity === 'max_output_voltage' && before.load_ohm !== undefined;
  return isSameOutput && quantity === 'output_power' && load === undefined && term.amounts[0].comparator === '=';
}

/** Watts that a maker rounds to two digits. */
const POWER_ROUNDING = 0.1;

/** `4 Vrms, 500 mW @ 32 Ω`: volts that make the watts beside them at their load are volts into that load. */
function shareLoadOfPower(drafts: readonly Draft[]): void {
  for (const [index, power] of drafts.entries()) {
    const volts = drafts.at(index - 1);
    const ohms = power.load_ohm;
    if (index === 0 || volts?.quantity !== 'max_output_voltage' || volts.load_ohm !== undefined) continue;
    if (power.quantity !== 'output_power' || typeof ohms !== 'number' || typeof volts.value !== 'number') continue;
    const watts = volts.value ** 2 / ohms;
    if (typeof power.value === 'number' && Math.abs(power.value - watts) <= POWER_ROUNDING * watts)
      volts.load_ohm = ohms;
  }
}

function spreadOf(conditions: readonly Term[], value: Amount): Term[] {
  const spread: Term[] = [];
  for (const term of conditions) if (isSpreadOf(term, value, spread.length > 0)) spread.push(term);
  return spread;
}

function mergeGroups(groups: readonly ValueGroup[]): ValueGroup {
  return {
    values: groups.flatMap((group) => group.values),
    conditions: [...new Set(groups.flatMap((group) => group.conditions))],
  };
}
