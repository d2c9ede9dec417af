import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve } from '../../core/interchange/curve.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { readCurve } from '../../core/interchange/readCurve.ts';
import { CURVE_FORMATS, writeCurve } from '../../core/interchange/writeCurve.ts';
import { expectClose } from '../expectClose.ts';

const title = fc.string({ maxLength: 40 }).map((text) => text.replace(/[\p{C}\s]+/gu, ' ').trim());

/** Points far enough apart to differ at nine digits. */
const points = (largest: number, least: number) =>
  fc
    .uniqueArray(
      fc.record({
        hertz: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        value: fc.double({ min: least, max: largest, noNaN: true }),
        phase: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      }),
      { minLength: 1, maxLength: 20, selector: ({ hertz }) => hertz.toPrecision(9) },
    )
    .map((all) => all.sort((a, b) => a.hertz - b.hertz));

const curve: fc.Arbitrary<Curve> = fc
  .record({
    title,
    hasPhase: fc.boolean(),
    shape: fc.constantFrom(
      ['response', 'dB'] as const,
      ['response', 'dB SPL'] as const,
      ['spectrum', 'dBFS'] as const,
      ['spectrum', 'dBV'] as const,
      ['impedance', 'ohm'] as const,
    ),
  })
  .chain(({ title: name, hasPhase, shape: [quantity, unit] }) =>
    points(unit === 'ohm' ? 1e9 : 500, unit === 'ohm' ? 0 : -500).map((all) => ({
      quantity,
      unit,
      title: name,
      frequenciesHz: all.map(({ hertz }) => hertz),
      values: all.map(({ value }) => value),
      phasesRadians: hasPhase && quantity !== 'spectrum' ? all.map(({ phase }) => phase) : null,
    })),
  );

const written = (one: Curve, format: (typeof CURVE_FORMATS)[number]): string | null => {
  try {
    return writeCurve(one, format);
  } catch (error) {
    if (error instanceof AmpbenchError && error.code === 'format-unfit') return null;
    throw error;
  }
};

describe('writing and reading back', () => {
  it.each(CURVE_FORMATS)('[IO-TRIP-1] %s comes back to the same text, unit, quantity and name', (format) => {
    fc.assert(
      fc.property(curve, (one) => {
        const text = written(one, format);
        if (text === null) return;
        const back = readCurve(text, `a.${format}`).curve;
        expect(writeCurve(back, format)).toBe(text);
        const named = format === 'csv' ? { ...one, title: '', quantity: back.quantity } : one;
        expect({ ...back, frequenciesHz: 0, values: 0, phasesRadians: back.phasesRadians === null }).toEqual({
          ...named,
          frequenciesHz: 0,
          values: 0,
          phasesRadians: one.phasesRadians === null,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('[IO-TRIP-2] CSV keeps every bit', () => {
    fc.assert(
      fc.property(curve, (one) => {
        const { frequenciesHz, values, phasesRadians } = readCurve(writeCurve(one, 'csv'), 'a.csv').curve;
        const positive = (all: readonly number[]) => all.map((value) => value + 0);
        expect({
          frequenciesHz,
          values: positive(values),
          phasesRadians: phasesRadians && positive(phasesRadians),
        }).toEqual({
          frequenciesHz: one.frequenciesHz,
          values: positive(one.values),
          phasesRadians: one.phasesRadians && positive(one.phasesRadians),
        });
      }),
    );
  });

  it('[IO-TRIP-3] FRD and ZMA keep the digits they have', () => {
    fc.assert(
      fc.property(curve, (one) => {
        const format = one.unit === 'ohm' ? 'zma' : 'frd';
        const back = readCurve(writeCurve(one, format), 'a').curve;
        for (const [index, value] of one.values.entries()) {
          const within = one.unit === 'ohm' ? 0.5e-6 * value * 10 : 0.5e-4 + 1e-12;
          expectClose(back.values[index], value, {
            within,
            unit: one.unit,
            because: 'it is written with so many digits',
          });
          expectClose(back.phasesRadians?.[index] ?? 0, one.phasesRadians?.[index] ?? 0, {
            within: ((0.5e-4 + 1e-10) * Math.PI) / 180,
            unit: 'rad',
            because: 'degrees have four decimals',
          });
        }
      }),
    );
  });

  it('[IO-TRIP-4] no text makes the reader do anything but give a curve or a data error', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '20 1',
        '* Freq(Hz) SPL(dB)',
        ',',
        ';',
        '\t',
        '\n',
        '1e5',
        '-',
        '−',
        '"',
        '(',
        'Hz',
        'dB',
        '0',
        'NaN',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          const { curve: read } = readCurve(pieces.join(''), 'fuzz');
          expect(read.values.every(Number.isFinite)).toBe(true);
          expect(read.frequenciesHz.every((hertz, index, all) => hertz > (all[index - 1] ?? 0))).toBe(true);
        } catch (error) {
          if (!(error instanceof AmpbenchError)) throw error;
          expect(error.kind).toBe('data');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('[IO-TRIP-5] an impedance is no FRD and a response no ZMA', () => {
    const one: Curve = {
      quantity: 'response',
      unit: 'dB',
      title: '',
      frequenciesHz: [1],
      values: [0],
      phasesRadians: null,
    };
    expect(() => writeCurve(one, 'zma')).toThrow('ZMA holds ohms');
    expect(() => writeCurve({ ...one, quantity: 'impedance', unit: 'ohm' }, 'frd')).toThrow('FRD holds decibels');
  });
});
