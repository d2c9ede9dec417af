import type { Draft } from './conditions.ts';
import { isDistortion } from './fillValue.ts';
import type { LineMarks } from './marks.ts';
import { writtenTerm } from './reading.ts';
import { unitsOf } from './segments.ts';
import type { Term } from './terms.ts';
import type { Token } from './tokenize.ts';

/** Why a line gave no specification, in words. */
export function nothingRead(tokens: readonly Token[], marks: LineMarks, terms: readonly Term[]): string {
  if (tokens.length === 0) return 'the line is empty';
  const topic = marks.topics.at(0);
  if (topic === undefined) return 'no quantity is named that this reader knows';
  if (topic.meaning === 'other') return 'not a claim this reader knows';
  const name = topic.meaning.replaceAll('_', ' ');
  const number = terms.at(0);
  if (number === undefined || number.amounts[0].unit === null)
    return `${name} is named, but no number with a fitting unit`;
  const units = unitsOf(topic.meaning);
  const wanted =
    units.length === 0 ? '' : `, which is stated in ${units.map((unit) => (unit === 'ohm' ? 'Ω' : unit)).join(' or ')}`;
  return `${name} is named, but no number with a fitting unit: "${writtenTerm(tokens, number)}" is none${wanted}`;
}

/** What a careful reader misses: conditions that change the result and are not stated. */
export function* missingConditions(drafts: readonly Draft[]): Generator<string> {
  const powers = drafts.filter((draft) => draft.quantity === 'output_power');
  if (powers.some((draft) => draft.condition === undefined)) yield 'no THD condition stated';
  if (powers.length > 0 && powers.every((draft) => draft.per_channel === undefined)) yield 'channels driven not stated';
  if (powers.some((draft) => draft.load_ohm === undefined)) yield 'load not stated';
  for (const draft of drafts) {
    if (!isDistortion(draft.quantity)) continue;
    const missing = [
      draft.freq_hz === undefined ? 'frequency' : null,
      draft.load_ohm === undefined ? 'load' : null,
      draft.level === undefined ? 'level' : null,
      draft.bandwidth_hz === undefined ? 'bandwidth' : null,
    ].filter((each) => each !== null);
    if (missing.length > 0) yield `not stated: ${missing.join(', ')}`;
  }
}
