import { inverseRealFft } from '../../dsp/fft.ts';
import { clockCorrection, type AlignedSweep } from './sweepPoints.ts';

/** A linear response in time, its mean delay at time 0. */
export interface TimeResponse {
  /** First sample's time, seconds. */
  readonly fromSeconds: number;
  readonly sampleSeconds: number;
  /** Share of the stimulus' sample that comes at each sample: a wire is a band-limited pulse of height about 1. */
  readonly impulse: Float64Array;
  /** Running sum of it from well before the pulse: a wire steps from 0 to 1. */
  readonly step: Float64Array;
}

/**
 * Impulse and step response of the gated linear part, put on the player's time: the clock's share of the phase and the mean delay are taken out first.
 * The band is the sweep's, so the step sags with the sweep's lowest frequency.
 * @param beforeSeconds, afterSeconds what to return around the mean delay
 */
export function timeResponse(aligned: AlignedSweep, beforeSeconds: number, afterSeconds: number): TimeResponse {
  const { sweep, clockRatio, afterPeakSeconds } = aligned;
  const { bins, binHz, size } = sweep.linear;
  const clock = clockRatio === 1 ? null : clockCorrection(sweep.inverse, clockRatio);
  const turned = new Float64Array(bins.length);
  for (let bin = 0; bin < size / 2; bin++) {
    const hertz = bin * binHz;
    const angle = (clock === null || bin === 0 ? 0 : clock(hertz)) + 2 * Math.PI * hertz * afterPeakSeconds;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    turned[2 * bin] = bins[2 * bin] * cos - bins[2 * bin + 1] * sin;
    turned[2 * bin + 1] = bins[2 * bin] * sin + bins[2 * bin + 1] * cos;
  }
  const circular = inverseRealFft(turned);
  const { sampleRateHz } = sweep.inverse;
  const first = -Math.min(Math.round(beforeSeconds * sampleRateHz), size >> 2);
  const count = Math.min(Math.round(afterSeconds * sampleRateHz), size >> 1) - first;
  const impulse = new Float64Array(count);
  const step = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const lag = first + index;
    const value = circular[lag < 0 ? lag + size : lag];
    sum += value;
    impulse[index] = value;
    step[index] = sum;
  }
  return { fromSeconds: first / sampleRateHz, sampleSeconds: 1 / sampleRateHz, impulse, step };
}
