import { quoted, textFault } from './textFault.ts';
import type { CurveQuantity, CurveUnit } from './curve.ts';

type ColumnRole = 'frequency' | 'level' | 'impedance' | 'phase' | 'other';

/** What a heading says of its column. */
export interface ColumnHeading {
  readonly name: string;
  readonly role: ColumnRole;
  /** What its numbers are multiplied by to be in Hz, ohm or radians. */
  readonly scale: number;
  /** Of levels. */
  readonly unit: CurveUnit;
}

const FREQUENCY_UNITS: ReadonlyMap<string, number> = new Map([
  ['hz', 1],
  ['khz', 1e3],
  ['mhz', 1e6],
]);
const IMPEDANCE_UNITS: ReadonlyMap<string, number> = new Map([
  ...['ohm', 'ohms', 'ω'].map((unit) => [unit, 1] as const),
  ...['kohm', 'kohms', 'kω'].map((unit) => [unit, 1e3] as const),
  ...['mohm', 'mohms', 'mω'].map((unit) => [unit, 1e-3] as const),
]);
const PHASE_UNITS: ReadonlyMap<string, number> = new Map([
  ...['deg', 'degs', 'degree', 'degrees', '°'].map((unit) => [unit, Math.PI / 180] as const),
  ...['rad', 'rads', 'radian', 'radians'].map((unit) => [unit, 1] as const),
]);
const LEVEL_UNITS: ReadonlyMap<string, CurveUnit> = new Map([
  ['db', 'dB'],
  ['dbr', 'dB'],
  ['dbv', 'dBV'],
  ['dbu', 'dBu'],
  ['dbfs', 'dBFS'],
  ['dbspl', 'dB SPL'],
  ['db spl', 'dB SPL'],
]);
const UNIT_TABLES = [FREQUENCY_UNITS, IMPEDANCE_UNITS, PHASE_UNITS, LEVEL_UNITS] as const;
/** Degrees, as every program writes phase that says nothing. */
export const USUAL_PHASE_SCALE = Math.PI / 180;

/** What is longer is prose; patterns that look back and forth are kept from it. */
const LONGEST_HEADING = 500;

const FREQUENCY_NAME = /^(?:f|freq|freqs|frequency|frequencies|frequenz)\.?$/u;
const PHASE_NAME = /^(?:phase|phases|phi|φ|angle)\b/u;
const IMPEDANCE_NAME = /^(?:\|?z\|?|impedance|impedanz)(?:\b|$)/u;
const LEVEL_NAME = /^(?:spl|mag|magnitude|level|pegel|gain|raw|response|amplitude|amplitud|left|right)\b/u;
/** Columns that have a level's unit and are none. */
const BESIDE_THE_LEVEL = /uncert|error|coherence|deviation|target|limit|std/u;

/** The decibel unit a word names, or null. */
export const levelUnitOf = (word: string): CurveUnit | null => LEVEL_UNITS.get(word.toLowerCase()) ?? null;

/** `Magnitude (dB)`, `frequency_hz`, `|Z| [Ω]`, `deg`: name and unit, in lower case. */
function partsOf(cell: string): { readonly name: string; readonly unit: string } {
  const plain = cell
    .trim()
    .toLowerCase()
    .replace(/\u2126/gu, 'ω')
    .replace(/db_spl$/u, 'db spl');
  const bracketed = /^([^([]*)[([]\s*([^)\]]*?)\s*[)\]]$/u.exec(plain);
  if (bracketed !== null) return { name: bracketed[1].replaceAll('_', ' ').trim(), unit: bracketed[2] };
  const suffixed =
    /^(.*?)[_ ,](k?hz|mhz|db(?:r|v|u|fs| ?spl)?|[km]?ohms?|[km]?ω|deg(?:s|rees?)?|°|rad(?:s|ians?)?)$/u.exec(plain);
  return suffixed === null ? { name: plain, unit: '' } : { name: suffixed[1].replaceAll('_', ' '), unit: suffixed[2] };
}

/**
 * What one heading says.
 * @returns role `other` for a column that is no part of a curve; null for a unit that no curve here can have
 */
function readHeading(cell: string): ColumnHeading | null {
  const { name, unit: written } = partsOf(cell);
  const unit = written === '' && UNIT_TABLES.some((table) => table.has(name)) ? name : written;
  const about = { name: cell, scale: 1, unit: 'dB' } as const;
  const frequency = FREQUENCY_UNITS.get(unit);
  // A number before the unit is a setting in prose: `Window 500 Hz`
  if (frequency !== undefined && !/\d/u.test(name)) return { ...about, role: 'frequency', scale: frequency };
  if (unit === '' && FREQUENCY_NAME.test(name)) return { ...about, role: 'frequency' };
  if (BESIDE_THE_LEVEL.test(name)) return { ...about, role: 'other' };
  const phase = PHASE_UNITS.get(unit);
  if (phase !== undefined) return { ...about, role: 'phase', scale: phase };
  if (unit === '' && PHASE_NAME.test(name)) return { ...about, role: 'phase', scale: USUAL_PHASE_SCALE };
  const impedance = IMPEDANCE_UNITS.get(unit);
  if (impedance !== undefined) return { ...about, role: 'impedance', scale: impedance };
  if (unit === '' && IMPEDANCE_NAME.test(name)) return { ...about, role: 'impedance' };
  const level = LEVEL_UNITS.get(unit);
  if (level !== undefined) return { ...about, role: 'level', unit: /\bspl\b/u.test(name) ? 'dB SPL' : level };
  if (unit === '' && LEVEL_NAME.test(name))
    return { ...about, role: 'level', unit: name.startsWith('spl') ? 'dB SPL' : 'dB' };
  const isCurveColumn =
    FREQUENCY_NAME.test(name) || PHASE_NAME.test(name) || IMPEDANCE_NAME.test(name) || LEVEL_NAME.test(name);
  return unit !== '' && isCurveColumn ? null : { ...about, role: 'other' };
}

/** A heading's cells: at its separator, or at spaces that stand neither before nor in a bracket. */
function headingCells(text: string): readonly string[] {
  const separator = [';', '\t', ','].find((mark) => text.includes(mark));
  const cells =
    separator === undefined ? text.replace(/\s+(?=[([])/gu, '').split(/\s+(?![^([]*[)\]])/u) : text.split(separator);
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1'));
}

/**
 * A line of words as the heading of columns: a frequency and a level or impedance; null where it is none.
 * @throws AmpbenchError `data/unit-unknown` naming the column: volts, per cent and the like are no curve that is exchanged here
 */
export function headingsOf(text: string, line: number, place: string): readonly ColumnHeading[] | null {
  if (text.length > LONGEST_HEADING) return null;
  const cells = headingCells(text);
  const read = cells.map(readHeading);
  if (!read.some((heading) => heading?.role === 'frequency')) return null;
  const unknown = read.indexOf(null);
  if (unknown >= 0 && cells.length > 1)
    throw textFault(
      'unit-unknown',
      place,
      line,
      `the column ${quoted(cells[unknown])} must be in Hz, kHz, dB, dBV, dBu, dBFS, dB SPL, ohm, kohm, degrees or radians`,
    );
  const known = read.filter((heading) => heading !== null);
  return known.some(({ role }) => role === 'level' || role === 'impedance') ? known : null;
}

/** The quantity that a column of a role belongs to. */
export const quantityOf = (role: ColumnRole): CurveQuantity => (role === 'impedance' ? 'impedance' : 'response');
