import { Option } from 'commander';
import type { Command } from 'commander';
import type { MeasureSettings } from '../../core/measure/settings.ts';

interface SettingOption {
  readonly flags: string;
  readonly help: string;
  readonly read: (text: string) => unknown;
}

const LIST_SEPARATOR = ',';
/** `20-20000`, `20..20k`: two numbers with a hyphen or dots between. */
const RANGE = /^\s*([0-9.]+[a-z]?)\s*(?:-|\.\.)\s*([0-9.]+[a-z]?)\s*$/i;
const MULTIPLIERS: Readonly<Partial<Record<string, number>>> = { k: 1e3, m: 1e-3 };

/** A plain number, or one with k or m behind it: `20k`. NaN where it is neither; the settings' schema then says what was wrong. */
export function numberFrom(text: string): number {
  const trimmed = text.trim();
  const multiplier = MULTIPLIERS[trimmed.slice(-1).toLowerCase()];
  const digits = multiplier === undefined ? trimmed : trimmed.slice(0, -1);
  return digits === '' ? Number.NaN : Number(digits) * (multiplier ?? 1);
}

const numbersFrom = (text: string): number[] => text.split(LIST_SEPARATOR).map(numberFrom);

function rangeFrom(text: string): number[] {
  const match = RANGE.exec(text);
  return match === null ? [Number.NaN] : [numberFrom(match[1]), numberFrom(match[2])];
}

const words = (text: string): string => text;

/** How each setting is said on the command line. */
export const SETTING_OPTIONS: Readonly<Record<keyof MeasureSettings, SettingOption>> = {
  frequencyHz: { flags: '--frequency <hertz>', help: 'test tone', read: numberFrom },
  frequenciesHz: {
    flags: '--frequencies <list>',
    help: 'tones of a stepped measurement: 20,1000,20k',
    read: numbersFrom,
  },
  bandHz: { flags: '--band <range>', help: 'band of residual, noise or response: 20-20k', read: rangeFrom },
  harmonicCount: { flags: '--harmonics <number>', help: 'highest harmonic that counts', read: numberFrom },
  method: { flags: '--method <method>', help: 'lobe, aes17-notch, ap-bandreject or octave', read: words },
  denominator: { flags: '--denominator <what>', help: 'total or fundamental', read: words },
  seconds: { flags: '--seconds <seconds>', help: 'length of the stimulus', read: numberFrom },
  points: { flags: '--points <number>', help: 'steps, or points for each octave', read: numberFrom },
  lowestDb: {
    flags: '--lowest <decibels>',
    help: 'lowest level of a stepped measurement, dB re its highest',
    read: numberFrom,
  },
  passes: {
    flags: '--passes <number>',
    help: 'how often each capture is taken, in turns: 2 is open, loaded, loaded, open',
    read: numberFrom,
  },
  loadOhms: { flags: '--load-ohms <ohms>', help: 'the load', read: numberFrom },
  loadTolerance: { flags: '--load-tolerance <share>', help: "the load's tolerance: 0.01 is 1 %", read: numberFrom },
  interfaceOhms: { flags: '--interface-ohms <ohms>', help: 'input impedance of what recorded', read: numberFrom },
  seriesOhms: { flags: '--series-ohms <ohms>', help: 'resistor in series with the drive', read: numberFrom },
  seriesTolerance: { flags: '--series-tolerance <share>', help: 'its tolerance: 0.001 is 0.1 %', read: numberFrom },
  sourceOhms: { flags: '--source-ohms <ohms>', help: 'output impedance of what drives', read: numberFrom },
  timeReferenceChannel: {
    flags: '--time-reference <channel>',
    help: 'recorded channel that is cabled straight to the player',
    read: numberFrom,
  },
  drivenChannel: { flags: '--driven <channel>', help: 'the driven channel', read: numberFrom },
  thdnLimitRatio: { flags: '--thdn-limit <share>', help: 'THD+N at maximum output: 0.01 is 1 %', read: numberFrom },
  fullLevelRms: {
    flags: '--full-level <level>',
    help: 'level of full output, for SNR and dynamic range',
    read: numberFrom,
  },
  mainsHz: { flags: '--mains <hertz>', help: '50 or 60', read: numberFrom },
  dimLowPassHz: { flags: '--dim-low-pass <hertz>', help: '30k or 100k', read: numberFrom },
  imdReference: { flags: '--imd-reference <what>', help: 'sum or f2', read: words },
};

export type SettingKey = keyof MeasureSettings;
export const SETTING_KEYS = Object.keys(SETTING_OPTIONS) as SettingKey[];

/** The long name without dashes, as commander camel-cases it. */
export const attributeOf = (key: SettingKey): string => new Option(SETTING_OPTIONS[key].flags).attributeName();

/** Adds every setting to a command. */
export function addSettingOptions(command: Command): Command {
  for (const key of SETTING_KEYS) command.addOption(new Option(SETTING_OPTIONS[key].flags, SETTING_OPTIONS[key].help));
  return command;
}
