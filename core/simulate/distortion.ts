/** How much second and third harmonic a sine of a given level gets. */
export interface HarmonicRatios {
  /** Amplitude re the fundamental. */
  readonly secondRatio: number;
  readonly thirdRatio: number;
}

/** y = x + square·x² + cube·x³, of a signal in its own unit. */
export interface Polynomial {
  readonly square: number;
  readonly cube: number;
}

/**
 * The polynomial that gives a sine of amplitude `peak` these harmonics. From (A cos)² = A²/2 (1 + cos 2φ) and
 * (A cos)³ = A³/4 (3 cos φ + cos 3φ): ratios A·square/2 and A²·cube/4. The cube is compressive (negative). The ratios then grow by
 * 1 dB and 2 dB for each dB of level.
 */
export function polynomialFor(ratios: HarmonicRatios, peak: number): Polynomial {
  return { square: (2 * ratios.secondRatio) / peak, cube: (-4 * ratios.thirdRatio) / (peak * peak) };
}

/** Applies a polynomial in place. */
export function distort(samples: Float64Array, polynomial: Polynomial): void {
  const { square, cube } = polynomial;
  if (square === 0 && cube === 0) return;
  for (let frame = 0; frame < samples.length; frame++) {
    const x = samples[frame];
    samples[frame] = x * (1 + x * (square + cube * x));
  }
}

/**
 * An output stage's limit, in place: untouched up to `kneePeak`, then a hyperbolic tangent that meets it without a corner and never
 * passes `limitPeak`.
 */
export function limit(samples: Float64Array, kneePeak: number, limitPeak: number): void {
  const room = limitPeak - kneePeak;
  for (let frame = 0; frame < samples.length; frame++) {
    const x = samples[frame];
    if (x > kneePeak) samples[frame] = kneePeak + room * Math.tanh((x - kneePeak) / room);
    else if (x < -kneePeak) samples[frame] = -kneePeak - room * Math.tanh((-x - kneePeak) / room);
  }
}
