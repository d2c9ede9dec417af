import { dbvFromVoltsRms } from '../../../core/units/decibel.ts';
import { text } from '../../text/english.ts';

/** How a column of a curve is shown: linear SI in the record, dB, % and dBV on an axis. */
export interface ColumnDisplay {
  readonly title: string;
  readonly scale: 'log' | 'linear';
  readonly show: (value: number) => number;
}

const asIs = (value: number): number => value;
const percent = (ratio: number): number => 100 * ratio;
const degrees = (radians: number): number => (180 / Math.PI) * radians;

/** By the end of the column's name, which is its unit; the first that fits. */
const BY_ENDING: readonly (readonly [
  ending: RegExp,
  unit: string,
  scale: ColumnDisplay['scale'],
  show: (value: number) => number,
])[] = [
  [/Hz$/u, 'Hz', 'log', asIs],
  [/Db$/u, 'dB', 'linear', asIs],
  [/PerRootHz$|^densities$/u, 'V/√Hz', 'log', asIs],
  [/^thd.*Ratios$|^thdnRatios$/u, '%', 'log', percent],
  [/Ratios$|^ratios$/u, '%', 'log', percent],
  [/Rms$/u, 'dBV', 'linear', dbvFromVoltsRms],
  [/Seconds$/u, 's', 'linear', asIs],
  [/Radians$/u, '°', 'linear', degrees],
  [/Ohms$/u, 'Ω', 'linear', asIs],
];

/** `magnitudesDb` as words: `magnitudes`. */
const wordsOf = (name: string): string =>
  name
    .replace(/(Hz|Db|Rms|Ratios|Seconds|Radians|Ohms|PerRootHz)$/u, '')
    .replaceAll(/([a-z])([A-Z0-9])/gu, '$1 $2')
    .toLowerCase();

const NAMES: Readonly<Partial<Record<string, string>>> = text.sweeps.columns;

/** Display of a curve's column, from its name. */
export function columnDisplay(name: string): ColumnDisplay {
  const words = NAMES[name] ?? wordsOf(name);
  const title = words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
  const found = BY_ENDING.find(([ending]) => ending.test(name));
  if (found === undefined) return { title, scale: 'linear', show: asIs };
  const [, unit, scale, show] = found;
  return { title: `${title} (${unit})`, scale, show };
}

/** True for a column that says how sure another one is, or marks it: not a curve of its own. */
export const isBesideCurve = (name: string): boolean => /uncertaint|^is[A-Z]|^orders$/iu.test(name);
