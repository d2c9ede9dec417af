import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitSerial } from '../../core/run/unitSerial.ts';

describe('a serial number', () => {
  it.each([
    ['  SN-0042\r\n', 'SN-0042'],
    ['A\u030angström', '\u00c5ngström'],
    ['序列号 ٣٤ 🎧', '序列号 ٣٤ 🎧'],
    ['-'.repeat(200), '-'.repeat(200)],
  ])('%j is kept as %j', (typed, kept) => {
    expect(unitSerial(typed)).toBe(kept);
  });

  it.each([
    ['', 'is empty'],
    [' \r\n', 'is empty'],
    ['a\u0000b', 'control character'],
    ['a\tb', 'control character'],
    ['\ud800', 'not valid Unicode'],
    ['🎧'.repeat(201), '201 characters but may have at most 200'],
  ])('%j is refused with the reason', (typed, reason) => {
    expect(() => unitSerial(typed)).toThrow(reason);
  });

  it('stays the same when it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (typed) => {
        let kept: string;
        try {
          kept = unitSerial(typed);
        } catch {
          return;
        }
        expect(unitSerial(kept)).toBe(kept);
        expect(unitSerial(`${kept}\r`)).toBe(kept);
      }),
    );
  });
});
