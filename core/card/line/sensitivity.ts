import { readUnit, scaleDecimal } from '../../units/siValue.ts';
import type { StatedLevel } from '../claim.ts';
import { magnitudeOf, settleComparator, valueOf } from './amounts.ts';
import { applyCondition } from './conditions.ts';
import type { Draft } from './conditions.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { applySpread, isSpreadOf } from './spread.ts';
import { keyAt, notRead } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';

const PER_WORDS = new Set(['/', 'per', 'pro', '@', 'at']);

/** `/ mW`, `per Vrms`: one unit of power or voltage, written without its 1. */
function referenceUnit(tokens: readonly Token[], value: Term): StatedLevel | null {
  for (let at = value.last + 1; at < Math.min(tokens.length, value.last + 5); at++) {
    if (!PER_WORDS.has(tokens[at].key)) continue;
    const unit = readUnit(tokens[at + 1]?.text ?? '');
    if (unit?.unit === 'W' || unit?.unit === 'V') {
      return { value: scaleDecimal('1', unit.exponent), unit: unit.unit, at: 'input' };
    }
  }
  return null;
}

/** Sound pressure for a stated drive: `96 dB/mW`, `103 dB SPL (1 kHz, 1 Vrms)`. Without its reference it cannot be used. */
export function readSensitivity({ segment, tokens, marks, warnings }: Reading): Draft[] {
  const value = segment.terms.find((term) => term.amounts.length === 1 && term.amounts[0].unit === 'dB');
  if (value === undefined) return [];
  const rule = QUANTITY_RULES.sensitivity;
  const [amount] = value.amounts;
  const draft: Draft = {
    quantity: 'sensitivity',
    comparator: settleComparator(amount.comparator, rule),
    value: valueOf(amount),
    unit: 'dB SPL',
  };
  const per = referenceUnit(tokens, value);
  if (per !== null) draft.level = per;
  for (const term of segment.terms) {
    if (term === value) continue;
    if (isSpreadOf(term, amount, false)) applySpread(draft, [term], amount);
    else if (!applyCondition(draft, rule, term, tokens, marks.topics)) warnings.add(notRead(tokens, term));
  }
  if (draft.level === undefined) warnings.add('sensitivity without its reference: per volt or per milliwatt?');
  const distance = tokens.findIndex((token, at) => token.key === 'm' && /^[\d.]+$/.test(keyAt(tokens, at - 1)));
  if (distance >= 0 && magnitudeOf(amount) > 0) warnings.add("a distance is stated: a loudspeaker's sensitivity");
  return [draft];
}
