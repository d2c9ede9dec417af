import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBound, formatQuantity, formatWithUncertainty } from '../../core/units/format.ts';

const NBSP = '\u00a0';
const words = (text: string): string => text.replaceAll(NBSP, ' ');

/** Reads a printed figure back, as a person would: true minus, prefix, percent. */
function readBack(text: string): { value: number; uncertainty: number } {
  const powers: Record<string, number> = { f: -15, p: -12, n: -9, µ: -6, m: -3, k: 3, M: 6 };
  const [numbers, unit] = [text.slice(0, text.lastIndexOf(NBSP)), text.slice(text.lastIndexOf(NBSP) + 1)];
  const exponent = unit === '%' ? -2 : unit.length > 1 && unit !== 'Hz' && unit !== 'dB' ? powers[unit[0]] : 0;
  const [value, uncertainty] = numbers.split(' ± ').map((each) => Number(`${each.replace('−', '-')}e${exponent}`));
  return { value, uncertainty };
}

describe('formatWithUncertainty', () => {
  it.each([
    [8.35, 0.004, 'dB', '8.350 ± 0.004 dB'],
    [46_000, 300, 'ohm', '46.0 ± 0.3 kΩ'],
    [3.5, 0.03, 'W', '3.50 ± 0.03 W'],
    [0.2, 0.004, 'W', '200 ± 4 mW'],
    [5.1e-5, 2e-6, 'ratio', '0.0051 ± 0.0002 %'],
    [0.0051, 0.0002, '%', '0.0051 ± 0.0002 %'],
    [2.615, 0.0196, 'V', '2.615 ± 0.020 V'],
    [1.35, 0.0096, 'ohm', '1.350 ± 0.010 Ω'],
    [46_000, 30_000, 'ohm', '50 ± 30 kΩ'],
    [-120, 30, 'dB', '−120 ± 30 dB'],
    [7.2e-6, 1e-7, 'V', '7.20 ± 0.10 µV'],
    [0.99996, 0.001, 'V', '1.0000 ± 0.0010 V'],
    [999.96, 0.03, 'ohm', '999.96 ± 0.03 Ω'],
    [999.996, 0.1, 'ohm', '1.00000 ± 0.00010 kΩ'],
    [10, 0, 'V', '10 V'],
    [0, 1e-7, 'V', '0 ± 100 nV'],
    [2, 70, 'dB', '0 ± 70 dB'],
    [-Infinity, 1, 'dB', '−∞ dB'],
    [1.5, Infinity, 'V', '1.5 ± ∞ V'],
  ])('%d ± %d %s is written %s', (value, uncertainty, unit, text) => {
    expect(words(formatWithUncertainty(value, uncertainty, unit))).toBe(text);
  });

  it('writes no minus before a zero', () => {
    expect(words(formatWithUncertainty(-0.0001, 0.01, 'dB'))).toBe('0.000 ± 0.010 dB');
  });

  it('keeps number and unit on one line and uses the true minus', () => {
    expect(formatWithUncertainty(-1.5, 0.02, 'dB')).toBe(`−1.50 ± 0.02${NBSP}dB`);
  });

  it('read back, lies within half a digit of the uncertainty, for every unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: -7, max: 5 }),
        fc.double({ min: 1e-6, max: 0.9, noNaN: true }),
        fc.constantFrom('V', 'W', 'ohm', 'Hz', 'dB', 'ratio'),
        (mantissa, power, share, unit) => {
          const value = mantissa * 10 ** power;
          const uncertainty = Math.max(Math.abs(value) * share, 1e-13);
          const text = formatWithUncertainty(value, uncertainty, unit);
          const back = readBack(text);
          // One digit kept of an uncertainty of 2 to 9 is at worst off by a quarter of it; the value by half a digit of it.
          const halfDigit = uncertainty * 0.26 + Math.abs(value) * 1e-11;
          expect(Math.abs(back.uncertainty - uncertainty), text).toBeLessThanOrEqual(halfDigit);
          expect(Math.abs(back.value - value), text).toBeLessThanOrEqual(halfDigit);
        },
      ),
      { seed: 11, numRuns: 5000 },
    );
  });
});

describe('formatQuantity', () => {
  it.each([
    [100_000, 'Hz', undefined, '100 kHz'],
    [20, 'ohm', undefined, '20 Ω'],
    [6.902, 'V', undefined, '6.902 V'],
    [3.5, 'W', 3, '3.50 W'],
    [0.0051, 'ratio', undefined, '0.51 %'],
    [0.99996, 'W', undefined, '1 W'],
    [-127, 'dB', 3, '−127 dB'],
    [0, 'V', undefined, '0 V'],
    [5e9, 'Hz', undefined, '5000 MHz'],
    [NaN, 'V', undefined, 'not a number V'],
  ])('%d %s with %s digits is written %s', (value, unit, digits, text) => {
    expect(words(formatQuantity(value, unit, digits))).toBe(text);
  });

  it('read back, keeps the digits asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 9e5, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('V', 'W', 'ohm', 'Hz', 'dB', 'ratio'),
        (value, digits, unit) => {
          const text = formatQuantity(value, unit, digits);
          const error = Math.abs(readBack(text).value - value) / value;
          expect(error, text).toBeLessThanOrEqual(0.5001 * 10 ** (1 - digits) + 1e-11);
        },
      ),
      { seed: 12, numRuns: 3000 },
    );
  });
});

describe('formatBound', () => {
  it('puts the relation before the quantity', () => {
    expect(words(formatBound('<', -127, 'dB', 3))).toBe('< −127 dB');
    expect(words(formatBound('≥', 3.5, 'W'))).toBe('≥ 3.5 W');
  });
});
