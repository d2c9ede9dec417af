import { mendText } from '../mendText.ts';
import { magnitudeOf, readAmounts } from './amounts.ts';
import { withoutAsides } from './asides.ts';
import { readBody, readDampingFactor } from './bodyValues.ts';
import type { Draft } from './conditions.ts';
import { contextMarks, fillFromSection } from './context.ts';
import { decimalFromWritten } from './decimalNumber.ts';
import { readFrequencyResponse } from './frequencyResponse.ts';
import { inferTopic } from './inferTopic.ts';
import type { LineContext, LineReading } from './lineSpec.ts';
import { markLine } from './marks.ts';
import { readValues } from './readValues.ts';
import type { Reading } from './reading.ts';
import { markBuildOutOutputs } from './buildOutOutputs.ts';
import { missingConditions, nothingRead } from './remarks.ts';
import { cutSegments } from './segments.ts';
import { readSensitivity } from './sensitivity.ts';
import { bindTerms, isDecibelUnit } from './terms.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokenize.ts';
import { GERMAN_WORDS } from './germanWords.ts';

/** A specification line is some hundred characters; longer text is prose or data, and reading it would be guessing. */
const LINE_LIMIT = 2000;

/** More decibels than lie between any two levels of audio; beyond some thousand, volts would overflow. */
const DECIBEL_LIMIT = 300;

/**
 * Reads one line of a published specification: `Output Power into 20 ohms 3500 mW`. What it states comes back in volts, watts,
 * ohms, hertz, decibels (percent stays percent); what had to be assumed, and what could not be read, comes back as warnings.
 * A number is never guessed: each in `specs` stands in the text, up to the scale of its unit.
 * @param text one line; broken characters are mended first
 */
export function parseSpecLine(text: string, context: LineContext = {}): LineReading {
  const whole = context.label === undefined ? text : `${context.label} ${text}`;
  if (whole.length > LINE_LIMIT) {
    return { specs: [], warnings: [`the line is ${whole.length} characters long, more than ${LINE_LIMIT}: not read`] };
  }
  const mended = mendText(whole);
  const tokens = tokenize(mended.text);
  const warnings = new Set(mended.repairs);
  const marks = markLine(tokens);
  const german = tokens.some((token) => GERMAN_WORDS.has(token.key));
  // In a size, `3.5 mm` is a length and no socket.
  const sockets = marks.topics.some((found) => found.meaning === 'dimensions') ? [] : marks.places;
  const names = [...sockets, ...marks.methods];
  const isName = (at: number): boolean => names.some((found) => at >= found.first && at <= found.last);
  const amounts = readAmounts(tokens, marks.comparators, german, isName).filter((amount) => {
    const possible = !isDecibelUnit(amount.unit) || magnitudeOf(amount) <= DECIBEL_LIMIT;
    if (!possible) warnings.add(`not read: ${amount.digits} ${amount.unit ?? ''} is no level of audio`);
    return possible;
  });
  const bound = bindTerms(
    tokens,
    amounts,
    marks.topics.some((found) => found.meaning === 'sample_rates'),
  );
  for (const warning of bound.warnings) warnings.add(warning);
  for (const warning of numberRemarks(tokens, german)) warnings.add(warning);
  const drafts = cutSegments(tokens, marks.topics, bound.terms).flatMap((segment) =>
    readSegment({ segment, tokens, marks, warnings }),
  );
  markBuildOutOutputs(drafts, warnings);
  if (context.section !== undefined) fillFromSection(drafts, contextMarks(context.section));
  if (drafts.length === 0) warnings.add(nothingRead(tokens, marks, bound.terms));
  for (const warning of missingConditions(drafts)) warnings.add(warning);
  return { specs: drafts, warnings: [...warnings] };
}

function* numberRemarks(tokens: readonly Token[], german: boolean): Generator<string> {
  for (const { kind, text: written } of tokens) {
    if (kind !== 'number') continue;
    const decimal = decimalFromWritten(written, german);
    if (decimal === null) yield `not read: "${written}" is no number that can be read in one way`;
    else if (german && written.includes('.') && !decimal.includes('.')) {
      yield `German number style: ${written} is ${decimal}`;
    }
  }
}

function readSegment(whole: Reading): Draft[] {
  const { topic } = whole.segment;
  if (topic === 'other') return [];
  const reading = withoutAsides(whole);
  const { segment, marks, warnings } = reading;
  switch (topic) {
    case 'frequency_response':
      return readFrequencyResponse(reading);
    case 'dimensions':
    case 'weight':
    case 'power_consumption':
      return readBody(reading, topic);
    case 'damping_factor':
      return readDampingFactor(reading);
    case 'sensitivity': {
      const drafts = readSensitivity(reading);
      return drafts.length > 0 ? drafts : readValues(reading, 'input_sensitivity');
    }
    case null:
      break;
    default: {
      const drafts = readValues(reading, topic === 'power_or_voltage' ? 'output_power' : topic);
      const allVolts = drafts.length > 0 && drafts.every((draft) => draft.quantity === 'max_output_voltage');
      if (topic === 'output_power' && allVolts) warnings.add('labelled power, but the values are volts');
      if (drafts.length > 0 || topic !== 'power_or_voltage') return drafts;
    }
  }
  const inferred = inferTopic(segment.terms, marks);
  if (inferred === null) return [];
  if (inferred.warning !== null) warnings.add(inferred.warning);
  if (inferred.quantity === 'frequency_response') return readFrequencyResponse(reading);
  if (inferred.quantity !== null) return readValues(reading, inferred.quantity);
  // Read by the rule of distortion, then left without a name: the unit fits, the label is elsewhere.
  return readValues(reading, 'thd_n').map((draft) => ({ ...draft, quantity: null }));
}
