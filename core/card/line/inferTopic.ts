import type { Quantity } from '../claim.ts';
import type { LineMarks } from './marks.ts';
import { VOLTAGE_UNITS } from './quantityRules.ts';
import type { Term } from './terms.ts';

/** What a line without a label must be about, by its units alone. */
export interface Inference {
  readonly quantity: Quantity | null;
  /** Units alone leave a choice; the reader is told so. */
  readonly warning: string | null;
}

const isVoltage = (term: Term): boolean =>
  term.amounts[0].unit !== null && VOLTAGE_UNITS.includes(term.amounts[0].unit);

/**
 * The quantity that the units of a line without a label leave, or null where they leave none: a bare power or voltage may be
 * the mains, and a percentage alone anything.
 */
export function inferTopic(terms: readonly Term[], marks: LineMarks): Inference | null {
  const has = (test: (term: Term) => boolean): boolean => terms.some(test);
  const hasUnit = (unit: string): boolean => has((term) => term.amounts[0].unit === unit);
  const bandFound = has((term) => term.amounts.length === 2 && term.amounts[0].unit === 'Hz');
  const first = terms.at(0)?.amounts[0];
  if (first === undefined) return null;
  if (bandFound && hasUnit('dB') && !hasUnit('%') && first.unit === 'Hz')
    return { quantity: 'frequency_response', warning: null };
  const placed = marks.places.length > 0;
  if (hasUnit('W') && (hasUnit('ohm') || placed || has((term) => term.perChannel) || marks.perChannel.length > 0)) {
    return { quantity: 'output_power', warning: null };
  }
  if (placed && first.unit === 'V' && !hasUnit('%') && !hasUnit('dB'))
    return { quantity: 'max_output_voltage', warning: null };
  const level = has((term) => isVoltage(term) && term.connector !== 'slash') || (hasUnit('W') && hasUnit('%'));
  if (first.unit === '%') {
    if (level) return { quantity: 'thd_n', warning: 'needs its label: THD or THD+N' };
    return { quantity: null, warning: 'the quantity is not named here: a continuation of the line before?' };
  }
  if (first.unit === null && level && (first.comparator === '<' || first.comparator === '<=')) {
    return { quantity: 'thd_n', warning: 'needs its label: read as THD+N' };
  }
  if (first.unit !== 'dB') return null;
  if (first.sign === '-' && level) return { quantity: 'thd_n', warning: 'needs its label: THD or THD+N' };
  if (first.sign === null && marks.weightings.length > 0)
    return { quantity: 'snr', warning: 'needs its label: SNR or dynamic range' };
  return null;
}
