import type { RecordStretch } from './liveChannel.ts';

/**
 * Where the newest stretch of `frames` begins that starts as the signal rises through its middle between the extremes, in frames with their fraction; without
 * such a crossing the newest stretch.
 */
export function triggeredStart({ samples, start, end }: RecordStretch, frames: number): number {
  const last = end - frames - 1;
  let low = Infinity;
  let high = -Infinity;
  const from = Math.max(start, last - frames);
  for (let index = from; index < end; index++) {
    low = Math.min(low, samples[index]);
    high = Math.max(high, samples[index]);
  }
  const level = 0.5 * (low + high);
  // Noise crosses the middle by itself: a crossing counts once the signal has been a fifth of its height below
  const armLevel = level - 0.1 * (high - low);
  let crossing: number | null = null;
  for (let index = last; index > start; index--) {
    if (crossing !== null && samples[index] < armLevel) return crossing;
    if (samples[index] >= level && samples[index - 1] < level)
      crossing = index - 1 + (level - samples[index - 1]) / (samples[index] - samples[index - 1]);
    else if (crossing !== null && samples[index] >= level + 0.1 * (high - low)) crossing = null;
  }
  return Math.max(end - frames, start);
}

/**
 * Thins a stretch to points of a drawing: the lowest and the highest sample of each part; where parts are shorter than a sample, the samples in a line.
 * @param from with its fraction
 */
export function thinStretch(
  samples: Float64Array,
  from: number,
  frames: number,
  lowest: Float32Array,
  highest: Float32Array,
): void {
  const points = lowest.length;
  const step = frames / points;
  for (let point = 0; point < points; point++) {
    const at = from + point * step;
    const first = Math.floor(at);
    if (step <= 1) {
      const share = at - first;
      lowest[point] = samples[first] * (1 - share) + (samples[first + 1] ?? samples[first]) * share;
      highest[point] = lowest[point];
      continue;
    }
    let low = samples[first];
    let high = low;
    for (let index = first + 1; index < at + step && index < samples.length; index++) {
      if (samples[index] < low) low = samples[index];
      if (samples[index] > high) high = samples[index];
    }
    lowest[point] = low;
    highest[point] = high;
  }
}
