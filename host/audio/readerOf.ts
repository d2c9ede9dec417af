import type { PlayrecProgress } from './audioIo.ts';

/** Reads on in interleaved frames that are there already, of which the first `framesDone` may be seen. */
export const readerOf =
  (frames: Float32Array, channelCount: number, framesDone: number): PlayrecProgress['read'] =>
  (fromFrame, target) => {
    const frameCount = Math.max(0, Math.min(framesDone - fromFrame, Math.floor(target.length / channelCount)));
    target.set(frames.subarray(fromFrame * channelCount, (fromFrame + frameCount) * channelCount));
    return frameCount;
  };
