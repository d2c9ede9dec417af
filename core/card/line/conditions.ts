import type { Quantity } from '../claim.ts';
import { magnitudeOf, valueOf } from './amounts.ts';
import type { LineSpec } from './lineSpec.ts';
import type { Found } from './phrases.ts';
import { voltsRmsOf } from './quantityRules.ts';
import type { QuantityRule } from './quantityRules.ts';
import { keyAt } from './reading.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';
import type { Topic } from './topicPhrases.ts';

/** A specification while it is put together. */
export type Draft = { -readonly [Field in keyof LineSpec]: LineSpec[Field] };

const BANDWIDTH_WORDS = new Set(['bandwidth', 'bw', 'bandbreite', 'measurement', 'filter', 'lpf', 'lowpass', 'aes']);
const INPUT_WORDS = new Set(['input', 'in', 'eingang']);
const OUTPUT_WORDS = new Set(['output', 'out', 'ausgang']);
/** Their range of frequencies is the band they are summed over, not a range of tones. */
const SUMMED_OVER_BAND = new Set<Quantity | null>(['noise', 'snr', 'dynamic_range', 'sinad']);
/** What a distortion limit can be a condition of. */
const LIMITED_BY_DISTORTION = new Set<Quantity | null>([
  'output_power',
  'max_output_voltage',
  'max_output_current',
  'max_input_level',
  'input_sensitivity',
  'max_input_power',
]);

/** One value, or both ends of a range. */
function oneOrTwo(term: Term): number | readonly [number, number] {
  const [low, high] = term.amounts;
  return high === undefined ? magnitudeOf(low) : [magnitudeOf(low), magnitudeOf(high)];
}

function isBandwidth(tokens: readonly Token[], term: Term): boolean {
  return BANDWIDTH_WORDS.has(keyAt(tokens, term.last + 1)) || BANDWIDTH_WORDS.has(keyAt(tokens, term.start - 1));
}

function applyFrequency(draft: Draft, tokens: readonly Token[], term: Term): boolean {
  const stated = oneOrTwo(term);
  const asBand = typeof stated === 'number' ? ([null, stated] as const) : stated;
  const ofTone = draft.freq_hz;
  const hasResidual = draft.quantity === 'thd' || draft.quantity === 'thd_n';
  const isBand =
    isBandwidth(tokens, term) ||
    (typeof stated !== 'number' &&
      (SUMMED_OVER_BAND.has(draft.quantity) || (hasResidual && typeof ofTone === 'number')));
  if (isBand) {
    if (draft.bandwidth_hz !== undefined) return false;
    draft.bandwidth_hz = asBand;
    return true;
  }
  if (
    hasResidual &&
    ofTone !== undefined &&
    typeof ofTone !== 'number' &&
    typeof stated === 'number' &&
    !draft.bandwidth_hz
  ) {
    // `20 Hz - 20 kHz, 1 kHz`: beside a single tone, the range is the band.
    [draft.bandwidth_hz, draft.freq_hz] = [ofTone, stated];
    return true;
  }
  if (ofTone !== undefined) return false;
  draft.freq_hz = stated;
  return true;
}

function applyLevel(draft: Draft, rule: QuantityRule, tokens: readonly Token[], term: Term): boolean {
  const [amount] = term.amounts;
  const after = keyAt(tokens, term.last + 1);
  const value = valueOf(amount);
  if (amount.unit === 'dBFS') {
    const drivesConverter = rule.levelAt !== undefined || draft.quantity === 'max_output_voltage';
    if (draft.level !== undefined || !drivesConverter) return false;
    draft.level = { value, unit: 'dBFS' };
    return true;
  }
  const volts = term.amounts.length === 1 ? voltsRmsOf(value, amount.unit) : null;
  if (volts === null) return false;
  if (INPUT_WORDS.has(after) && rule.levelAt !== 'input') {
    if (draft.input_level !== undefined) return false;
    draft.input_level = { value: volts, unit: 'V' };
    return true;
  }
  if (rule.levelAt === undefined || draft.level !== undefined) return false;
  if (amount.unit === 'dBu' || amount.unit === 'dBV') {
    // A line level in decibels may be the input's or the output's: `at` only where it is said.
    const at = rule.levelAt === 'output' && !OUTPUT_WORDS.has(after) ? {} : { at: rule.levelAt };
    draft.level = { value, unit: amount.unit, ...at };
  } else draft.level = { value: volts, unit: 'V', at: rule.levelAt };
  return true;
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
    case 'Hz':
      return applyFrequency(draft, tokens, term);
    case '%':
      if (!LIMITED_BY_DISTORTION.has(draft.quantity) || draft.condition !== undefined) return false;
      draft.condition =
        nearestDistortion(term, topics) === 'thd'
          ? { thd_pct_max: valueOf(amount) }
          : { thd_n_pct_max: valueOf(amount) };
      return true;
    case 'W':
      if (rule.levelAt === undefined || draft.level !== undefined) return false;
      draft.level = { value: valueOf(amount), unit: 'W', at: rule.levelAt };
      return true;
    case 'dB':
      if (draft.quantity === 'gain' || keyAt(tokens, term.last + 1) !== 'gain') return false;
      draft.gain = valueOf(amount);
      return true;
    default:
      return applyLevel(draft, rule, tokens, term);
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
