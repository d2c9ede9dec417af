import { INPUT_TOPICS } from './inputTopics.ts';
import { OTHER_TOPICS } from './otherTopics.ts';
import { OUTPUT_TOPICS } from './outputTopics.ts';
import { RESIDUE_TOPICS } from './residueTopics.ts';
import type { Quantity } from '../claim.ts';
import type { PhraseRow } from './phrases.ts';

/** `power_or_voltage`: `Max output`, whose unit says which. `other`: known, and no claim this reader has a rule for. */
export type Topic = Quantity | 'power_or_voltage' | 'other';

/** One meaning and every way of writing it. A new phrase is one more string. */
export type TopicRow = PhraseRow<Topic>;

/** What a line is about. The longest phrase at a place wins, so `intermodulation distortion` is not `distortion`. */
export const TOPIC_PHRASES: readonly TopicRow[] = [
  ...OUTPUT_TOPICS,
  ...RESIDUE_TOPICS,
  ...INPUT_TOPICS,
  ...OTHER_TOPICS,
];
