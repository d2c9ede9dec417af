import type { PhraseRow } from './phrases.ts';

/** What a socket's name says of it. */
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
