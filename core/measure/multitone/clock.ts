import type { CrossSpectra } from '../../clock/crossSpectra.ts';
import { clockOf } from '../../clock/delayCurve.ts';
import { trackDelay } from '../../clock/delayTrack.ts';
import type { ClockEstimate } from '../analysis.ts';
import type { MultitoneReading, ToneReading } from './analyze.ts';

/** So many of the tones, from the highest down: lower ones have fewer cycles to tell time by. */
const TONES = 12;
/** Instants at which the record's window has fallen below this share of its top hold more noise than tone. */
const LEAST_WEIGHT_SHARE = 0.2;

/** What the mean rate may have left over, relative; and, every phase being free, any delay that keeps the equations well conditioned. */
const SLOPE_STANDARD = 1e-5;
const DELAY_STANDARD_SECONDS = 1e-5;

/**
 * The player's clock from the phases of a multitone's own tones, with each tone's phase through the DUT free.
 * @param reading with at least one tone that stands out
 */
export function multitoneClock({ tones, rate }: MultitoneReading, sampleRateHz: number): ClockEstimate {
  const highest = tones.filter(({ line }) => !line.isBound).slice(-TONES);
  const { weights, stepSeconds } = highest[0].line.band;
  const leastWeight = LEAST_WEIGHT_SHARE * weights.reduce((most, weight) => Math.max(most, weight), 0);
  const instants = Array.from(weights.keys()).filter((index) => weights[index] > leastWeight);
  const re = new Float64Array(instants.length * highest.length);
  const im = new Float64Array(re.length);
  for (const [line, tone] of highest.entries()) fillPhasors(tone, rate, instants, line, highest.length, re, im);
  const spectra: CrossSpectra = {
    blockCount: instants.length,
    centreSeconds: Float64Array.from(instants, (index) => index * stepSeconds),
    readDelays: new Float64Array(instants.length),
    frequenciesHz: Float64Array.from(highest, ({ played }) => played.frequencyHz * rate),
    re,
    im,
    offsetSeconds: new Float64Array(re.length),
  };
  const { curve } = trackDelay(spectra, sampleRateHz, () => 0, SLOPE_STANDARD, DELAY_STANDARD_SECONDS);
  const { ppm, uncertaintyPpm, wanderPpm } = clockOf(curve);
  return { ppm: ppm + 1e6 * (rate - 1), uncertaintyPpm, wanderPpm };
}

/** A tone turned back by where the mean rate puts it. */
function fillPhasors(
  { played, line: { band } }: ToneReading,
  rate: number,
  instants: readonly number[],
  line: number,
  lines: number,
  re: Float64Array,
  im: Float64Array,
): void {
  const turn = 2 * Math.PI * (band.centreHz - played.frequencyHz * rate) * band.stepSeconds;
  for (const [block, index] of instants.entries()) {
    const cos = Math.cos(turn * index);
    const sin = Math.sin(turn * index);
    re[block * lines + line] = band.re[index] * cos - band.im[index] * sin;
    im[block * lines + line] = band.im[index] * cos + band.re[index] * sin;
  }
}
