import { mendText } from '../mendText.ts';
import { buildPhraseTable, findPhrases } from './phrases.ts';
import { tokenize } from './tokenize.ts';
import { TOPIC_PHRASES } from './topicPhrases.ts';
import { GAIN_SETTING_PHRASES } from './vocabulary.ts';
import { HEADING_WORDS, PLACE_PHRASES } from './socketPhrases.ts';

const TOPICS = buildPhraseTable(TOPIC_PHRASES);
const SOCKETS = buildPhraseTable<unknown>([...PLACE_PHRASES, ...GAIN_SETTING_PHRASES]);

/** Whether a text names something a specification is about. */
export function namesQuantity(text: string): boolean {
  return findPhrases(tokenize(mendText(text).text), TOPICS).some((found) => found.meaning !== 'power_or_voltage');
}

/** Whether a text is nothing but the name of a socket or gain setting: `Balanced output (4.4 mm)`, not `Fully balanced design`. */
export function namesOnlySocket(text: string): boolean {
  const tokens = tokenize(mendText(text).text);
  const sockets = findPhrases(tokens, SOCKETS);
  if (sockets.length === 0) return false;
  const within = (at: number): boolean => sockets.some((found) => at >= found.first && at <= found.last);
  return tokens.every((token, at) => token.kind === 'symbol' || within(at) || HEADING_WORDS.has(token.key));
}
