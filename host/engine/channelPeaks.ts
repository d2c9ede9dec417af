import type { RawCapture } from '../../core/signal/types.ts';

/** The highest absolute sample of each channel, 1 = full scale: what an input's meter shows. */
export function channelPeaks({ frames, channelCount }: Pick<RawCapture, 'frames' | 'channelCount'>): readonly number[] {
  const peaks = new Array<number>(channelCount).fill(0);
  for (let at = 0; at < frames.length; at += channelCount) {
    for (let channel = 0; channel < channelCount; channel++) {
      const magnitude = Math.abs(frames[at + channel]);
      if (magnitude > peaks[channel]) peaks[channel] = magnitude;
    }
  }
  return peaks;
}
