import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { unitYields, yieldOf } from '../../core/statistics/yield.ts';
import { expectClose } from '../expectClose.ts';

describe('yieldOf', () => {
  // SciPy 1.17.1: binomtest(8, 10).proportion_ci(0.95, 'exact' and 'wilson')
  it('agrees with SciPy for 8 of 10', () => {
    const { ratio, exactInterval, wilsonInterval } = yieldOf(8, 10)!;
    expect(ratio).toBe(0.8);
    const bound = { within: 1e-12, unit: 'ratio', because: 'rounding of doubles' };
    expectClose(exactInterval.lower, 0.4439045376923585, bound);
    expectClose(exactInterval.upper, 0.9747892736731665, bound);
    expectClose(wilsonInterval.lower, 0.4901624715366418, bound);
    expectClose(wilsonInterval.upper, 0.9433178485456248, bound);
  });

  it('with no failure has the rule of three: 1 − 0.025^(1/n)', () => {
    const { exactInterval } = yieldOf(100, 100)!;
    expect(exactInterval.upper).toBe(1);
    expectClose(exactInterval.lower, 0.025 ** (1 / 100), {
      within: 1e-12,
      unit: 'ratio',
      because: 'rounding of doubles',
    });
    expect(yieldOf(0, 7)!.exactInterval.lower).toBe(0);
    expect(yieldOf(0, 0)).toBeNull();
  });

  it('the exact interval covers at least, Wilson about 95 % of 4000 samples', () => {
    const random = createRandom(5);
    let [exact, wilson] = [0, 0];
    for (let turn = 0; turn < 4000; turn++) {
      let passed = 0;
      for (let unit = 0; unit < 60; unit++) if (random.uniform() < 0.93) passed++;
      const { exactInterval, wilsonInterval } = yieldOf(passed, 60)!;
      if (exactInterval.lower <= 0.93 && 0.93 <= exactInterval.upper) exact++;
      if (wilsonInterval.lower <= 0.93 && 0.93 <= wilsonInterval.upper) wilson++;
    }
    expect(exact / 4000).toBeGreaterThan(0.95 - 0.014);
    expectClose(wilson / 4000, 0.95, {
      within: 0.03,
      unit: 'ratio',
      because: 'four standard errors are 0.014 and the coverage of a discrete count steps by about 0.015',
    });
  });
});

describe('unitYields', () => {
  it('counts a unit once: its first test for the first pass, its last for the final yield', () => {
    const attempts = [
      { serial: 'A', passed: false },
      { serial: 'B', passed: true },
      { serial: 'A', passed: true },
      { serial: 'B', passed: false },
      { serial: 'C', passed: true },
    ];
    const { firstPass, final } = unitYields(attempts);
    expect([firstPass!.passed, firstPass!.total]).toEqual([2, 3]);
    expect([final!.passed, final!.total]).toEqual([2, 3]);
    expect(unitYields([])).toEqual({ firstPass: null, final: null });
  });
});
