import { scaleDecimal } from '../../units/siValue.ts';
import type { WrittenUnit } from '../../units/siValue.ts';
import { magnitudeOf, settleComparator } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { applyCondition } from './conditions.ts';
import type { Draft } from './conditions.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { labelUnit, notRead } from './reading.ts';
import type { Reading } from './reading.ts';

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
      : [...(reading.segment.terms.find((term) => term.amounts[0] === first)?.amounts ?? [first])];
  const values = run.map(scaled);
  const comparator = settleComparator(first.comparator, rule);
  if (quantity === 'power_consumption') reading.warnings.add('power consumption is not an output power');
  return [{ quantity, comparator, value: values.length === 1 ? values[0] : values, unit }];
}

/** A damping factor: a number without a unit, with the load it was taken into. */
export function readDampingFactor({ segment, tokens, marks, warnings }: Reading): Draft[] {
  const value = segment.terms.find((term) => term.amounts.length === 1 && term.amounts[0].unit === null);
  if (value === undefined) return [];
  const rule = QUANTITY_RULES.damping_factor;
  const [amount] = value.amounts;
  const draft: Draft = {
    quantity: 'damping_factor',
    comparator: settleComparator(amount.comparator, rule),
    value: magnitudeOf(amount),
    unit: 'ratio',
  };
  for (const term of segment.terms) {
    if (term !== value && !applyCondition(draft, rule, term, tokens, marks.topics)) warnings.add(notRead(tokens, term));
  }
  if (draft.load_ohm === undefined) warnings.add('load not stated');
  return [draft];
}
