import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRewImpulse, readRewImpulse, writeRewImpulse } from '../../core/interchange/impulseResponse.ts';

const text = (
  about: { normalised?: string; length?: number; samples?: string; interval?: string } = {},
): string => `* Impulse Response data saved by REW V5.31
* ${about.normalised ?? 'IR is not normalised'}
* IR window has not been applied
* IR is not the min phase version
* Source: USB interface
* Measurement: amp left
* Excitation: 256k Log Swept Sine
* Response measured over: 2.2 to 24,000.0 Hz
0.25 // Peak value before normalisation
1 // Peak index
${about.length ?? 3} // Response length
${about.interval ?? '2.0833333333333333E-5'} // Sample interval (seconds)
-0.125 // Start time (seconds)
94.0 // Data offset (dB)
* Data start
${about.samples ?? '1.0E-3\n0.25\n-0.125'}
`;

describe('REW’s impulse response', () => {
  it('[IO-IMP-1] has its rate, its start and its samples', () => {
    expect(isRewImpulse(text())).toBe(true);
    expect(readRewImpulse(text(), 'ir.txt')).toEqual({
      title: 'amp left',
      sampleRateHz: 48_000,
      startSeconds: -0.125,
      samples: Float64Array.of(1e-3, 0.25, -0.125),
    });
  });

  it('[IO-IMP-2] that was normalised gets its size back', () => {
    const { samples } = readRewImpulse(text({ normalised: 'IR is normalised', samples: '0.5\n1\n-0.5' }), 'ir.txt');
    expect([...samples]).toEqual([0.125, 0.25, -0.125]);
  });

  it('[IO-IMP-3] with decimal commas', () => {
    const { samples } = readRewImpulse(text({ interval: '1,0E-5', samples: '0,5\n1\n-0,5' }), 'ir.txt');
    expect([...samples]).toEqual([0.5, 1, -0.5]);
  });

  it.each([
    [text({ length: 4 }), 'impulse-length', /there are 3 samples but the header says 4/u],
    [text({ samples: '1\n2\nNaN' }), 'number-invalid', /line 18: "NaN"/u],
    [text({ interval: '0' }), 'impulse-header-missing', /sample interval is 0/u],
    [text().replace('3 // Response length\n', ''), 'impulse-header-missing', /nothing of "Response length"/u],
    [text().replace('* Data start\n', ''), 'impulse-header-missing', /no line "\* Data start"/u],
    [text({ samples: `1\n2\n${'3'.repeat(1_000_000)}` }), 'line-too-long', /line 18/u],
  ])('[IO-IMP-4] that is damaged is refused (%#)', (damaged, code, message) => {
    expect(() => readRewImpulse(damaged, 'ir.txt')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });

  it('[IO-IMP-5] written and read is the same to every bit', () => {
    fc.assert(
      fc.property(
        fc.record({
          title: fc.constantFrom('', 'amp left'),
          sampleRateHz: fc.constantFrom(44_100, 48_000, 192_000, 384_000),
          startSeconds: fc.double({ min: -10, max: 10, noNaN: true }).map((value) => value + 0),
          samples: fc
            .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 50 })
            .map((all) => Float64Array.from(all, (value) => value + 0)),
        }),
        (impulse) => {
          expect(readRewImpulse(writeRewImpulse(impulse), 'ir.txt')).toEqual(impulse);
        },
      ),
    );
  });
});
