import type { FrameRange } from './faults.ts';

/**
 * Where a device that mutes on silence is muted: from `holdFrames` after the last sample at or over the threshold to the next one.
 * The take before counts as long silence, so a device starts muted.
 */
export function findMutedRanges(samples: Float64Array, thresholdPeak: number, holdFrames: number): FrameRange[] {
  const ranges: FrameRange[] = [];
  let mutedFrom = 0;
  for (let frame = 0; frame < samples.length; frame++) {
    if (Math.abs(samples[frame]) < thresholdPeak) continue;
    if (frame > mutedFrom) ranges.push({ start: mutedFrom, end: frame });
    mutedFrom = frame + 1 + holdFrames;
  }
  if (mutedFrom < samples.length) ranges.push({ start: mutedFrom, end: samples.length });
  return ranges;
}

/** Ranges sorted and joined where they touch. */
export function joinRanges(ranges: readonly FrameRange[]): FrameRange[] {
  const joined: FrameRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else joined.push(range);
  }
  return joined;
}
