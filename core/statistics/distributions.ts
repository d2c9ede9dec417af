import { incompleteBeta, incompleteGamma } from './specialFunctions.ts';

/** Share of a normal distribution above z standard deviations. */
export function normalUpperTail(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z >= 0 ? upper / 2 : (1 + lower) / 2;
}

/** z below which the share `p` of a normal distribution lies; 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  return rootOf((z) => 1 - p - normalUpperTail(z), 0, 40);
}

/** t below which the share `p` of Student's distribution lies; 0.5 <= p < 1. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  const x = betaQuantile(2 * (1 - p), degreesOfFreedom / 2, 0.5);
  return Math.sqrt((degreesOfFreedom * (1 - x)) / x);
}

/** Value below which the share `p` of a chi-square distribution lies; 0 < p < 1. */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  const shape = degreesOfFreedom / 2;
  const below = (value: number): number => incompleteGamma(shape, value / 2).lower - p;
  let most = Math.max(2 * degreesOfFreedom, 1);
  while (below(most) < 0) most *= 2;
  return rootOf(below, 0, most);
}

/** x below which the share `p` of a beta distribution lies; 0 < p < 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  return rootOf((x) => incompleteBeta(x, a, b) - p, 0, 1);
}

/** Share of an F distribution above `f`. */
export function fUpperTail(f: number, numeratorDegrees: number, denominatorDegrees: number): number {
  return incompleteBeta(
    denominatorDegrees / (denominatorDegrees + numeratorDegrees * f),
    denominatorDegrees / 2,
    numeratorDegrees / 2,
  );
}

/** Where a rising function is zero, by halving until two neighbouring numbers are left. */
function rootOf(rising: (value: number) => number, least: number, most: number): number {
  let [low, high] = [least, most];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
}
