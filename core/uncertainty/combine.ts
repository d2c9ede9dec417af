import type { UncertaintyPart } from '../result/figure.ts';

/** Root sum of squares of independent parts, all k = 2 in one unit (GUM, JCGM 100, 5.1.2). */
export function combineUncertainty(parts: readonly UncertaintyPart[]): number {
  return Math.hypot(...parts.map((part) => part.value));
}

/** 97.72 % one-sided quantile of Student's t for n − 1 degrees of freedom: what k = 2 becomes for a mean of few readings. */
const STUDENT_T_95_45: readonly number[] = [
  13.97, 4.53, 3.31, 2.87, 2.65, 2.52, 2.43, 2.37, 2.32, 2.28, 2.25, 2.23, 2.21, 2.2, 2.18, 2.17, 2.16, 2.15, 2.14,
  2.13,
];

/** Coverage factor for a 95.45 % interval with `degreesOfFreedom` (GUM, JCGM 100, table G.2). */
export function coverageFactor(degreesOfFreedom: number): number {
  return STUDENT_T_95_45[Math.floor(degreesOfFreedom) - 1] ?? 2 + 2.6 / degreesOfFreedom;
}

/** Expanded uncertainty (95.45 %) of the mean of repeated readings; null with fewer than two. */
export function repeatability(readings: readonly number[]): { mean: number; expanded: number } | null {
  const n = readings.length;
  if (n < 2) return null;
  const mean = readings.reduce((sum, value) => sum + value, 0) / n;
  const variance = readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, expanded: coverageFactor(n - 1) * Math.sqrt(variance / n) };
}
