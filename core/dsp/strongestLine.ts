import { realFft } from './fft.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from './window.ts';

/** Longest stretch that is looked at: it tells lines 14 Hz apart. */
const LONGEST_SECONDS = 1;

/**
 * Frequency of the strongest line, Hz, to half a bin of what is looked at: up to a second from the record's middle. DC is no line. 0 where there is nothing.
 */
export function strongestLineHz(samples: Float64Array, start: number, length: number, sampleRateHz: number): number {
  let size = 4;
  while (2 * size <= Math.min(length, LONGEST_SECONDS * sampleRateHz)) size *= 2;
  const from = start + Math.max((length - size) >> 1, 0);
  const window = blackmanHarris7(size);
  const weighted = new Float64Array(size);
  for (let index = 0; index < Math.min(size, length); index++) weighted[index] = window[index] * samples[from + index];
  const bins = realFft(weighted, size);
  let best = 0;
  let most = 0;
  for (let bin = WINDOW_LOBE_BINS + 1; bin <= size / 2; bin++) {
    const power = bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2;
    if (power > most) {
      most = power;
      best = bin;
    }
  }
  return (best * sampleRateHz) / size;
}
