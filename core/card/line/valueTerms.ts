import type { WrittenUnit } from '../../units/siValue.ts';
import type { Quantity } from '../claim.ts';
import type { Amount } from './amounts.ts';
import { QUANTITY_RULES, VOLTAGE_UNITS } from './quantityRules.ts';
import { keyAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { isOutputTopic } from './segments.ts';
import { isSpreadOf } from './spread.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';

const LOAD_WORDS = new Set(['into', '@', 'load', 'with', 'at', 'an']);

/** Quantity of a value: an output stated in watts is a power, in volts a voltage. */
export function quantityOf(topicQuantity: Quantity, unit: WrittenUnit | null): Quantity {
  if (topicQuantity !== 'output_power' && topicQuantity !== 'max_output_voltage') return topicQuantity;
  return unit === 'W' ? 'output_power' : 'max_output_voltage';
}

/** `< 0.4 Ω (32 Ω)`: a second resistance of an output's impedance is its load; of an input's it is another input's. */
function isLoadOf(tokens: readonly Token[], quantity: Quantity, term: Term): boolean {
  if (quantity !== 'output_impedance' || term.connector === 'slash') return false;
  const before = keyAt(tokens, term.start - 1);
  return before === '(' || LOAD_WORDS.has(before) || keyAt(tokens, term.last + 1) === 'load';
}

/** A test, for the terms of a segment in order, of whether one can be the quantity's value where it stands. */
export function isValueTerm(reading: Reading, topicQuantity: Quantity): (term: Term) => boolean {
  const { tokens } = reading;
  const units: readonly WrittenUnit[] = isOutputTopic(topicQuantity)
    ? ['W', ...VOLTAGE_UNITS]
    : QUANTITY_RULES[topicQuantity].units;
  const isAboutInput = topicQuantity === 'max_input_level' || topicQuantity === 'input_sensitivity';
  let lastValue: Amount | null = null;
  let spreading = false;
  return (term) => {
    const amount = term.amounts[0];
    if (amount.unit === null || !units.includes(amount.unit)) return false;
    const after = keyAt(tokens, term.last + 1);
    const saysInput = after === 'input' || (after === 'in' && topicQuantity !== 'gain');
    if (!isAboutInput && saysInput) return false;
    // `1.15 V for 3 V out`: the second is what the first brings about.
    if (isAboutInput && lastValue !== null && (after === 'out' || after === 'output')) return false;
    if (topicQuantity !== 'gain' && amount.unit === 'dB' && after === 'gain') return false;
    if (lastValue !== null && isSpreadOf(term, lastValue, spreading)) {
      spreading = true;
      return false;
    }
    if (amount.unit === 'ohm' && lastValue !== null && isLoadOf(tokens, topicQuantity, term)) return false;
    lastValue = amount;
    spreading = false;
    return true;
  };
}
