import { dbFromRatio } from './decibel.ts';
import { SI_PREFIXES } from './siValue.ts';

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

/** Units that take a prefix, and the powers of ten in use for each. Others (dB, %, rad, FS) are written as they are. */
const PREFIX_RANGE: Readonly<Partial<Record<string, readonly [lowest: number, highest: number]>>> = {
  Hz: [0, 6],
  V: [-9, 3],
  A: [-12, 0],
  W: [-12, 3],
  ohm: [-3, 6],
  H: [-12, 0],
  F: [-15, 0],
  s: [-12, 0],
  'V/√Hz': [-9, 0],
};

const UNIT_SYMBOL: Readonly<Partial<Record<string, string>>> = { ohm: 'Ω', ratio: '%' };

/** Decimal place of the first digit: 0 for 1 to 9, -1 for 0.1 to 0.9. Read from the digits; log10 errs at powers of ten. */
function placeOfFirstDigit(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** Rounded to a decimal place (`-3`: thousandths) and written with just the digits that place allows. */
function roundToPlace(value: number, place: number): string {
  if (place <= 0) return value.toFixed(Math.min(100, -place));
  // toExponential rounds the decimal value itself; dividing first would round twice.
  const digits = placeOfFirstDigit(value) - place;
  if (value === 0 || digits < -1) return '0';
  if (digits === -1)
    return Math.abs(value) >= 5 * 10 ** (place - 1) ? `${value < 0 ? '-' : ''}1${'0'.repeat(place)}` : '0';
  return Number(value.toExponential(Math.min(100, digits))).toFixed(0);
}

/** With a true minus; a zero has none. */
function withTrueMinus(digits: string): string {
  if (!digits.startsWith('-')) return digits;
  return Number(digits) === 0 ? digits.slice(1) : MINUS + digits.slice(1);
}

/** The place that an uncertainty is rounded to: two digits where the first is 1, otherwise one. */
function placeOfUncertainty(uncertainty: number): number {
  const place = placeOfFirstDigit(uncertainty);
  return uncertainty.toExponential().startsWith('1') ? place - 1 : place;
}

interface Scale {
  readonly exponent: number;
  readonly symbol: string;
}

/** The prefix that leaves one to three digits before the point of `magnitude`. */
function scaleFor(magnitude: number, unit: string): Scale {
  const symbol = UNIT_SYMBOL[unit] ?? unit;
  const range = PREFIX_RANGE[unit];
  if (range === undefined || magnitude === 0 || !Number.isFinite(magnitude)) {
    return { exponent: unit === 'ratio' ? -2 : 0, symbol };
  }
  const wanted = 3 * Math.floor(placeOfFirstDigit(magnitude) / 3);
  const exponent = Math.min(range[1], Math.max(range[0], wanted));
  const prefix = SI_PREFIXES.find((each) => each.exponent === exponent)!;
  return { exponent, symbol: prefix.symbol + symbol };
}

/** A value in a prefixed unit: `0.0003` over 10^-3 is `0.3`, not its neighbour. */
function inScale(value: number, scale: Scale): number {
  const scaled = scale.exponent <= 0 ? value * 10 ** -scale.exponent : value / 10 ** scale.exponent;
  // Twelve digits are more than any measurement; what lies behind them is the noise of binary arithmetic.
  return Number(scaled.toPrecision(12));
}

function written(number: string, symbol: string): string {
  return `${number}${NO_BREAK_SPACE}${symbol}`;
}

function notFinite(value: number): string {
  return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : `${MINUS}∞`;
}

/**
 * A quantity for people: `46.02 kΩ`, `−100.5 dB`, `0.0051 %`.
 * @param value in `unit`; a `ratio` is written in percent
 * @param unit a figure's unit, `dB`, `%` or any word; `ohm` is written Ω, and units of the SI take a prefix
 * @param digits significant digits, 1 to 15; when left out, up to four without trailing zeros
 */
export function formatQuantity(value: number, unit: string, digits?: number): string {
  if (!Number.isFinite(value)) return written(notFinite(value), scaleFor(0, unit).symbol);
  const significant = digits ?? 4;
  // Rounding may carry into the next prefix: 999.96 mW is 1 W.
  const rounded = Number(value.toPrecision(significant));
  const scale = scaleFor(Math.abs(rounded), unit);
  const scaled = inScale(value, scale);
  const place = rounded === 0 ? 0 : placeOfFirstDigit(Number(scaled.toPrecision(significant))) - significant + 1;
  const shown = roundToPlace(scaled, place);
  const trimmed = digits === undefined && shown.includes('.') ? shown.replace(/0+$/, '').replace(/\.$/, '') : shown;
  return written(withTrueMinus(trimmed), scale.symbol);
}

/**
 * A value rounded to its uncertainty: `8.350 ± 0.004 dB`, `46.0 ± 0.3 kΩ`. The uncertainty keeps two digits where its first
 * is 1, otherwise one; the value ends at the same place.
 * @param uncertainty k = 2, in `unit`, at least 0; 0 (exact): the value alone
 */
export function formatWithUncertainty(value: number, uncertainty: number, unit: string): string {
  if (!Number.isFinite(value)) return written(notFinite(value), scaleFor(0, unit).symbol);
  if (!Number.isFinite(uncertainty)) {
    const { symbol } = scaleFor(Math.abs(value), unit);
    const shown = formatQuantity(value, unit).split(NO_BREAK_SPACE)[0];
    return written(`${shown} ± ∞`, symbol);
  }
  const wide = Number(Math.abs(uncertainty).toPrecision(12));
  if (wide === 0) return formatQuantity(value, unit);
  const scale = scaleFor(Math.max(Math.abs(value), wide), unit);
  const scaledUncertainty = inScale(wide, scale);
  const place = placeOfUncertainty(scaledUncertainty);
  const shownValue = roundToPlace(inScale(value, scale), place);
  // A value that rounds up to 1000 of its prefix is written in the next: 1.0000 kHz, not 1000.0 Hz.
  const carried = scaleFor(Math.max(Math.abs(Number(shownValue)) * 10 ** scale.exponent, wide), unit);
  if (carried.exponent !== scale.exponent) {
    const placeThere = place - (carried.exponent - scale.exponent);
    return written(
      `${withTrueMinus(roundToPlace(inScale(value, carried), placeThere))} ± ${roundToPlace(inScale(wide, carried), placeThere)}`,
      carried.symbol,
    );
  }
  return written(`${withTrueMinus(shownValue)} ± ${roundToPlace(scaledUncertainty, place)}`, scale.symbol);
}

/** A bound: `< −127 dB`, `≥ 3.5 W`. Values as in `formatQuantity`. */
export function formatBound(relation: '<' | '≤' | '>' | '≥', value: number, unit: string, digits?: number): string {
  return `${relation}${NO_BREAK_SPACE}${formatQuantity(value, unit, digits)}`;
}

/** A level re full scale (1 = rms of a full-scale sine) as text: `−60.0 dBFS`. */
export const formatDbfs = (fullScaleRms: number): string =>
  `${dbFromRatio(fullScaleRms)
    .toFixed(1)
    .replace(/^-(?=0\.0$)/u, '')
    .replace('-', '−')} dBFS`;
