import { describe, expect, it } from 'vitest';
import { weightingForBins, weightingPower, type Weighting } from '../../core/standards/weighting.ts';
import { expectClose } from '../expectClose.ts';
import { A_WEIGHTING_TABLE, ITU_468_TABLE } from './weightingTables.ts';

const weightDb = (weighting: Weighting, frequencyHz: number): number =>
  10 * Math.log10(weightingPower(weighting, frequencyHz));

describe('weightings', () => {
  it.each(A_WEIGHTING_TABLE)('[NOISE-2] A is the table’s at $hz Hz: $db dB', ({ hz, db }) => {
    // The table holds at the exact base-ten frequencies 1000 · 10^(n/10)
    const exactHz = 1000 * 10 ** (Math.round(10 * Math.log10(hz / 1000)) / 10);
    expectClose(weightDb('a', exactHz), db, { within: 0.06, unit: 'dB', because: 'the table is rounded to 0.1 dB' });
  });

  it('[NOISE-2] 468 reads 12.2 dB at 6.3 kHz and nothing at 1 kHz', () => {
    expectClose(weightDb('468', 6300), 12.2, { within: 0.05, unit: 'dB', because: 'the closed form promises it' });
    expectClose(weightDb('468', 1000), 0, { within: 0.05, unit: 'dB', because: 'the closed form promises it' });
  });

  it.each(ITU_468_TABLE)('[NOISE-2] 468 is the table’s at $hz Hz: $db dB', ({ hz, db }) => {
    expectClose(weightDb('468', hz), db, {
      within: 0.1,
      unit: 'dB',
      because: 'the closed form is 0.05 dB from the table, which is rounded to 0.1 dB',
    });
  });

  it('[NOISE-2] CCIR-RMS is 468 less 5.63 dB, so 0 dB at 2 kHz', () => {
    expectClose(weightDb('ccir-rms', 6300) - weightDb('468', 6300), -5.63, {
      within: 1e-9,
      unit: 'dB',
      because: 'it is a constant',
    });
    expectClose(weightDb('ccir-rms', 2000), 0, { within: 0.05, unit: 'dB', because: 'the table has one decimal' });
  });

  it('[NOISE-2] bins carry their own frequency, in a copy for each shape of spectrum', () => {
    const wide = weightingForBins('a', 100, 10);
    expect(wide[50]).toBe(weightingPower('a', 500));
    expect(weightingForBins('a', 100, 10)).toBe(wide);
    expect(weightingForBins('a', 100, 20)[50]).toBe(weightingPower('a', 1000));
    expect(weightingForBins('468', 100, 10)[50]).toBe(weightingPower('468', 500));
    expect(weightingPower('unweighted', 3)).toBe(1);
  });
});
