import type { MeasureSettings } from '../../../core/measure/settings.ts';

type Key = keyof MeasureSettings;

/** How a setting is asked for. */
export type SettingField =
  | { readonly sort: 'number'; readonly label: string; readonly unit: string }
  | { readonly sort: 'list'; readonly label: string; readonly unit: string }
  | { readonly sort: 'range'; readonly label: string; readonly unit: string }
  | {
      readonly sort: 'choice';
      readonly label: string;
      readonly choices: readonly (readonly [value: string | number, label: string])[];
    };

/** The settings a person makes; those that the rig or the choice of load answers are not asked for. */
export const SETTING_FIELDS: Readonly<Partial<Record<Key, SettingField>>> = {
  frequencyHz: { sort: 'number', label: 'Frequency', unit: 'Hz' },
  frequenciesHz: { sort: 'list', label: 'Frequencies', unit: 'Hz' },
  bandHz: { sort: 'range', label: 'Band', unit: 'Hz' },
  harmonicCount: { sort: 'number', label: 'Harmonics', unit: '' },
  method: {
    sort: 'choice',
    label: 'Fundamental taken out by',
    choices: [
      ['lobe', 'lobe'],
      ['aes17-notch', 'AES17 notch'],
      ['ap-bandreject', 'band reject'],
      ['octave', 'octave'],
    ],
  },
  denominator: {
    sort: 'choice',
    label: 'Relative to',
    choices: [
      ['total', 'total'],
      ['fundamental', 'fundamental'],
    ],
  },
  seconds: { sort: 'number', label: 'Length', unit: 's' },
  points: { sort: 'number', label: 'Points', unit: '' },
  lowestDb: { sort: 'number', label: 'Lowest level', unit: 'dB' },
  drivenChannel: { sort: 'number', label: 'Driven channel', unit: '' },
  thdnLimitRatio: { sort: 'number', label: 'THD+N limit', unit: 'ratio' },
  fullLevelRms: { sort: 'number', label: 'Full level', unit: 'V' },
  mainsHz: {
    sort: 'choice',
    label: 'Mains',
    choices: [
      [50, '50 Hz'],
      [60, '60 Hz'],
    ],
  },
  dimLowPassHz: {
    sort: 'choice',
    label: 'Square wave low-pass',
    choices: [
      [30_000, '30 kHz'],
      [100_000, '100 kHz'],
    ],
  },
  imdReference: {
    sort: 'choice',
    label: 'Relative to',
    choices: [
      ['sum', 'sum of both tones'],
      ['f2', 'f2'],
    ],
  },
};

/** Numbers from `20, 1000, 20k`; NaN for what is none. */
export function numbersFrom(words: string): readonly number[] {
  return words
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/k$/iu.test(part) ? 1000 * Number(part.slice(0, -1)) : Number(part)));
}
