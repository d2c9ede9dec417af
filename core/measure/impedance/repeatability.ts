import { coverageFactor } from '../../uncertainty/combine.ts';

/**
 * Expanded uncertainty (95.45 %) of a value that rests on the means of two sets of captures, from what it becomes when each capture alone stands for its
 * set: the two-sample form, both sets scattering alike. Drift that is steady through captures taken in turns (open, loaded, loaded, open) cancels in the
 * means but not in the scatter, so the uncertainty is then on the safe side (JCGM 100, 4.2 and G.3).
 * @param first, second a value for each capture, three or more in all
 */
export function repeatedUncertainty(first: readonly number[], second: readonly number[]): number {
  const freedom = first.length + second.length - 2;
  const variance = (squaresAboutMean(first) + squaresAboutMean(second)) / freedom;
  return coverageFactor(freedom) * Math.sqrt(variance * (1 / first.length + 1 / second.length));
}

function squaresAboutMean(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
