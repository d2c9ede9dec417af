import type { Comparator } from '../claim.ts';
import type { LineQuantity } from './lineSpec.ts';

/**
 * A phrase and what it means. Words are separated by spaces, in lower case; hyphens between words count as nothing
 * (`signal-to-noise`). A phrase in capitals matches capitals only.
 */
type PhraseRow<Meaning> = readonly [meaning: Meaning, phrases: readonly string[]];

/** `power_or_voltage`: `Max output`, whose unit says which. `other`: known, and no claim this reader has a rule for. */
export type Topic = LineQuantity | 'power_or_voltage' | 'other';

/** What a line is about. The longest phrase at a place wins, so `intermodulation distortion` is not `distortion`. */
export const TOPIC_PHRASES: readonly PhraseRow<Topic>[] = [
  ['gain', ['gain', 'voltage gain', 'gain settings', 'verstärkung']],
  [
    'frequency_response',
    [
      'frequency response',
      'freq response',
      'freq . response',
      'frequency range',
      'response',
      'bandwidth',
      'frequenzgang',
      'frequenzbereich',
      'réponse en fréquence',
      'bande passante',
    ],
  ],
  [
    'output_power',
    [
      'output power',
      'out power',
      'power output',
      'max power',
      'max . power',
      'maximum power',
      'rated power',
      'peak power',
      'continuous power',
      'ausgangsleistung',
      'maximum output power',
      'max output power',
      'rated output power',
      'power into',
      'power per channel',
      'l + r',
      'headphone power',
      'puissance de sortie',
    ],
  ],
  [
    'power_or_voltage',
    [
      'max output',
      'max . output',
      'maximum output',
      'max continuous output',
      'maximum continuous output',
      'headphone output',
      'output',
    ],
  ],
  [
    'max_output_voltage',
    [
      'output voltage',
      'max output voltage',
      'maximum output voltage',
      'output level',
      'max output level',
      'maximum output level',
      'line output level',
      'headphone output level',
      'output amplitude',
      'output swing',
      'voltage swing',
      'ausgangsspannung',
    ],
  ],
  ['max_output_current', ['output current', 'max output current', 'maximum output current']],
  [
    'thd_n',
    [
      'thd + n',
      'thd + noise',
      'thd & n',
      'thd plus noise',
      'thd and noise',
      'thdn',
      'total harmonic distortion + noise',
      'total harmonic distortion + n',
      'total harmonic distortion plus noise',
      'total harmonic distortion and noise',
      'total harmonic distortion & noise',
      'distortion + noise',
      'distortion and noise',
      'klirrfaktor + rauschen',
    ],
  ],
  ['thd', ['thd', 'total harmonic distortion', 'harmonic distortion', 'distortion', 'klirrfaktor', 'klirr']],
  ['imd', ['imd', 'intermodulation', 'intermodulation distortion', 'intermod', 'smpte imd', 'ccif imd']],
  [
    'snr',
    [
      'snr',
      's / n',
      's / n ratio',
      'signal to noise',
      'signal to noise ratio',
      'signal / noise',
      'signal / noise ratio',
      'signal noise ratio',
      'rauschabstand',
      'störabstand',
    ],
  ],
  ['dynamic_range', ['dynamic range', 'dynamik', 'dynamikumfang', 'dnr']],
  [
    'noise',
    [
      'noise',
      'noise floor',
      'bottom noise',
      'output noise',
      'residual noise',
      'idle noise',
      'noise level',
      'output noise floor',
      'noise voltage',
      'rauschen',
    ],
  ],
  [
    'input_impedance',
    ['input impedance', 'input resistance', 'impedance , input', 'eingangsimpedanz', "impédance d ' entrée"],
  ],
  [
    'output_impedance',
    [
      'output impedance',
      'out impedance',
      'output resistance',
      'source impedance',
      'headphone output impedance',
      'impedance , output',
      'ausgangsimpedanz',
      'ausgangswiderstand',
      'impédance de sortie',
    ],
  ],
  [
    'load_impedance',
    [
      'load impedance',
      'headphone impedance',
      'adaptive impedance',
      'recommended impedance',
      'recommended headphone impedance',
      'recommended load',
      'suitable headphone impedance',
      'supported headphone impedance',
      'headphone load impedance',
      'compatible impedance',
      'impedance range',
      'driving impedance',
    ],
  ],
  ['nominal_impedance', ['impedance', 'nominal impedance', 'rated impedance', 'impedanz']],
  [
    'channel_separation',
    [
      'crosstalk',
      'channel separation',
      'stereo separation',
      'separation',
      'stereo crosstalk',
      'kanaltrennung',
      'übersprechen',
    ],
  ],
  [
    'channel_balance',
    ['channel balance', 'channel imbalance', 'channel matching', 'channel tracking', 'gain matching'],
  ],
  [
    'max_input_level',
    [
      'max input',
      'max . input',
      'maximum input',
      'max input level',
      'max . input level',
      'maximum input level',
      'max input voltage',
      'maximum input voltage',
    ],
  ],
  [
    'sample_rates',
    [
      'formats',
      'sample rate',
      'sample rates',
      'sampling rate',
      'sampling rates',
      'sampling frequency',
      'supported formats',
    ],
  ],
  [
    'power_consumption',
    [
      'power consumption',
      'consumption',
      'power draw',
      'idle power',
      'standby power',
      'power requirement',
      'power requirements',
      'mains power',
      'ac power',
      'power dissipation',
      'energy consumption',
      'max power consumption',
      'maximum power consumption',
      'leistungsaufnahme',
      'stromverbrauch',
    ],
  ],
  [
    'dimensions',
    [
      'dimension',
      'dimensions',
      'unit dimension',
      'unit dimensions',
      'product dimensions',
      'size',
      'abmessungen',
      'maße',
    ],
  ],
  [
    'weight',
    ['weight', 'unit weight', 'net weight', 'shipping weight', 'gross weight', 'product weight', 'mass', 'gewicht'],
  ],
  [
    'other',
    [
      'price',
      'msrp',
      'shipping',
      'shipping cost',
      'warranty',
      'garantie',
      'power supply',
      'supply voltage',
      'mains voltage',
      'line voltage',
      'operating voltage',
      'input voltage',
      'input sensitivity',
      'sensitivity',
      'battery',
      'battery capacity',
      'charging',
      'charging power',
      'slew rate',
      'damping factor',
      'rise time',
      'dc offset',
      'tubes',
      'temperature',
      'cmrr',
      'common mode rejection',
      'psrr',
      'fuse',
      'cable',
      'cable length',
      'bit depth',
      'jitter',
      'sinad',
      'input power',
      'dc input',
      'ac input',
      'power adapter',
      'adapter',
      'power handling',
      'bias',
      'model',
      'serial number',
      'phone',
      'preis',
    ],
  ],
];

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
