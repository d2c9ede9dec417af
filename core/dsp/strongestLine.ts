import { realFft } from './fft.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from './window.ts';

/** Longest stretch that is looked at: it tells lines 14 Hz apart. */
const LONGEST_SECONDS = 1;

/**
 * Frequency of the strongest line, Hz, to a few hundredths of a bin of what is looked at: up to a second from the record's middle. DC is no line; 0 where there
 * is nothing.
 */
export function strongestLineHz(samples: Float64Array, start: number, length: number, sampleRateHz: number): number {
  let size = 4;
  while (2 * size <= Math.min(length, LONGEST_SECONDS * sampleRateHz)) size *= 2;
  const from = start + Math.max((length - size) >> 1, 0);
  const window = blackmanHarris7(size);
  const weighted = new Float64Array(size);
  for (let index = 0; index < Math.min(size, length); index++) weighted[index] = window[index] * samples[from + index];
  const bins = realFft(weighted, size);
  const powerAt = (bin: number): number => bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2;
  let best = 0;
  let most = 0;
  for (let bin = WINDOW_LOBE_BINS + 1; bin < size / 2; bin++) {
    const power = powerAt(bin);
    if (power > most) {
      most = power;
      best = bin;
    }
  }
  if (best === 0) return 0;
  // The lobe is close to a Gaussian: a parabola in its logarithm finds the middle to a few hundredths of a bin
  const before = Math.log(powerAt(best - 1) / most);
  const after = Math.log(powerAt(best + 1) / most);
  const offset = (after - before) / (-2 * (before + after));
  return ((best + (Number.isFinite(offset) ? offset : 0)) * sampleRateHz) / size;
}
