/** Zeroth-order modified Bessel function of the first kind, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * Kaiser-windowed sinc with its zeros on the whole numbers, at a distance of `x` samples from its centre.
 * @param halfWidth the window ends here, samples
 * @param beta Kaiser's shape: 12.3 is 120 dB
 */
export function windowedSinc(x: number, halfWidth: number, beta: number): number {
  if (x === 0) return 1;
  const share = x / halfWidth;
  if (Math.abs(share) >= 1) return 0;
  const window = besselI0(beta * Math.sqrt(1 - share * share)) / besselI0(beta);
  return (window * Math.sin(Math.PI * x)) / (Math.PI * x);
}
