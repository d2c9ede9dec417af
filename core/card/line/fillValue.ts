import { ratioFromDb } from '../../units/decibel.ts';
import { scaleDecimal } from '../../units/siValue.ts';
import type { Comparator, Quantity } from '../claim.ts';
import { magnitudeOf, valueOf } from './amounts.ts';
import type { Amount } from './amounts.ts';
import type { Draft } from './conditions.ts';
import { voltsRmsOf } from './quantityRules.ts';
import type { Term } from './terms.ts';

const FLIPPED: Readonly<Record<Comparator, Comparator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '~': '~',
};

/** `< -100 dB` of noise is `> 100 dB` of separation; `better than` already points the right way. */
const flipped = (draft: Draft, amount: Amount): Comparator =>
  amount.comparator === 'better' ? draft.comparator : FLIPPED[draft.comparator];

export const isDistortion = (quantity: Quantity | null): boolean =>
  quantity === 'thd' || quantity === 'thd_n' || quantity === 'imd';

/** Whether the level at the output changes the figure, so that a sheet should state it. */
export const holdsAtOutputLevel = (quantity: Quantity | null): boolean =>
  isDistortion(quantity) || quantity === 'sinad' || quantity === 'channel_separation';

/** Converts what a signed number means for the quantity: separation and SNR are positive, volts are rms, ppm are percent. */
export function fillValue(draft: Draft, quantity: Quantity, term: Term, warnings: Set<string>): void {
  const amount = term.amounts[0];
  const value = valueOf(amount);
  if (quantity === 'channel_separation') {
    draft.value = magnitudeOf(amount);
    draft.unit = amount.unit;
    if (amount.sign === '-') {
      draft.comparator = draft.comparator === '=' ? '>=' : flipped(draft, amount);
      warnings.add('written as a negative crosstalk; read as a positive separation');
    }
    return;
  }
  if (quantity === 'snr' && (amount.unit === 'dBV' || amount.sign === '-')) {
    draft.value = magnitudeOf(amount);
    draft.unit = 'dB';
    if (amount.unit === 'dBV') draft.level = { value: 1, unit: 'V', at: 'reference' };
    if (amount.sign === '-') draft.comparator = flipped(draft, amount);
    warnings.add(
      amount.unit === 'dBV'
        ? 'written as a noise level re 1 V: SNR is the positive of it'
        : 'written as a negative noise level: SNR is the positive of it',
    );
    return;
  }
  // `±0.1 dB` between channels is a bound on either sign.
  if (quantity === 'channel_balance' && amount.sign === '±' && draft.comparator === '=') draft.comparator = '<=';
  const volts = voltsRmsOf(value, amount.unit);
  if (volts !== null && amount.unit !== 'V' && quantity !== 'noise') {
    draft.value = volts;
    draft.unit = 'V';
    draft.as_written = { value, unit: amount.unit! };
    return;
  }
  if (amount.unit === 'ppm') {
    draft.value = scaleDecimal(amount.digits, amount.exponent - 4);
    draft.unit = '%';
    draft.as_written = { value, unit: 'ppm' };
    return;
  }
  draft.value = term.amounts.length === 2 ? [value, valueOf(term.amounts[1])] : value;
  draft.unit = amount.unit;
  if (quantity === 'noise' && volts !== null && amount.unit !== 'V') draft.canonical = { value: volts, unit: 'V' };
  if (isDistortion(quantity) && amount.unit === 'dB') draft.canonical = { value: ratioFromDb(value) * 100, unit: '%' };
}
