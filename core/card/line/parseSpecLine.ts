import { mendText } from '../mendText.ts';
import { magnitudeOf, readAmounts } from './amounts.ts';
import type { Draft } from './conditions.ts';
import { decimalFromWritten } from './decimalNumber.ts';
import { readFrequencyResponse } from './frequencyResponse.ts';
import { inferTopic } from './inferTopic.ts';
import type { LineQuantity, LineReading } from './lineSpec.ts';
import { markLine } from './marks.ts';
import type { LineMarks } from './marks.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { readBody, readValues } from './readValues.ts';
import { cutSegments } from './segments.ts';
import type { Segment } from './segments.ts';
import { bindTerms, isDecibelUnit } from './terms.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokenize.ts';
import { GERMAN_WORDS } from './vocabulary.ts';

/** A specification line is some hundred characters; longer text is prose or data, and reading it would be guessing. */
const LINE_LIMIT = 2000;

/** More decibels than lie between any two levels of audio; beyond some thousand, volts would overflow. */
const DECIBEL_LIMIT = 300;

/**
 * Reads one line of a published specification: `Output Power into 20 ohms 3500 mW`. What it states comes back in volts, watts,
 * ohms, hertz, decibels (percent stays percent); what had to be assumed, and what could not be read, comes back as warnings.
 * A number is never guessed: each in `specs` stands in the text, up to the scale of its unit.
 * @param text one line; broken characters are mended first
 * @param context.label the line's label when it stands apart from the text
 */
export function parseSpecLine(text: string, context: { readonly label?: string } = {}): LineReading {
  const whole = context.label === undefined ? text : `${context.label} ${text}`;
  if (whole.length > LINE_LIMIT) {
    return { specs: [], warnings: [`the line is ${whole.length} characters long, more than ${LINE_LIMIT}: not read`] };
  }
  const mended = mendText(whole);
  const tokens = tokenize(mended.text);
  const warnings = new Set(mended.repairs);
  const marks = markLine(tokens);
  const german = tokens.some((token) => GERMAN_WORDS.has(token.key));
  const amounts = readAmounts(tokens, marks.comparators, german).filter((amount) => {
    const possible = !isDecibelUnit(amount.unit) || magnitudeOf(amount) <= DECIBEL_LIMIT;
    if (!possible) warnings.add(`not read: ${amount.digits} ${amount.unit ?? ''} is no level of audio`);
    return possible;
  });
  const bound = bindTerms(tokens, amounts);
  for (const warning of bound.warnings) warnings.add(warning);
  for (const { kind, text: written } of tokens) {
    if (kind !== 'number') continue;
    const decimal = decimalFromWritten(written, german);
    if (decimal === null) warnings.add(`not read: "${written}" is no number that can be read in one way`);
    else if (german && written.includes('.') && !decimal.includes('.')) {
      warnings.add(`German number style: ${written} is ${decimal}`);
    }
  }
  const drafts = cutSegments(tokens, marks.topics, bound.terms).flatMap((segment) =>
    readSegment(segment, tokens, marks, warnings),
  );
  if (drafts.length === 0) warnings.add(nothingRead(mended.text, marks));
  for (const warning of missingConditions(drafts)) warnings.add(warning);
  return { specs: drafts, warnings: [...warnings] };
}

function readSegment(segment: Segment, tokens: readonly Token[], marks: LineMarks, warnings: Set<string>): Draft[] {
  const { topic } = segment;
  if (topic === 'other') return [];
  const reading = { segment, tokens, marks, warnings };
  if (topic === 'frequency_response')
    return readFrequencyResponse(segment, tokens, marks.topics, marks.shared, warnings);
  if (topic === 'dimensions' || topic === 'weight' || topic === 'power_consumption') return readBody(reading, topic);
  if (topic !== null) {
    const quantity: LineQuantity = topic === 'power_or_voltage' ? 'output_power' : topic;
    const drafts = readValues(reading, quantity);
    if (
      topic === 'output_power' &&
      drafts.length > 0 &&
      drafts.every((draft) => draft.quantity === 'max_output_voltage')
    ) {
      warnings.add('labelled power, but the values are volts');
    }
    if (drafts.length > 0 || topic !== 'power_or_voltage') return drafts;
  }
  const inferred = inferTopic(segment.terms, marks);
  if (inferred === null) return [];
  if (inferred.warning !== null) warnings.add(inferred.warning);
  if (inferred.quantity === 'frequency_response')
    return readFrequencyResponse(segment, tokens, marks.topics, marks.shared, warnings);
  if (inferred.quantity !== null) return readValues(reading, inferred.quantity);
  // Read by the rule of distortion, then left without a name: the unit fits, the label is elsewhere.
  return readValues(reading, 'thd_n').map((draft) => ({ ...draft, quantity: null }));
}

function nothingRead(text: string, marks: LineMarks): string {
  if (text === '') return 'the line is empty';
  const named = marks.topics.at(0)?.meaning === 'other' ? undefined : marks.topics.at(0);
  if (named !== undefined) return `${named.meaning.replaceAll('_', ' ')} is named, but no number with a fitting unit`;
  return marks.topics.length > 0 ? 'not a claim this reader knows' : 'no quantity is named that this reader knows';
}

/** What a careful reader misses: conditions that change the result and are not stated. */
function* missingConditions(drafts: readonly Draft[]): Generator<string> {
  const powers = drafts.filter((draft) => draft.quantity === 'output_power');
  if (powers.some((draft) => draft.condition === undefined)) yield 'no THD condition stated';
  if (powers.length > 0 && powers.every((draft) => draft.per_channel === undefined)) yield 'channels driven not stated';
  if (powers.some((draft) => draft.load_ohm === undefined)) yield 'load not stated';
  for (const draft of drafts) {
    if (
      draft.quantity === null ||
      QUANTITY_RULES[draft.quantity].levelAt !== 'output' ||
      draft.quantity === 'channel_separation'
    )
      continue;
    const missing = [
      draft.freq_hz === undefined ? 'frequency' : null,
      draft.load_ohm === undefined ? 'load' : null,
      draft.level === undefined ? 'level' : null,
      draft.bandwidth_hz === undefined ? 'bandwidth' : null,
    ].filter((each) => each !== null);
    if (missing.length > 0) yield `not stated: ${missing.join(', ')}`;
  }
}
