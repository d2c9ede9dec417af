import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  chiSquareQuantile,
  fUpperTail,
  normalQuantile,
  normalUpperTail,
  studentQuantile,
} from '../../core/statistics/distributions.ts';
import { incompleteBeta, incompleteGamma, logGamma } from '../../core/statistics/specialFunctions.ts';
import { expectClose } from '../expectClose.ts';

const relative = (actual: number, expected: number, within = 1e-10): void =>
  expectClose(actual / expected, 1, {
    within,
    unit: 'ratio',
    because: 'two libraries of double precision, some digits lost to the exponential of large logarithms',
  });

// Made with SciPy 1.17.1: stats.norm.ppf, t.ppf, chi2.ppf, beta.ppf, f.sf
describe('distributions agree with SciPy', () => {
  it.each([
    [0.6, 0.2533471031357997],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
  ])('normal quantile of %d', (p, expected) => {
    relative(normalQuantile(p), expected);
    relative(normalQuantile(1 - p), -expected);
    relative(normalUpperTail(expected), 1 - p);
  });

  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 9, 2.262157162798205],
    [0.999, 30, 3.3851848668293045],
    [0.999999, 100, 5.048830877221446],
    [0.95, 20_000, 1.6449298189594812],
  ])('Student quantile of %d with %d degrees', (p, degrees, expected) => {
    relative(studentQuantile(p, degrees), expected, 1e-8);
  });

  it.each([
    [0.025, 1, 0.0009820691171752555],
    [0.975, 1, 5.023886187314888],
    [0.025, 9, 2.7003894999803584],
    [0.975, 99, 128.4219886438403],
    [0.5, 20_000, 19999.333337284093],
  ])('chi-square quantile of %d with %d degrees', (p, degrees, expected) => {
    relative(chiSquareQuantile(p, degrees), expected, 1e-9);
  });

  it.each([
    [0.025, 8, 3, 0.4439045376923585],
    [0.975, 9, 2, 0.9747892736731666],
    [0.025, 19_800, 201, 0.9885224523738014],
    [0.5, 0.5, 0.5, 0.5],
  ])('beta quantile of %d with %d and %d', (p, a, b, expected) => {
    relative(betaQuantile(p, a, b), expected);
  });

  it.each([
    [0.434, 18, 60, 0.9740208028890078],
    [39.6178, 9, 18, 4.745885033628591e-10],
    [79.4, 2, 18, 1.1752011285480109e-9],
    [1, 5, 5, 0.5],
  ])('tail of F above %d with %d and %d degrees', (f, numerator, denominator, expected) => {
    relative(fUpperTail(f, numerator, denominator), expected);
  });
});

describe('closed forms', () => {
  it('ln Γ of whole and half numbers', () => {
    relative(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
    relative(logGamma(11), Math.log(3_628_800));
    relative(logGamma(0.25) + logGamma(0.75), Math.log(Math.PI * Math.SQRT2));
  });

  it('P(1, x) is 1 − e^−x, in both tails', () => {
    for (const x of [0.01, 1, 5, 40]) {
      relative(incompleteGamma(1, x).lower, -Math.expm1(-x));
      relative(incompleteGamma(1, x).upper, Math.exp(-x));
    }
  });

  it('I_x(a, 1) is x^a, and the ends are 0 and 1', () => {
    relative(incompleteBeta(0.3, 4, 1), 0.3 ** 4);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    expect(incompleteGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
  });
});
