import { describe, expect, it } from 'vitest';
import { compareResponse, valueAt } from '../../core/interchange/compareResponse.ts';
import type { Curve } from '../../core/interchange/curve.ts';
import type { Analysis } from '../../core/measure/analysis.ts';
import { renderResponseComparison } from '../../core/report/responseComparisonText.ts';
import { expectClose } from '../expectClose.ts';

const OCTAVE_PARTS = 24;
const frequenciesHz = Array.from({ length: 11 * OCTAVE_PARTS }, (_, index) => 1000 * 2 ** (index / OCTAVE_PARTS - 5.5))
  .concat(1000)
  .sort((a, b) => a - b);
const highPassDb = (hertz: number, cornerHz: number): number => -10 * Math.log10(1 + (cornerHz / hertz) ** 2);
const lowPassDb = (hertz: number, cornerHz: number): number => -10 * Math.log10(1 + (hertz / cornerHz) ** 2);

const measured = (db: (hertz: number) => number): Analysis => ({
  kind: 'frequency-response',
  schemaVersion: 1,
  sampleRateHz: 96_000,
  frames: 1,
  definitionId: 'frequency-response.sweep.re-1k',
  channels: [
    {
      channel: 1,
      figures: {},
      flags: [],
      curves: {
        response: {
          frequenciesHz,
          magnitudesDb: frequenciesHz.map((hertz) => db(hertz) - db(1000)),
          uncertaintiesDb: frequenciesHz.map(() => 0.01),
        },
      },
    },
  ],
  clock: null,
  integrity: [],
});

const other = (db: (hertz: number) => number, from = 1, to = 40_000): Curve => {
  const hertz = Array.from({ length: 4000 }, (_, index) => from * (to / from) ** (index / 3999));
  return {
    quantity: 'response',
    unit: 'dB SPL',
    title: 'other',
    frequenciesHz: hertz,
    values: hertz.map(db),
    phasesRadians: null,
  };
};

describe('a response against a curve', () => {
  it('[IO-CMP-1] is nothing against itself, whatever the level', () => {
    const db = (hertz: number): number => highPassDb(hertz, 20);
    const [{ largest, rmsDb }] = compareResponse(
      measured(db),
      other((hertz) => db(hertz) + 94),
      'x.frd',
    ).channels;
    expectClose(largest.differenceDb, 0, {
      within: 1e-4,
      unit: 'dB',
      because: 'straight lines between 4000 points miss a high-pass by less',
    });
    expectClose(rmsDb, 0, { within: 1e-4, unit: 'dB', because: 'the same' });
  });

  it('[IO-CMP-2] leaves the device where the curve is the interface: the device’s own corners', () => {
    const amp = (hertz: number): number => highPassDb(hertz, 40) + lowPassDb(hertz, 22_000);
    const interfaceDb = (hertz: number): number => highPassDb(hertz, 25) + lowPassDb(hertz, 30_000);
    const comparison = compareResponse(
      measured((hertz) => amp(hertz) + interfaceDb(hertz)),
      other(interfaceDb),
      'x.frd',
    );
    const { figures } = comparison.channels[0];
    // 0 dB is at 1 kHz, which the high-pass lowers by 0.007 dB
    expectClose(figures['corner-low-3db'].value ?? NaN, 40, {
      within: 0.1,
      unit: 'Hz',
      because: '0.017 dB of −3.010 + 3 and of 1 kHz at 6 dB an octave, and the figure’s 0.05 %',
    });
    expectClose(figures['corner-high-3db'].value ?? NaN, 22_000, { within: 60, unit: 'Hz', because: 'the same' });
    expect(renderResponseComparison(comparison, 'x.frd')).toMatch(/corner-low-3db of the difference: (?:39.9|40.0)/u);
  });

  it('[IO-CMP-3] has the largest difference where it is, and only where both curves are', () => {
    const bump = (hertz: number): number => (Math.abs(Math.log2(hertz / 8000)) < 0.01 ? 2 : 0);
    const [{ largest, bandHz }] = compareResponse(
      measured(bump),
      other(() => 0, 100, 10_000),
      'x.frd',
    ).channels;
    expectClose(largest.differenceDb, 2, { within: 1e-9, unit: 'dB', because: 'the other curve is flat' });
    expect(Math.abs(Math.log2(largest.frequencyHz / 8000))).toBeLessThan(0.01);
    expect(bandHz[0]).toBeGreaterThanOrEqual(100);
    expect(bandHz[1]).toBeLessThanOrEqual(10_000);
  });

  it('[IO-CMP-4] is refused where the curve has no 1 kHz or is none', () => {
    const flat = measured(() => 0);
    expect(() =>
      compareResponse(
        flat,
        other(() => 0, 2000),
        'x.frd',
      ),
    ).toThrow('must cover 1000 Hz');
    expect(() => compareResponse(flat, { ...other(() => 1), quantity: 'impedance' }, 'x.zma')).toThrow('of impedance');
  });

  it('[IO-CMP-5] reads between points straight over log frequency, and nothing outside', () => {
    const line = { frequenciesHz: [10, 1000], values: [0, 20] };
    expectClose(valueAt(line, 100) ?? NaN, 10, { within: 1e-12, unit: 'dB', because: 'rounding' });
    expect([valueAt(line, 10), valueAt(line, 1000), valueAt(line, 9.9), valueAt(line, 1001)]).toEqual([
      0,
      20,
      null,
      null,
    ]);
    expect(valueAt({ frequenciesHz: [50], values: [3] }, 50)).toBe(3);
  });
});
