import { applyKernel } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { windowedSinc } from './windowedSinc.ts';

/**
 * The converters' digital filters: from the device's rate up to the rate at which the analogue side is computed, and down again.
 * Flat within 0.0001 dB to 0.45 of the device's rate, 115 dB down from 0.55 of it; −6 dB at half, as half-band filters are. So what
 * distortion makes above half the rate does not fold back, save for the last tenth of the band.
 */
const HALF_WIDTH = 40;
const BETA = 12;

/** Computing distortion at 384 kHz or above folds nothing of second or third order into 0–20 kHz for tones up to 121 kHz. */
const LEAST_INTERNAL_RATE_HZ = 384000;

/** How many internal samples stand for one of the device's. */
export const oversamplingFor = (sampleRateHz: number): number => Math.ceil(LEAST_INTERNAL_RATE_HZ / sampleRateHz);

/** y[n·factor + k] between the samples of x; the samples themselves are kept. `output` holds `factor` times as many. */
export function interpolate(input: Float64Array, factor: number, output: Float64Array): void {
  const phase = new Float64Array(input.length);
  for (let k = 0; k < factor; k++) {
    if (k === 0) phase.set(input);
    else {
      // Sample at n + k/factor: taps over x[n + HALF_WIDTH − m], m = 0 … 2 HALF_WIDTH − 1
      const taps = Float64Array.from({ length: 2 * HALF_WIDTH }, (_, m) =>
        windowedSinc(k / factor - HALF_WIDTH + m, HALF_WIDTH, BETA),
      );
      applyKernel({ taps, centre: HALF_WIDTH }, input, phase);
    }
    for (let frame = 0, at = k; frame < phase.length; frame++, at += factor) output[at] = phase[frame];
  }
}

/** Low-passes to half the device's rate and keeps every `factor`-th sample. `output` holds one for each `factor` of `input`. */
export function decimate(input: Float64Array, factor: number, output: Float64Array): void {
  const phase = new Float64Array(output.length);
  const filtered = new Float64Array(output.length);
  for (let k = 0; k < factor; k++) {
    for (let frame = 0, at = k; frame < phase.length; frame++, at += factor) phase[frame] = input[at];
    if (k === 0) {
      for (let frame = 0; frame < phase.length; frame++) output[frame] = phase[frame] / factor;
      continue;
    }
    // Internal sample q·factor + k lies q + k/factor − n from y[n]; taps over q = n + HALF_WIDTH − 1 − m
    const taps = Float64Array.from(
      { length: 2 * HALF_WIDTH },
      (_, m) => windowedSinc(HALF_WIDTH - 1 - m + k / factor, HALF_WIDTH, BETA) / factor,
    );
    const kernel: Kernel = { taps, centre: HALF_WIDTH - 1 };
    applyKernel(kernel, phase, filtered);
    for (let frame = 0; frame < output.length; frame++) output[frame] += filtered[frame];
  }
}
