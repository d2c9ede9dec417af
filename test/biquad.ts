/** A second-order digital filter in the time domain, and its exact magnitude: known response for known coefficients. */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** First-order high-pass by the bilinear transform, `dropDb` down at `cornerHz`. */
export function highPass(cornerHz: number, dropDb: number, sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / sampleRateHz) * Math.sqrt(10 ** (dropDb / 10) - 1);
  return { b: [1 / (1 + k), -1 / (1 + k), 0], a: [(k - 1) / (1 + k), 0] };
}

/** Second-order Butterworth low-pass by the bilinear transform, `dropDb` down at `cornerHz`. */
export function lowPass(cornerHz: number, dropDb: number, sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / sampleRateHz) / (10 ** (dropDb / 10) - 1) ** 0.25;
  const norm = 1 + Math.SQRT2 * k + k * k;
  return {
    b: [(k * k) / norm, (2 * k * k) / norm, (k * k) / norm],
    a: [(2 * (k * k - 1)) / norm, (1 - Math.SQRT2 * k + k * k) / norm],
  };
}

export function filtered(samples: Float64Array, { b, a }: Biquad): Float64Array {
  const out = new Float64Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let frame = 0; frame < samples.length; frame++) {
    const x = samples[frame];
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[frame] = y;
  }
  return out;
}

/** Exact magnitude at a frequency. */
export function magnitudeAt({ b, a }: Biquad, frequencyHz: number, sampleRateHz: number): number {
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  const of = (c0: number, c1: number, c2: number): number =>
    Math.hypot(c0 + c1 * Math.cos(omega) + c2 * Math.cos(2 * omega), c1 * Math.sin(omega) + c2 * Math.sin(2 * omega));
  return of(...b) / of(1, ...a);
}
