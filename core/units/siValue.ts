/** A power of ten written as a letter before a unit. */
interface SiPrefix {
  readonly symbol: string;
  readonly exponent: number;
}

/** Ascending, in steps of 1000. */
export const SI_PREFIXES: readonly SiPrefix[] = [
  { symbol: 'f', exponent: -15 },
  { symbol: 'p', exponent: -12 },
  { symbol: 'n', exponent: -9 },
  { symbol: 'µ', exponent: -6 },
  { symbol: 'm', exponent: -3 },
  { symbol: '', exponent: 0 },
  { symbol: 'k', exponent: 3 },
  { symbol: 'M', exponent: 6 },
  { symbol: 'G', exponent: 9 },
];

/** Units as the readers of cards and the writers of figures name them. `Vp` is peak, `Vpp` peak to peak. */
export type WrittenUnit =
  | 'Hz'
  | 'V'
  | 'Vp'
  | 'Vpp'
  | 'A'
  | 'W'
  | 'ohm'
  | 's'
  | 'dB'
  | 'dBV'
  | 'dBu'
  | 'dBFS'
  | '%'
  | 'ppm'
  | 'in'
  | 'mm'
  | 'cm'
  | 'kg'
  | 'g'
  | 'lb'
  | 'oz';

interface UnitRow {
  readonly unit: WrittenUnit;
  /** Spellings in lower case; a prefix may stand before them where `prefixes` says so. */
  readonly spellings: readonly string[];
  readonly prefixes: readonly string[];
}

// `M` is mega only where mega occurs (Hz, ohm). `MW` in a specification may be a slip for mW: a factor of 10^9 that nobody
// should guess, so it is not a unit here and the reader says so.
const SMALL = ['n', 'u', 'm', 'milli', 'micro'];
const UNIT_ROWS: readonly UnitRow[] = [
  { unit: 'Hz', spellings: ['hz', 'hertz'], prefixes: ['k', 'K', 'M', 'kilo', 'mega'] },
  { unit: 'V', spellings: ['v', 'vrms', 'veff', 'volt', 'volts'], prefixes: [...SMALL, 'k'] },
  { unit: 'Vp', spellings: ['vp', 'vpk', 'vpeak'], prefixes: ['m'] },
  { unit: 'Vpp', spellings: ['vpp', 'vp-p', 'vpk-pk', 'vpkpk'], prefixes: ['m'] },
  { unit: 'A', spellings: ['a', 'arms', 'amp', 'amps', 'ampere', 'amperes'], prefixes: SMALL },
  { unit: 'W', spellings: ['w', 'wrms', 'wpc', 'watt', 'watts'], prefixes: [...SMALL, 'k', 'K', 'kilo'] },
  { unit: 'ohm', spellings: ['ohm', 'ohms', 'ω', 'r'], prefixes: ['m', 'k', 'K', 'M', 'milli', 'kilo', 'mega'] },
  {
    unit: 's',
    spellings: ['s', 'sec', 'second', 'seconds', 'sekunden'],
    prefixes: ['f', 'femto', 'p', 'pico', 'n', 'nano', 'u', 'micro', 'm', 'milli'],
  },
  { unit: 'dB', spellings: ['db', 'dba', 'dbr', 'dbra', 'dbc', 'dbspl', 'decibel', 'decibels'], prefixes: [] },
  { unit: 'dBV', spellings: ['dbv'], prefixes: [] },
  { unit: 'dBu', spellings: ['dbu'], prefixes: [] },
  { unit: 'dBFS', spellings: ['dbfs'], prefixes: [] },
  { unit: 'ppm', spellings: ['ppm'], prefixes: [] },
  { unit: '%', spellings: ['%', 'percent', 'prozent', 'pct'], prefixes: [] },
  { unit: 'in', spellings: ['in', 'inch', 'inches'], prefixes: [] },
  { unit: 'mm', spellings: ['mm', 'millimeters', 'millimetres'], prefixes: [] },
  { unit: 'cm', spellings: ['cm'], prefixes: [] },
  { unit: 'kg', spellings: ['kg', 'kgs', 'kilograms'], prefixes: [] },
  { unit: 'g', spellings: ['g', 'grams', 'gr'], prefixes: [] },
  { unit: 'lb', spellings: ['lb', 'lbs', 'pound', 'pounds'], prefixes: [] },
  { unit: 'oz', spellings: ['oz', 'ounces'], prefixes: [] },
];

const PREFIX_EXPONENT: Readonly<Record<string, number>> = {
  f: -15,
  femto: -15,
  p: -12,
  pico: -12,
  n: -9,
  nano: -9,
  u: -6,
  micro: -6,
  m: -3,
  milli: -3,
  k: 3,
  K: 3,
  kilo: 3,
  M: 6,
  mega: 6,
};

/** A unit as written: which, the power of ten its prefix stands for, and the spelling in lower case without the prefix. */
export interface ReadUnit {
  readonly unit: WrittenUnit;
  readonly exponent: number;
  readonly spelling: string;
}

function buildUnitTable(): ReadonlyMap<string, ReadUnit> {
  const table = new Map<string, ReadUnit>();
  for (const row of UNIT_ROWS) {
    for (const spelling of row.spellings) table.set(spelling, { unit: row.unit, exponent: 0, spelling });
  }
  for (const row of UNIT_ROWS) {
    for (const prefix of row.prefixes) {
      for (const spelling of row.spellings) {
        table.set(`${prefix} ${spelling}`, { unit: row.unit, exponent: PREFIX_EXPONENT[prefix], spelling });
      }
    }
  }
  // The vowels run together.
  for (const [word, exponent] of Object.entries({ kilohm: 3, kilohms: 3, megohm: 6, megohms: 6 })) {
    table.set(word, { unit: 'ohm', exponent, spelling: 'ohm' });
  }
  return table;
}

const UNIT_TABLE = buildUnitTable();
/** Micro sign and Greek mu. */
const MICRO = /[\u00b5\u03bc]/;
const LONGEST_UNIT = 16;
const PREFIX_LENGTHS = [1, 4, 5];

/**
 * The unit a word means: `kOhm`, `mW`, `Vrms`, `HZ`. Case counts for the prefix only (m is milli, M is mega).
 * @returns null for a word that is no unit
 */
export function readUnit(word: string): ReadUnit | null {
  if (word.length === 0 || word.length > LONGEST_UNIT) return null;
  // Lower case makes both ohm signs a small omega.
  const spelled = MICRO.test(word) ? word.replace(MICRO, 'u') : word;
  const whole = UNIT_TABLE.get(spelled.toLowerCase());
  if (whole !== undefined) return whole;
  for (const length of PREFIX_LENGTHS) {
    if (spelled.length <= length) continue;
    const first = spelled.slice(0, length);
    const prefix = length === 1 ? first : first.toLowerCase();
    const found = UNIT_TABLE.get(`${prefix} ${spelled.slice(length).toLowerCase()}`);
    if (found !== undefined) return found;
  }
  return null;
}

/** The power of ten of a prefix that stands without its unit (`100k`, `0.9u`), or null. Only k and µ are in use so. */
export function readBarePrefix(word: string): number | null {
  if (word === 'k' || word === 'K') return 3;
  return word === 'u' || word === 'µ' || word === 'μ' ? -6 : null;
}

/**
 * A decimal number times a power of ten, rounded once: `0.2` and -3 give exactly the double nearest 0.0002.
 * @param digits a decimal number without exponent, point as separator
 */
export function scaleDecimal(digits: string, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}
