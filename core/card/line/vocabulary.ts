import type { Comparator } from '../claim.ts';

/**
 * A phrase and what it means. Words are separated by spaces, in lower case; hyphens between words count as nothing
 * (`signal-to-noise`). A phrase in capitals matches capitals only.
 */
export type PhraseRow<Meaning> = readonly [meaning: Meaning, phrases: readonly string[]];

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
  ['<=', ['<=', 'at most', 'no more than', 'not more than', 'not exceed', 'max . of', 'höchstens']],
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

export interface PlaceMeaning {
  readonly output?: 'balanced' | 'single-ended' | 'unbalanced';
  readonly port?: string;
}

/** Which socket a number is about. */
export const PLACE_PHRASES: readonly PhraseRow<PlaceMeaning>[] = [
  [{ output: 'balanced' }, ['balanced', 'differential', 'bal', 'balanced output', 'symmetrisch', 'symétrique']],
  [
    { output: 'unbalanced' },
    ['unbalanced', 'un balanced', 'unbal', 'unbalanced output', 'unsymmetrisch', 'asymmetrisch', 'asymétrique'],
  ],
  [{ output: 'single-ended' }, ['PO', 'single ended', 'single ended output', 'SE', 'S . E .']],
  [
    { port: 'line' },
    [
      'LO',
      'line out',
      'lineout',
      'line output',
      'line output level',
      'line level output',
      'line outputs',
      'pre out',
      'preout',
    ],
  ],
  [
    { port: 'headphone' },
    [
      'headphone output',
      'headphone outputs',
      'headphones output',
      'headphone output power',
      'headphone output level',
      'headphone output voltage',
      'headphone output impedance',
      'headphone (',
      '( headphone )',
      '( headphones )',
      '( phones )',
      'headphone :',
      'headphones :',
      'headphone out',
      'headphone amplifier',
      'headphone amp',
      'headphone jack',
      'phone output',
      'phone out',
      'phones output',
      'phones out',
      'phones :',
      'kopfhörerausgang',
      'kopfhörer ausgang',
      'HP out',
      'sortie casque',
    ],
  ],
  [{ port: 'RCA' }, ['rca', 'cinch']],
  [{ port: 'XLR' }, ['xlr', '4 pin xlr', '3 pin xlr', '4 pin', '4 pol xlr', '3 pol xlr']],
  [{ port: 'TRS' }, ['trs']],
  [{ port: '6.35 mm' }, ['6.35 mm', '6,35 mm', '6.3 mm', '6,3 mm', '1 / 4 "', '1 / 4 inch', '¼ "', '¼ inch']],
  [{ port: '4.4 mm' }, ['4.4 mm', '4,4 mm', 'pentaconn', '4.4 mm pentaconn']],
  [{ port: '3.5 mm' }, ['3.5 mm', '3,5 mm', '1 / 8 "', '1 / 8 inch']],
  [{ port: '2.5 mm' }, ['2.5 mm', '2,5 mm']],
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
  [
    'SMPTE',
    ['smpte', '60 hz / 7 khz', '60 hz + 7 khz', '60 hz and 7 khz', '250 hz / 8 khz', 'smpte 4 : 1', 'smpte 1 : 1'],
  ],
  ['DIM', ['dim', 'dim 30', 'dim 100']],
  ['DIN', ['din']],
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
  'geräuschspannungsabstand',
  'fremdspannungsabstand',
  'signalrauschabstand',
  'übersprechdämpfung',
  'übertragungsbereich',
  'ausgangspegel',
  'ausgangsstrom',
  'nennleistung',
  'dauerleistung',
  'leistung',
  'maximale',
  'maximaler',
  'stromverbrauch',
  'eingangspegel',
  'grundrauschen',
  'rauschspannung',
  'eigenrauschen',
  'fremdspannung',
  'kopfhörer',
  'belastbarkeit',
  'schalldruckpegel',
  'eingangsempfindlichkeit',
  'verzerrung',
  'verzerrungen',
  'kanalgleichheit',
  'dämpfungsfaktor',
  'abtastrate',
  'abtastraten',
  'nennimpedanz',
  'empfindlichkeit',
  'kennschalldruckpegel',
  'kopfhörerausgang',
  'bewertet',
]);

/** Words that may stand beside a socket's name in a heading. */
export const HEADING_WORDS: ReadonlySet<string> = new Set([
  'output',
  'outputs',
  'out',
  'section',
  'stage',
  'specifications',
  'specification',
  'specs',
  'amplifier',
  'amp',
  'headphone',
  'headphones',
  'phones',
  'jack',
  'mode',
  'gain',
  'analog',
  'analogue',
  'ausgang',
  'ausgänge',
  'kopfhörer',
  'sortie',
  'mm',
]);
