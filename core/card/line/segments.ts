import type { WrittenUnit } from '../../units/siValue.ts';
import type { Found } from './phrases.ts';
import { QUANTITY_RULES, VOLTAGE_UNITS } from './quantityRules.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';
import type { Topic } from './topicPhrases.ts';

/** A stretch of a line that is about one thing. */
export interface Segment {
  readonly topic: Topic | null;
  /** Tokens from `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  readonly terms: readonly Term[];
}

export function unitsOf(topic: Topic): readonly WrittenUnit[] {
  if (topic === 'other') return [];
  return topic === 'power_or_voltage' ? ['W', ...VOLTAGE_UNITS] : QUANTITY_RULES[topic].units;
}

export const isOutputTopic = (topic: Topic | null): boolean =>
  topic === 'output_power' || topic === 'max_output_voltage' || topic === 'power_or_voltage';

const isDistortion = (topic: Topic): boolean => topic === 'thd' || topic === 'thd_n';

function parenthesisDepths(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.map((token) => {
    if (token.key === '(' || token.key === '[') depth += 1;
    else if ((token.key === ')' || token.key === ']') && depth > 0) depth -= 1;
    return depth;
  });
}

function canBeValue(topic: Topic, term: Term): boolean {
  const { unit } = term.amounts[0];
  if (topic === 'frequency_response') return term.amounts.length === 2 && unit === 'Hz';
  return unit !== null && unitsOf(topic).includes(unit);
}

/** `1.5 W into 33 Ω, output impedance ...`: what stands before the first name is a power with its load. */
function isUnnamedPower(terms: readonly Term[]): boolean {
  const units = terms.map((term) => term.amounts[0].unit);
  return units.includes('W') && units.includes('ohm');
}

/** A distortion named beside a power is the power's condition, and `output` or `bandwidth` inside a condition is no new topic. */
function opensSegment(
  topic: Found<Topic>,
  next: Term | undefined,
  current: Topic,
  hasValue: boolean,
  tokens: readonly Token[],
): boolean {
  if (topic.meaning === 'power_or_voltage' || next === undefined || topic.meaning === current) return false;
  if (hasValue && isDistortion(topic.meaning) && isOutputTopic(current) && tokens[topic.first - 1]?.key !== ';')
    return false;
  return topic.meaning === 'other' || canBeValue(topic.meaning, next);
}

/** Cuts a line where it begins to speak of something else. */
export function cutSegments(
  tokens: readonly Token[],
  topics: readonly Found<Topic>[],
  terms: readonly Term[],
): Segment[] {
  const depths = parenthesisDepths(tokens);
  const segments: Segment[] = [];
  let from = 0;
  let topic: Topic | null = null;
  const inside = (start: number, end: number): Term[] =>
    terms.filter((term) => term.start >= start && term.start < end);
  for (const [index, found] of topics.entries()) {
    const before = inside(from, found.first);
    if (topic === null) {
      // `... 1 kHz, 0 dB gain` at the end is a condition of what came before.
      if (found.meaning === 'gain' && before.length > 1) continue;
      const nextTerm = inside(found.last, topics[index + 1]?.first ?? tokens.length).at(0);
      if (
        isUnnamedPower(before) &&
        nextTerm !== undefined &&
        !isOutputTopic(found.meaning) &&
        !isDistortion(found.meaning)
      ) {
        segments.push({ topic: null, from, to: found.first, terms: before });
        from = found.first;
        topic = found.meaning;
        continue;
      }
      // `3500mW into 32 ohms, at < 1 % THD`: the watts say what it is.
      const powerAlready = isDistortion(found.meaning) && before.some((term) => term.amounts[0].unit === 'W');
      topic = powerAlready ? 'output_power' : found.meaning;
      continue;
    }
    if (depths[found.first] > 0) {
      // `Distortion (THD+N)` says which distortion.
      if (topic === 'thd' && found.meaning === 'thd_n' && before.length === 0) topic = 'thd_n';
      continue;
    }
    const nextTopicAt = topics[index + 1]?.first ?? tokens.length;
    const next = inside(found.last, nextTopicAt)[0];
    const current: Topic = topic;
    const hasValue = before.some((term) => canBeValue(current, term));
    if (!hasValue && (topic === 'power_or_voltage' || opensSegment(found, next, current, hasValue, tokens))) {
      if (topic !== 'other') topic = found.meaning;
    } else if (opensSegment(found, next, current, hasValue, tokens)) {
      segments.push({ topic, from, to: found.first, terms: before });
      from = found.first;
      topic = found.meaning;
    }
  }
  segments.push({ topic, from, to: tokens.length, terms: inside(from, tokens.length) });
  return segments;
}
