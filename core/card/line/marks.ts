import { readUnit } from '../../units/siValue.ts';
import type { ReadUnit } from '../../units/siValue.ts';
import { TOPIC_PHRASES } from './topicPhrases.ts';
import type { Topic } from './topicPhrases.ts';
import { mergePlaces } from './places.ts';
import { buildPhraseTable, findPhrases, phraseStarts } from './phrases.ts';
import type { Found } from './phrases.ts';
import type { Token } from './tokenize.ts';
import {
  COMPARATOR_PHRASES,
  FULL_SCALE_PHRASES,
  GAIN_NAME_PHRASES,
  GAIN_SETTING_PHRASES,
  METHOD_PHRASES,
  PER_CHANNEL_PHRASES,
  SHARED_PHRASES,
  SUFFIX_COMPARATORS,
  WEIGHTING_PHRASES,
} from './vocabulary.ts';
import { PLACE_PHRASES } from './socketPhrases.ts';
import type { ComparatorMeaning } from './vocabulary.ts';
import type { PlaceMeaning } from './socketPhrases.ts';

const TOPICS = buildPhraseTable(TOPIC_PHRASES);
const COMPARATORS = buildPhraseTable(COMPARATOR_PHRASES);
const SUFFIXES = buildPhraseTable(SUFFIX_COMPARATORS);
const PLACES = buildPhraseTable(PLACE_PHRASES);
const WEIGHTINGS = buildPhraseTable(WEIGHTING_PHRASES);
const PER_CHANNEL = buildPhraseTable(PER_CHANNEL_PHRASES);
const SHARED = buildPhraseTable(SHARED_PHRASES);
const METHODS = buildPhraseTable(METHOD_PHRASES);
const GAIN_SETTINGS = buildPhraseTable(GAIN_SETTING_PHRASES);
const GAIN_NAMES = buildPhraseTable(GAIN_NAME_PHRASES);
const FULL_SCALE = buildPhraseTable(FULL_SCALE_PHRASES);

const FIRST_WORDS: ReadonlySet<string> = new Set(
  [
    TOPICS,
    COMPARATORS,
    SUFFIXES,
    PLACES,
    WEIGHTINGS,
    PER_CHANNEL,
    SHARED,
    METHODS,
    GAIN_SETTINGS,
    GAIN_NAMES,
    FULL_SCALE,
  ].flatMap((table) => [...table.keys()]),
);

/** Everything of a line that is words with a meaning, by token index. */
export interface LineMarks {
  readonly topics: readonly Found<Topic>[];
  readonly comparators: readonly Found<ComparatorMeaning>[];
  readonly suffixes: readonly Found<(typeof SUFFIX_COMPARATORS)[number][0]>[];
  readonly places: readonly Found<PlaceMeaning>[];
  readonly weightings: readonly Found<string>[];
  readonly perChannel: readonly Found<true>[];
  readonly shared: readonly Found<true>[];
  readonly methods: readonly Found<string>[];
  readonly gainSettings: readonly Found<string>[];
  /** Names of gain settings, which mean one only in a line about gain. */
  readonly gainNames: readonly Found<string>[];
  readonly fullScale: readonly Found<true>[];
  /** Units that stand alone in brackets: `(Watts)`. */
  readonly labelUnits: readonly { readonly at: number; readonly unit: ReadUnit }[];
}

export function markLine(tokens: readonly Token[]): LineMarks {
  const starts = phraseStarts(tokens, FIRST_WORDS);
  const weightings = findPhrases(tokens, WEIGHTINGS, starts);
  const taken = (index: number): boolean => weightings.some((found) => index >= found.first && index <= found.last);
  const topics = findPhrases(tokens, TOPICS, starts, taken);
  const labelUnits = tokens.flatMap((token, at) => {
    const open = tokens[at - 1]?.key;
    const after = tokens.slice(at + 1, at + 3).map((each) => each.key);
    const closed = after[0] === ')' || after[0] === ']' || (after[0] === '.' && (after[1] === ')' || after[1] === ']'));
    const unit = (open === '(' || open === '[') && closed ? readUnit(token.text) : null;
    // `dB(A)` is a weighting, not amperes.
    return unit === null || taken(at) ? [] : [{ at, unit }];
  });
  return {
    topics,
    comparators: findPhrases(tokens, COMPARATORS, starts),
    suffixes: findPhrases(tokens, SUFFIXES, starts),
    places: mergePlaces(tokens, findPhrases(tokens, PLACES, starts)),
    weightings,
    perChannel: findPhrases(tokens, PER_CHANNEL, starts),
    shared: findPhrases(tokens, SHARED, starts),
    methods: findPhrases(tokens, METHODS, starts),
    gainSettings: findPhrases(tokens, GAIN_SETTINGS, starts),
    gainNames: findPhrases(tokens, GAIN_NAMES, starts),
    fullScale: findPhrases(tokens, FULL_SCALE, starts),
    labelUnits,
  };
}
