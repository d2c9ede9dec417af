import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import { createRandom } from '../../core/signal/random.ts';
import { gageStudy, type GageReading, type GageStudy } from '../../core/statistics/gageStudy.ts';
import { expectClose } from '../expectClose.ts';

/** The example of the AIAG manual, 4th edition: ten parts, three appraisers, three trials. */
const AIAG: Readonly<Record<string, readonly (readonly number[])[]>> = {
  A: [
    [0.29, 0.41, 0.64],
    [-0.56, -0.68, -0.58],
    [1.34, 1.17, 1.27],
    [0.47, 0.5, 0.64],
    [-0.8, -0.92, -0.84],
    [0.02, -0.11, -0.21],
    [0.59, 0.75, 0.66],
    [-0.31, -0.2, -0.17],
    [2.26, 1.99, 2.01],
    [-1.36, -1.25, -1.31],
  ],
  B: [
    [0.08, 0.25, 0.07],
    [-0.47, -1.22, -0.68],
    [1.19, 0.94, 1.34],
    [0.01, 1.03, 0.2],
    [-0.56, -1.2, -1.28],
    [-0.2, 0.22, 0.06],
    [0.47, 0.55, 0.83],
    [-0.63, 0.08, -0.34],
    [1.8, 2.12, 2.19],
    [-1.68, -1.62, -1.5],
  ],
  C: [
    [0.04, -0.11, -0.15],
    [-1.38, -1.13, -0.96],
    [0.88, 1.09, 0.67],
    [0.14, 0.2, 0.11],
    [-1.46, -1.07, -1.45],
    [-0.29, -0.67, -0.49],
    [0.02, 0.01, 0.21],
    [-0.46, -0.56, -0.49],
    [1.77, 1.45, 1.87],
    [-1.49, -1.77, -2.16],
  ],
};

const readings: GageReading[] = Object.entries(AIAG).flatMap(([operator, parts]) =>
  parts.flatMap((values, part) => values.map((value) => ({ part: `part ${part + 1}`, operator, value }))),
);

const deviation = ({ components }: GageStudy, source: string): number =>
  components.find((component) => component.source === source)!.standardDeviation;

/** A study of made-up readings with known standard deviations. */
function simulated(
  seed: number,
  shape: { readonly parts: number; readonly operators: number; readonly trials: number },
  spread: { readonly part: number; readonly operator: number; readonly repeat: number },
): GageReading[] {
  const random = createRandom(seed);
  const draw = (count: number, size: number): number[] => Array.from({ length: count }, () => size * random.gaussian());
  const [parts, operators] = [draw(shape.parts, spread.part), draw(shape.operators, spread.operator)];
  return parts.flatMap((part, p) =>
    operators.flatMap((operator, o) =>
      draw(shape.trials, spread.repeat).map((noise) => ({
        part: String(p),
        operator: String(o),
        value: 8 + part + operator + noise,
      })),
    ),
  );
}

