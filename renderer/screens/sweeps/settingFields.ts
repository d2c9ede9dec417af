import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { text } from '../../text/english.ts';

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

const words = text.sweeps.settings;
const number = (label: string, unit: string): SettingField => ({ sort: 'number', label, unit });

function choice(label: string, choices: Readonly<Record<string, string>>): SettingField {
  return { sort: 'choice', label, choices: Object.entries(choices) };
}

const hertzChoice = (label: string, frequenciesHz: readonly number[]): SettingField => ({
  sort: 'choice',
  label,
  choices: frequenciesHz.map((frequencyHz) => [frequencyHz, formatQuantity(frequencyHz, 'Hz')]),
});

/** The settings a person makes; those that the rig or the choice of load answers are not asked for. */
export const SETTING_FIELDS: Readonly<Partial<Record<Key, SettingField>>> = {
  frequencyHz: number(words.frequencyHz, 'Hz'),
  frequenciesHz: { sort: 'list', label: words.frequenciesHz, unit: 'Hz' },
  bandHz: { sort: 'range', label: words.bandHz, unit: 'Hz' },
  harmonicCount: number(words.harmonicCount, ''),
  method: choice(words.method, words.methods),
  denominator: choice(words.denominator, words.denominators),
  seconds: number(words.seconds, 's'),
  points: number(words.points, ''),
  lowestDb: number(words.lowestDb, 'dB'),
  drivenChannel: number(words.drivenChannel, ''),
  thdnLimitRatio: number(words.thdnLimitRatio, 'ratio'),
  fullLevelRms: number(words.fullLevelRms, 'V'),
  mainsHz: hertzChoice(words.mainsHz, [50, 60]),
  dimLowPassHz: hertzChoice(words.dimLowPassHz, [30_000, 100_000]),
  imdReference: choice(words.imdReference, words.imdReferences),
};

/** Numbers from `20, 1000, 20k`; NaN for what is none. */
export function numbersFrom(words: string): readonly number[] {
  return words
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/k$/iu.test(part) ? 1000 * Number(part.slice(0, -1)) : Number(part)));
}
