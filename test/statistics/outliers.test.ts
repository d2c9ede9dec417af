import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { extremeDeviates, outliersOf } from '../../core/statistics/outliers.ts';
import { expectClose } from '../expectClose.ts';

// Rosner (1983), as in the NIST/SEMATECH handbook 1.3.5.17.3
const ROSNER = [
  -0.25, 0.68, 0.94, 1.15, 1.2, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.7, 1.76, 1.77,
  1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.1, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.4, 2.47, 2.54, 2.62, 2.64,
  2.9, 2.92, 2.92, 2.93, 3.21, 3.26, 3.3, 3.59, 3.68, 4.3, 4.64, 5.34, 5.42, 6.01,
];
const STATISTICS = [3.118, 2.942, 3.179, 2.81, 2.815, 2.848, 2.279, 2.31, 2.101, 2.067];
const CRITICAL = [3.158, 3.151, 3.143, 3.136, 3.128, 3.12, 3.111, 3.103, 3.094, 3.085];

describe('generalized extreme Studentized deviate', () => {
  it('gives the published table', () => {
    const bound = { within: 0.0011, unit: 'ratio', because: 'the table is printed to three places' };
    extremeDeviates(ROSNER, 10).forEach(({ statistic, critical }, step) => {
      expectClose(statistic, STATISTICS[step], bound);
      expectClose(critical, CRITICAL[step], bound);
    });
  });

  it('finds the three outliers, though the first two steps alone show none', () => {
    expect(outliersOf(ROSNER)?.map((index) => ROSNER[index])).toEqual([6.01, 5.42, 5.34]);
  });

  it('names all of several outliers, furthest out first', () => {
    const values = ROSNER.filter((value) => value < 4).concat(30, -50);
    expect(outliersOf(values)?.map((index) => values[index])).toEqual([-50, 30]);
  });

  it('says nothing of few values and finds none where all are the same', () => {
    expect(outliersOf(ROSNER.slice(0, 14))).toBeNull();
    expect(outliersOf(new Array<number>(30).fill(2))).toEqual([]);
  });

  it('finds an outlier where there is none in at most 5 % of 1000 samples', () => {
    const random = createRandom(31);
    let found = 0;
    for (let turn = 0; turn < 1000; turn++)
      if (outliersOf(Array.from({ length: 40 }, () => random.gaussian()))!.length > 0) found++;
    expectClose(found / 1000, 0.05, { within: 0.0276, unit: 'ratio', because: 'four standard errors of 1000 trials' });
  });
});