describe('gageStudy', () => {
  it('gives the published table of the AIAG example', () => {
    const study = gageStudy(readings, null);
    const published = [
      ['part', 88.3619, 9, 9.81799],
      ['operator', 3.1673, 2, 1.58363],
      ['part-operator', 0.359, 18, 0.01994],
      ['repeatability', 2.7589, 60, 0.04598],
    ] as const;
    study.anova.forEach((row, index) => {
      const [source, sum, degrees, mean] = published[index];
      expect([row.source, row.degreesOfFreedom]).toEqual([source, degrees]);
      expectClose(row.sumOfSquares, sum, { within: 6e-5, unit: 'mm²', because: 'printed to four places' });
      expectClose(row.meanSquare, mean, { within: 6e-6, unit: 'mm²', because: 'printed to five places' });
    });
    expectClose(study.anova[2].p!, 0.974, { within: 6e-4, unit: 'ratio', because: 'printed to three places' });
  });

  it('gives its published components: GRR 27.86 %, 4 categories', () => {
    const study = gageStudy(readings, 8);
    expect(study.isPooled).toBe(true);
    const bound = { within: 6e-6, unit: 'mm', because: 'printed to five places' };
    expectClose(deviation(study, 'repeatability'), 0.199933, bound);
    expectClose(deviation(study, 'reproducibility'), 0.226838, bound);
    expectClose(deviation(study, 'gage'), 0.302373, bound);
    expectClose(deviation(study, 'part'), 1.04233, bound);
    expectClose(deviation(study, 'total'), 1.0853, bound);
    expectClose(study.gagePercent!, 27.86, { within: 0.006, unit: '%', because: 'printed to two places' });
    expect(study.distinctCategories).toBe(4);
    expectClose(study.components[0].tolerancePercent!, (600 * 0.302373) / 8, {
      within: 0.001,
      unit: '%',
      because: 'from a value of five places',
    });
  });

  it('keeps an interaction that is significant', () => {
    const leaning = readings.map((reading) =>
      reading.part === 'part 1' && reading.operator === 'A' ? { ...reading, value: reading.value + 2 } : reading,
    );
    const study = gageStudy(leaning, null);
    expect(study.isPooled).toBe(false);
    expect(deviation(study, 'part-operator')).toBeGreaterThan(0.2);
    expectClose(deviation(study, 'repeatability') ** 2, 0.04598, {
      within: 6e-6,
      unit: 'mm²',
      because: 'shifting one cell leaves the spread within cells as it was',
    });
  });

  it('one part and one operator give the repeatability alone', () => {
    const study = gageStudy(
      [1, 2, 3, 4, 5].map((value) => ({ part: 'golden', operator: 'bench', value })),
      null,
    );
    expect(study.anova.map(({ source }) => source)).toEqual(['repeatability']);
    expect(study.components.map(({ source }) => source)).toEqual(['gage', 'repeatability', 'total']);
    expect([study.gagePercent, study.distinctCategories]).toEqual([null, null]);
    expectClose(deviation(study, 'gage'), Math.sqrt(2.5), { within: 1e-12, unit: 'V', because: 'rounding' });
  });

  it('names components below zero and counts them as zero', () => {
    const same = simulated(9, { parts: 4, operators: 3, trials: 3 }, { part: 1, operator: 0, repeat: 0.4 });
    const study = gageStudy(same, null);
    expect(study.negative).toContain('operator');
    expect(deviation(study, 'operator')).toBe(0);
    for (const { standardDeviation } of study.components) expect(standardDeviation).toBeGreaterThanOrEqual(0);
  });

  it('refuses a study that is not balanced, naming part and operator', () => {
    const call = (): unknown => gageStudy(readings.slice(1), null);
    expect(call).toThrow(AmpbenchError);
    expect(call).toThrow(/"part 1" was measured 2 times by "A"/);
  });

  it('a bench without any spread is no division by zero', () => {
    const still = ['a', 'b'].flatMap((part) => [1, 1].map((value) => ({ part, operator: 'one', value })));
    expect(gageStudy(still, 1)).toMatchObject({ gagePercent: null, distinctCategories: null });
  });

  it('covers the repeatability in 95 % and finds the parts on average, in 600 studies', () => {
    let [covered, parts] = [0, 0];
    const truth = { part: 1, operator: 0.3, repeat: 0.5 };
    for (let seed = 0; seed < 600; seed++) {
      const study = gageStudy(simulated(seed, { parts: 8, operators: 3, trials: 3 }, truth), null);
      const { lower, upper } = study.repeatabilityInterval;
      if (lower <= truth.repeat && truth.repeat <= upper) covered++;
      parts += deviation(study, 'part') ** 2 / 600;
    }
    expectClose(covered / 600, 0.95, { within: 0.036, unit: 'ratio', because: 'four standard errors of 600 trials' });
    expectClose(parts, 1, {
      within: 0.09,
      unit: 'V²',
      because: 'four standard errors of a variance of seven degrees of freedom over 600 studies',
    });
  });
});
