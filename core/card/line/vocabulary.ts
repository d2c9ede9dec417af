import type { Comparator } from '../claim.ts';

/**
 * A phrase and what it means. Words are separated by spaces, in lower case; hyphens between words count as nothing
 * (`signal-to-noise`). A phrase in capitals matches capitals only.
 */
export type PhraseRow<Meaning> = readonly [meaning: Meaning, phrases: readonly string[]];

/** `better`: up or down, as the quantity has it. */
export type ComparatorMeaning = Comparator | 'better';

export const COMPARATOR_PHRASES: readonly PhraseRow<ComparatorMeaning>[] = [
  [
    '<',
    [
      '<',
      'less than',
      'lower than',
      'below',
      'under',
      'smaller than',
      'weniger als',
      'kleiner als',
      'unter',
      'moins de',
    ],
  ],
  ['<=', ['<=', 'at most', 'up to', 'no more than', 'not more than', 'not exceed', 'max . of', 'bis zu', 'höchstens']],
  [
    '>',
    [
      '>',
      'greater than',
      'more than',
      'higher than',
      'above',
      'over',
      'exceeds',
      'exceeding',
      'in excess of',
      'mehr als',
      'größer als',
      'über',
      'plus de',
    ],
  ],
  ['>=', ['>=', 'at least', 'no less than', 'not less than', 'minimum of', 'min .', 'mindestens']],
  [
    '~',
    [
      '~',
      'near',
      'approximately',
      'approx',
      'approx .',
      'about',
      'around',
      'nominally',
      'typically',
      'typ',
      'typ .',
      'typical',
      'circa',
      'ca',
      'ca .',
      'etwa',
    ],
  ],
  ['=', ['=']],
  ['better', ['better than']],
];

/** After the number. `max` alone limits a quantity whose small values are the good ones; others it only names. */
export const SUFFIX_COMPARATORS: readonly PhraseRow<Comparator | 'max'>[] = [
  ['>=', ['or higher', 'or more', 'or greater', 'or better', 'minimum', 'min', 'min .', 'and up', 'and above']],
  ['<=', ['or less', 'or lower', 'or below']],
  ['max', ['max', 'max .', 'maximum']],
  ['~', ['typical', 'typ', 'typ .', 'nominal']],
];

export interface PlaceMeaning {
  readonly output?: 'balanced' | 'single-ended' | 'unbalanced';
  readonly port?: string;
}

/** Which socket a number is about. */
export const PLACE_PHRASES: readonly PhraseRow<PlaceMeaning>[] = [
  [{ output: 'balanced' }, ['balanced', 'bal', 'balanced output', 'symmetrisch']],
  [{ output: 'unbalanced' }, ['unbalanced', 'unbal', 'unbalanced output', 'unsymmetrisch']],
  [{ output: 'single-ended' }, ['PO', 'single ended', 'SE']],
  [{ port: 'line' }, ['LO', 'line out', 'line output', 'line output level']],
  [{ port: 'headphone' }, ['headphone output', 'headphones output', 'headphone (', 'headphone :', 'headphone out']],
  [{ port: 'RCA' }, ['RCA', 'rca']],
  [{ port: 'XLR' }, ['XLR', 'xlr']],
];

export const WEIGHTING_PHRASES: readonly PhraseRow<string>[] = [
  ['A', ['a weighted', 'a weighting', 'A weight', 'A Weight', 'a wtd', 'awtd', 'db ( a )', 'a bewertet']],
  ['unweighted', ['unweighted', 'un weighted', 'flat']],
  ['CCIR', ['ccir weighted', 'itu r 468', 'ccir 468']],
];

export const PER_CHANNEL_PHRASES: readonly PhraseRow<true>[] = [
  [true, ['per channel', '/ channel', '/ ch', 'per ch', 'each channel', 'pro kanal', 'par canal', 'wpc']],
];

/** A condition behind one of these holds for every number of the line before it. */
export const SHARED_PHRASES: readonly PhraseRow<true>[] = [
  [true, ['all', 'both', 'all at', 'both at', 'each at', 'jeweils']],
];

export const METHOD_PHRASES: readonly PhraseRow<string>[] = [
  ['CCIF', ['ccif']],
  ['SMPTE', ['smpte']],
  ['DIM', ['dim', 'dim 30', 'dim 100']],
  ['DIN', ['din']],
];

export const GAIN_SETTING_PHRASES: readonly PhraseRow<string>[] = [
  ['high', ['g = h', 'gain = high', 'gain = h', 'high gain']],
  ['mid', ['g = m', 'gain = mid', 'gain = m', 'mid gain', 'medium gain']],
  ['low', ['g = l', 'gain = low', 'gain = l', 'low gain']],
];

/** Words that tell German number style (`4.000 mW` is four thousand, `0,5 dB` a half). */
export const GERMAN_WORDS: ReadonlySet<string> = new Set([
  'ausgangsleistung',
  'ausgangsspannung',
  'ausgangsimpedanz',
  'ausgangswiderstand',
  'eingangsimpedanz',
  'frequenzgang',
  'frequenzbereich',
  'klirrfaktor',
  'rauschabstand',
  'störabstand',
  'verstärkung',
  'leistungsaufnahme',
  'abmessungen',
  'gewicht',
  'kanaltrennung',
  'übersprechen',
  'und',
  'bei',
  'bis',
  'mindestens',
  'oder',
  'dynamikumfang',
]);
