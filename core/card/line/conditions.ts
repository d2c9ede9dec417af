import { magnitudeOf, valueOf } from './amounts.ts';
import type { LineSpec } from './lineSpec.ts';
import type { Found } from './phrases.ts';
import { voltsRmsOf } from './quantityRules.ts';
import type { QuantityRule } from './quantityRules.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';
import type { Topic } from './topicPhrases.ts';

/** A specification while it is put together. */
export type Draft = { -readonly [Field in keyof LineSpec]: LineSpec[Field] };

const BANDWIDTH_WORDS = new Set(['bandwidth', 'bw', 'bandbreite', 'measurement']);
const INPUT_WORDS = new Set(['input', 'in', 'eingang']);

const keyAt = (tokens: readonly Token[], at: number): string => tokens[at]?.key ?? '';

/** One value, or both ends of a range. */
function oneOrTwo(term: Term): number | readonly [number, number] {
  const [low, high] = term.amounts;
  return high === undefined ? magnitudeOf(low) : [magnitudeOf(low), magnitudeOf(high)];
}

function isBandwidth(tokens: readonly Token[], term: Term): boolean {
  return BANDWIDTH_WORDS.has(keyAt(tokens, term.last + 1)) || BANDWIDTH_WORDS.has(keyAt(tokens, term.start - 1));
}

/**
 * Writes a term into a draft as a condition: load, frequency, bandwidth, level, distortion limit, gain.
 * @param topics every subject named in the line, to tell THD from THD+N
 * @returns false when the term means nothing as a condition of this quantity; nothing is written then
 */
export function applyCondition(
  draft: Draft,
  rule: QuantityRule,
  term: Term,
  tokens: readonly Token[],
  topics: readonly Found<Topic>[],
): boolean {
  if (!rule.takesConditions) return false;
  const amount = term.amounts[0];
  switch (amount.unit) {
    case 'ohm':
      if (draft.load_ohm !== undefined) return false;
      draft.load_ohm = oneOrTwo(term);
      return true;
    case 'Hz': {
      const frequencies = oneOrTwo(term);
      if (isBandwidth(tokens, term)) {
        draft.bandwidth_hz = typeof frequencies === 'number' ? [null, frequencies] : frequencies;
        return true;
      }
      if (draft.freq_hz !== undefined) return false;
      draft.freq_hz = frequencies;
      return true;
    }
    case '%':
      if (
        draft.quantity !== 'output_power' &&
        draft.quantity !== 'max_output_voltage' &&
        draft.quantity !== 'max_output_current'
      )
        return false;
      if (draft.condition !== undefined) return false;
      draft.condition =
        nearestDistortion(term, topics) === 'thd'
          ? { thd_pct_max: valueOf(amount) }
          : { thd_n_pct_max: valueOf(amount) };
      return true;
    case 'W':
      if (rule.levelAt === undefined || draft.level !== undefined) return false;
      draft.level = { value: valueOf(amount), unit: 'W', at: 'output' };
      return true;
    case 'dB':
      if (draft.quantity === 'gain' || keyAt(tokens, term.last + 1) !== 'gain') return false;
      draft.gain = valueOf(amount);
      return true;
    default: {
      const volts = term.amounts.length === 1 ? voltsRmsOf(valueOf(amount), amount.unit) : null;
      if (volts === null) return false;
      if (INPUT_WORDS.has(keyAt(tokens, term.last + 1))) {
        draft.input_level = { value: volts, unit: 'V' };
        return true;
      }
      if (rule.levelAt === undefined || draft.level !== undefined) return false;
      draft.level = { value: volts, unit: 'V', at: rule.levelAt };
      return true;
    }
  }
}

function nearestDistortion(term: Term, topics: readonly Found<Topic>[]): 'thd' | 'thd_n' | null {
  let nearest: 'thd' | 'thd_n' | null = null;
  let distance = Infinity;
  for (const { meaning, first, last } of topics) {
    if (meaning !== 'thd' && meaning !== 'thd_n') continue;
    const apart = last < term.start ? term.start - last : first - term.last;
    if (apart < distance) [nearest, distance] = [meaning, apart];
  }
  return nearest;
}
