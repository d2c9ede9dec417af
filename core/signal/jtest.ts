/** Samples after which the J-test repeats: 48 cycles of fs/4. */
export const JTEST_PERIOD_FRAMES = 192;
/** Steps of a 24-bit code from zero to full scale. */
export const JTEST_FULL_SCALE_CODE = 2 ** 23;

const HIGH_HALF = [-0x400000, -0x400000, 0x400000, 0x400000];
const LOW_HALF = [-0x400001, -0x400001, 0x3fffff, 0x3fffff];

/**
 * The 24-bit code of a frame of the J-test: C00000 C00000 400000 400000 24 times, then BFFFFF BFFFFF 3FFFFF 3FFFFF 24 times. A tone of fs/4 at −3.01 dBFS
 * and a square wave of one step at fs/192, which turns every bit of the code over at once (after J. Dunn, "Jitter: specification and assessment in
 * digital audio equipment", 1992).
 */
export function jtestCode(frame: number): number {
  const place = frame % JTEST_PERIOD_FRAMES;
  return (place < JTEST_PERIOD_FRAMES / 2 ? HIGH_HALF : LOW_HALF)[place % 4];
}

/** The J-test in volts: exact codes, to be sent without dither. @param fullScaleVoltsPeak volts of code 2^23 */
export function jtest(frames: number, fullScaleVoltsPeak: number): Float64Array {
  const samples = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++)
    samples[frame] = (jtestCode(frame) / JTEST_FULL_SCALE_CODE) * fullScaleVoltsPeak;
  return samples;
}

/**
 * What the J-test itself holds at an odd multiple of fs/192, as a ratio to its tone: the square wave of half a step either way.
 * @param multiple odd, of fs/192
 */
export function jtestOwnLineRatio(multiple: number): number {
  // Partial k of a sampled square of ±a, period N: 4a/(N sin(πk/N)); the tone's peak is 2^22·√2 steps
  const linePeakSteps =
    (4 * 0.5) / (JTEST_PERIOD_FRAMES * Math.abs(Math.sin((Math.PI * multiple) / JTEST_PERIOD_FRAMES)));
  return linePeakSteps / (2 ** 22 * Math.SQRT2);
}
