import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { measureSettingsSchema } from '../../core/measure/settings.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { attributeOf, numberFrom, SETTING_KEYS, SETTING_OPTIONS } from './settingOptions.ts';
import type { SettingKey } from './settingOptions.ts';

/**
 * The settings among a command's options.
 * @throws AmpbenchError `usage/option-invalid` naming option, value and rule
 */
export function settingsFrom(options: Readonly<Record<string, unknown>>): MeasureSettings {
  const given = SETTING_KEYS.flatMap((key) => {
    const text = options[attributeOf(key)];
    return typeof text === 'string' ? [[key, SETTING_OPTIONS[key].read(text), text] as const] : [];
  });
  const parsed = measureSettingsSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue.path[0] as SettingKey;
  const text = given.find(([name]) => name === key)?.[2] ?? '';
  const flag = SETTING_OPTIONS[key].flags.split(' ')[0];
  throw new AmpbenchError(
    'usage',
    'option-invalid',
    `${flag} is "${text}" but ${z.prettifyError(parsed.error).split('\n')[0].replace(/^\W+/u, '')}`,
    {
      option: flag,
      value: text,
    },
  );
}

/** A number of at least `least` among a command's options, or undefined where it is not given. */
export function numberOption(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = numberFrom(text);
  if (!(Number.isFinite(value) && value >= least))
    throw new AmpbenchError(
      'usage',
      'option-invalid',
      `${flag} is "${text}" but must be a number of at least ${least}`,
      {
        option: flag,
        value: text,
      },
    );
  return value;
}
