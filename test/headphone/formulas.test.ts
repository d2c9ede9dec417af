import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import { checkTarget, dailyLimitSeconds } from '../../core/headphone/hearing.ts';
import { peakSplFromAverage, powerNeed, splFromVolts } from '../../core/headphone/powerNeed.ts';
import {
  dbPerVoltFromDbPerMilliwatt,
  readBothSensitivities,
  readSensitivity,
} from '../../core/headphone/sensitivity.ts';
import { levelLossDb, responseChangeDb } from '../../core/headphone/sourceImpedance.ts';
import { expectClose } from '../expectClose.ts';

const ROUNDING = { within: 1e-9, unit: 'dB', because: 'closed form in f64' } as const;

describe('power need', () => {
  it('[PAIR-1] is 1 V, 20 mA and 20 mW for the sensitivity itself into 50 ohms', () => {
    expect(powerNeed(106, 106, 50)).toEqual({ voltsRms: 1, amperesRms: 0.02, watts: 0.02 });
  });

  it('[PAIR-1] is ten times the volts and a hundred times the watts for 20 dB more', () => {
    const less = powerNeed(90, 97, 300);
    const more = powerNeed(110, 97, 300);
    expectClose(more.voltsRms / less.voltsRms, 10, { within: 1e-12, unit: '', because: 'closed form in f64' });
    expectClose(more.watts / less.watts, 100, { within: 1e-10, unit: '', because: 'closed form in f64' });
  });

  it('[PAIR-1] of the sensitivity per milliwatt is 1 mW, whatever the impedance', () => {
    for (const ohms of [8, 32, 62, 300, 600]) {
      const { watts } = powerNeed(96, dbPerVoltFromDbPerMilliwatt(96, ohms), ohms);
      expectClose(watts, 1e-3, { within: 1e-15, unit: 'W', because: 'closed form in f64' });
    }
  });

  it('[PAIR-1] and the level of its volts are inverse', () => {
    expectClose(splFromVolts(powerNeed(110, 102, 250).voltsRms, 102), 110, ROUNDING);
    expect(splFromVolts(0, 100)).toBe(-Infinity);
  });

  it('[PAIR-2] of an average lies the crest factor above it, less the 3.01 dB of a sine', () => {
    expectClose(peakSplFromAverage(90, 10 * Math.log10(2)), 90, ROUNDING);
    expectClose(peakSplFromAverage(90, 15), 101.98970004336019, ROUNDING);
  });
});

describe('sensitivity', () => {
  it('[PAIR-3] per milliwatt becomes per volt by 10 lg(1000/Z)', () => {
    expectClose(dbPerVoltFromDbPerMilliwatt(104, 1000), 104, ROUNDING);
    expectClose(dbPerVoltFromDbPerMilliwatt(96, 250), 96 + 10 * Math.log10(4), ROUNDING);
  });

  it('[PAIR-3] whose reference is not stated or doubtful gives both readings', () => {
    const [first, second] = readSensitivity(97, 'volt', 300, 'milliwatt');
    expectClose(first.dbPerVolt, 97, ROUNDING);
    expectClose(second.dbPerVolt, 97 + 10 * Math.log10(1000 / 300), ROUNDING);
    expect(readSensitivity(97, null, 300)).toHaveLength(2);
    expect(readSensitivity(97, null, 300)[0].text).toContain('not stated');
    expect(readSensitivity(97, 'volt', 300)).toHaveLength(1);
  });

  it('[PAIR-3] published both ways is one reading only where the two agree', () => {
    expect(readBothSensitivities(100, 100, 1000)).toHaveLength(1);
    expect(readBothSensitivities(114, 100, 48)).toHaveLength(2);
  });
});

describe('output impedance', () => {
  it.each([
    [10, 1.088],
    [30, 2.783],
  ])('[PAIR-6] of %d ohms lifts a Focal Clear at its peak by %d dB', (sourceOhms, db) => {
    expectClose(responseChangeDb(320, 59.2, sourceOhms), db, {
      within: 0.001,
      unit: 'dB',
      because: 'the required accuracy of the published example',
    });
  });

  it('[PAIR-6] of zero changes nothing, and a very high one changes as much as the impedance itself', () => {
    expect(responseChangeDb(320, 59.2, 0)).toBe(0);
    expect(responseChangeDb(32, 32, 120)).toBe(0);
    expectClose(responseChangeDb(320, 59.2, 1e9), 20 * Math.log10(320 / 59.2), {
      within: 1e-5,
      unit: 'dB',
      because: 'the limit is reached to 320/1e9',
    });
  });

  it('[PAIR-6] as high as the headphone takes half the volts', () => {
    expectClose(levelLossDb(32, 32), 20 * Math.log10(2), ROUNDING);
  });
});

describe('hearing', () => {
  it('[PAIR-8] is safe for 8 h at 85 dB and half as long for each 3 dB more', () => {
    expect(dailyLimitSeconds(85)).toBe(28_800);
    expect(dailyLimitSeconds(100)).toBe(900);
  });

  it('[PAIR-8] over 120 dB SPL is refused unless asked for', () => {
    expect(() => checkTarget(120.01, false)).toThrow(AmpbenchError);
    expect(() => checkTarget(120.01, false)).toThrow(/120\.0 dB SPL but must not be over 120/);
    expect(() => checkTarget(120.01, true)).not.toThrow();
    expect(() => checkTarget(120, false)).not.toThrow();
  });
});
