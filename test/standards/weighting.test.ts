import { describe, it } from 'vitest';
import { aWeightingForBins, aWeightingPower } from '../../core/standards/weighting.ts';
import { expectClose } from '../expectClose.ts';

/** A-weighting in dB at nominal third-octave frequencies, after table 3 of IEC 61672-1; one decimal. */
const TABLE: readonly (readonly [nominalHz: number, db: number])[] = [
  [10, -70.4],
  [12.5, -63.4],
  [16, -56.7],
  [20, -50.5],
  [25, -44.7],
  [31.5, -39.4],
  [40, -34.6],
  [50, -30.2],
  [63, -26.2],
  [80, -22.5],
  [100, -19.1],
  [125, -16.1],
  [160, -13.4],
  [200, -10.9],
  [250, -8.6],
  [315, -6.6],
  [400, -4.8],
  [500, -3.2],
  [630, -1.9],
  [800, -0.8],
  [1000, 0],
  [1250, 0.6],
  [1600, 1],
  [2000, 1.2],
  [2500, 1.3],
  [3150, 1.2],
  [4000, 1],
  [5000, 0.5],
  [6300, -0.1],
  [8000, -1.1],
  [10000, -2.5],
  [12500, -4.3],
  [16000, -6.6],
  [20000, -9.3],
];

const weightDb = (frequencyHz: number): number => 10 * Math.log10(aWeightingPower(frequencyHz));

describe('A-weighting', () => {
  it.each(TABLE)('[NOISE-2] is the table’s at %d Hz: %d dB', (nominalHz, db) => {
    // The table holds at the exact base-ten frequencies 1000 · 10^(n/10)
    const exactHz = 1000 * 10 ** (Math.round(10 * Math.log10(nominalHz / 1000)) / 10);
    expectClose(weightDb(exactHz), db, { within: 0.06, unit: 'dB', because: 'the table is rounded to 0.1 dB' });
  });

  it('[NOISE-2] reads white noise of 20 Hz to 20 kHz as −2.05 dB', () => {
    const binWidthHz = 1;
    const weights = aWeightingForBins(20_001, binWidthHz);
    const mean = weights.subarray(20).reduce((sum, weight) => sum + weight, 0) / (20_001 - 20);
    expectClose(10 * Math.log10(mean), -2.05, {
      within: 0.01,
      unit: 'dB',
      because: 'the closed form has two decimals',
    });
  });
});
