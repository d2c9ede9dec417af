import { fadeEnds } from './ramp.ts';

/** Samples after which the J-test repeats: 48 cycles of fs/4. */
export const JTEST_PERIOD_FRAMES = 192;
/** Steps of a 24-bit code from zero to full scale. */
const JTEST_FULL_SCALE_CODE = 2 ** 23;

/** The tone's samples: a quarter of a cycle each, two low, two high. */
const TONE_CODE = 0x400000;

/**
 * The 24-bit code of a frame of the J-test: C00000 C00000 400000 400000 24 times, then BFFFFF BFFFFF 3FFFFF 3FFFFF 24 times. A tone of fs/4 at −3.01 dBFS
 * and a square wave of one step at fs/192, which turns every bit of the code over at once (after J. Dunn, "Jitter: specification and assessment in
 * digital audio equipment", 1992).
 * @param halvings the tone, not the step, is 6.02 dB lower for each
 */
export function jtestCode(frame: number, halvings: number): number {
  const place = frame % JTEST_PERIOD_FRAMES;
  const tone = TONE_CODE / 2 ** halvings;
  return (place % 4 < 2 ? -tone : tone) - (place < JTEST_PERIOD_FRAMES / 2 ? 0 : 1);
}

/**
 * The J-test in volts: whole codes, to be sent without dither.
 * @param fullScaleVoltsPeak volts of code 2^23
 * @param rampFrames at each end fade to the nearest codes
 */
export function jtest(frames: number, fullScaleVoltsPeak: number, halvings: number, rampFrames: number): Float64Array {
  const codes = Float64Array.from({ length: frames }, (_, frame) => jtestCode(frame, halvings));
  fadeEnds(codes, rampFrames);
  return codes.map((code) => (Math.round(code) / JTEST_FULL_SCALE_CODE) * fullScaleVoltsPeak);
}

/** Fewest halvings at which the tone's rms is no more than asked. */
export const jtestHalvings = (levelVoltsRms: number, fullScaleVoltsPeak: number): number =>
  Math.min(
    Math.max(Math.ceil(Math.log2((fullScaleVoltsPeak * TONE_CODE) / JTEST_FULL_SCALE_CODE / levelVoltsRms)), 0),
    16,
  );

/** One step over the tone's peak, without halvings: a quarter-cycle step of ±a is a sine of a·√2. */
export const JTEST_STEP_RATIO = 1 / (TONE_CODE * Math.SQRT2);

/**
 * What the J-test itself holds at an odd multiple of fs/192, as a ratio to its tone: the square wave of half a step either way.
 * @param multiple odd, of fs/192
 * @param stepRatio one step over the tone's peak
 */
export function jtestOwnLineRatio(multiple: number, stepRatio: number): number {
  // Partial k of a sampled square wave of ±a and period N: 4a/(N sin(πk/N))
  const partial = 2 / (JTEST_PERIOD_FRAMES * Math.abs(Math.sin((Math.PI * multiple) / JTEST_PERIOD_FRAMES)));
  return partial * stepRatio;
}
