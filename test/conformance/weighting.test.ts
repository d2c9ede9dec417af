import { describe, expect, it } from 'vitest';
import { weightingPower, type Weighting } from '../../core/standards/weighting.ts';
import { expectClose } from '../expectClose.ts';
import { A_WEIGHTING_TABLE, ITU_468_TABLE, type WeightingRow } from '../standards/weightingTables.ts';

const weightDb = (weighting: Weighting, frequencyHz: number): number =>
  10 * Math.log10(weightingPower(weighting, frequencyHz));

function expectWithinLimits(actualDb: number, { hz, db, upperDb, lowerDb }: WeightingRow): void {
  // The closed form may round where a limit is zero: the table itself has one decimal
  const rounding = 0.05;
  expect(actualDb, `${hz} Hz`).toBeLessThanOrEqual(db + upperDb + rounding);
  if (lowerDb !== null) expect(actualDb, `${hz} Hz`).toBeGreaterThanOrEqual(db + lowerDb - rounding);
}

/** Mean power factor of a weighting over white noise of a band, dB. */
function whiteNoiseDb(weighting: Weighting, lowHz: number, highHz: number): number {
  let sum = 0;
  for (let hz = lowHz + 0.5; hz < highHz; hz++) sum += weightingPower(weighting, hz);
  return 10 * Math.log10(sum / (highHz - lowHz));
}

describe('weighting curves', () => {
  it('[NOISE-2] A lies within the class 1 limits of its table', () => {
    for (const row of A_WEIGHTING_TABLE) {
      const exactHz = 1000 * 10 ** (Math.round(10 * Math.log10(row.hz / 1000)) / 10);
      expectWithinLimits(weightDb('a', exactHz), row);
    }
  });

  it('[NOISE-2] 468 lies within the tolerances of its table', () => {
    for (const row of ITU_468_TABLE) expectWithinLimits(weightDb('468', row.hz), row);
  });

  it.each([
    ['a', -2.05],
    ['ccir-rms', 1.68],
    ['468', 7.31],
  ] as const)('[NOISE-2] white noise of 20 Hz to 20 kHz reads %s %d dB', (weighting, expectedDb) => {
    expectClose(whiteNoiseDb(weighting, 20, 20_000), expectedDb, {
      within: 0.006,
      unit: 'dB',
      because: 'the closed form has two decimals',
    });
  });
});
