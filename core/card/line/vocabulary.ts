import type { PhraseRow } from './phrases.ts';
import type { Comparator } from '../claim.ts';

/** `better`: up or down, as the quantity has it. `up to`: a boast of an output, a limit of an input. */
export type ComparatorMeaning = Comparator | 'better' | 'up to';

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
  [
    '<=',
    [
      '<=',
      'at most',
      'no more than',
      'not more than',
      'not exceed',
      'less than or equal to',
      'max . of',
      'höchstens',
      'au plus',
    ],
  ],
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
  [
    '>=',
    [
      '>=',
      'at least',
      'no less than',
      'not less than',
      'greater than or equal to',
      'equal to or greater than',
      'minimum of',
      'min .',
      'mindestens',
      'au moins',
    ],
  ],
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
  ['better', ['better than', 'besser als', 'mieux que']],
  ['up to', ['up to', 'bis zu', "jusqu ' à"]],
];

/** After the number. `max` alone limits a quantity whose small values are the good ones; others it only names. */
export const SUFFIX_COMPARATORS: readonly PhraseRow<Comparator | 'max'>[] = [
  ['>=', ['or higher', 'or more', 'or greater', 'or better', 'minimum', 'min', 'min .', 'and up', 'and above']],
  ['<=', ['or less', 'or lower', 'or below']],
  ['max', ['max', 'max .', 'maximum']],
  ['~', ['typical', 'typ', 'typ .', 'nominal']],
];

export const WEIGHTING_PHRASES: readonly PhraseRow<string>[] = [
  [
    'A',
    [
      'a weighted',
      'a weighting',
      'a weight',
      'a weigted',
      'a wtd',
      'a wt',
      'awtd',
      'aweighted',
      'db ( a )',
      'dbu ( a )',
      'dbv ( a )',
      'dbr ( a )',
      '( a )',
      ', a )',
      'a bewertet',
      'iec a',
      'ihf a',
      'a ihf',
      'pondéré a',
      'pondération a',
    ],
  ],
  [
    'unweighted',
    ['unweighted', 'un weighted', 'unwtd', 'no weighting', 'flat', 'linear weighting', 'unbewertet', 'z weighted'],
  ],
  ['CCIR', ['ccir weighted', 'itu r 468', 'ccir 468', 'ccir arm']],
];

export const PER_CHANNEL_PHRASES: readonly PhraseRow<true>[] = [
  [
    true,
    [
      'per channel',
      'per kanal',
      'je kanal',
      'both channels driven',
      'stereo , both driven',
      '/ channel',
      '/ ch',
      'per ch',
      'each channel',
      'pro kanal',
      'par canal',
      'wpc',
    ],
  ],
];

/** A condition behind one of these holds for every number of the line before it. */
export const SHARED_PHRASES: readonly PhraseRow<true>[] = [
  [true, ['all', 'both', 'all at', 'both at', 'each at', 'jeweils']],
];

export const METHOD_PHRASES: readonly PhraseRow<string>[] = [
  ['CCIF', ['ccif', 'ccir', 'itu r', '19 + 20 khz', '19 khz + 20 khz', '19 / 20 khz']],
  ['SMPTE', ['smpte', '60 hz / 7 khz', '60 hz + 7 khz', '60 hz and 7 khz', 'smpte 4 : 1', 'smpte 1 : 1']],
  ['DIM', ['dim', 'dim 30', 'dim 100']],
  ['DIN', ['din', '250 hz / 8 khz', '250 hz + 8 khz', '250 hz and 8 khz']],
  ['AES', ['aes 17', 'aes17', 'imd aes', 'aes imd', 'imd ( aes )', '18 khz + 20 khz', '18 + 20 khz']],
];

export const GAIN_SETTING_PHRASES: readonly PhraseRow<string>[] = [
  ['high', ['g = h', 'gain = high', 'gain = h', 'high gain']],
  ['mid', ['g = m', 'gain = mid', 'gain = m', 'mid gain', 'medium gain']],
  ['low', ['g = l', 'gain = low', 'gain = l', 'low gain']],
];

/** What a setting is called in a line about gain. */
export const GAIN_NAME_PHRASES: readonly PhraseRow<string>[] = [
  ['high', ['high', 'hi', 'high gain', 'hoch', 'H', 'gain = h', 'g = h']],
  ['mid', ['mid', 'medium', 'middle', 'mittel', 'M', 'gain = m', 'g = m', 'mid gain', 'medium gain']],
  ['low', ['low', 'lo', 'low gain', 'niedrig', 'L', 'gain = l', 'g = l']],
  ['normal', ['normal', 'norm']],
  ['turbo', ['turbo', 'ultra', 'super high']],
];

/** A level stated in words instead of a number. */
export const FULL_SCALE_PHRASES: readonly PhraseRow<true>[] = [
  [true, ['full output level', 'full scale', 'full output', 'vollaussteuerung', 'maximum level', 'full level']],
];

/** Words that make a bracketed number a case of its own: `(-3 dBu with volume at +2.5 dB)`. */
export const ASIDE_WORDS: ReadonlySet<string> = new Set(['with', 'when', 'if', 'bei', 'mit', 'wenn', 'avec']);
