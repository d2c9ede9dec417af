import { describe, expect, it } from 'vitest';
import { decimalFromWritten } from '../../../core/card/line/decimalNumber.ts';

describe('decimalFromWritten', () => {
  it.each([
    ['3,500', false, '3500'],
    ['4.000', false, '4.000'],
    ['4.000', true, '4000'],
    ['3,500', true, '3.500'],
    ['1,50', false, '1.50'],
    ['1.50', true, '1.50'],
    ['12,3456', false, '12.3456'],
    ['0,005', false, '0.005'],
    ['0.005', true, '0.005'],
    ['1,234,567', false, '1234567'],
    ['1,234.5', false, '1234.5'],
    ['1.234,5', true, '1234.5'],
    ['.5', false, '0.5'],
    ['100', true, '100'],
  ])('%s, German %s, is %s', (written, german, decimal) => {
    expect(decimalFromWritten(written, german)).toBe(decimal);
  });

  it.each(['1.2.3', '1,23,456', '1.234,5', '0.,2', '1234,567,8', '1234567890123456'])(
    '%s fits no English reading',
    (written) => {
      expect(decimalFromWritten(written, false)).toBeNull();
    },
  );
});
