import { createRandom } from '../../../core/signal/random.ts';
import type { DeviceFrames, RawCapture } from '../../../core/signal/types.ts';
import type { PlayrecRequest } from '../../../host/audio/audioIo.ts';

/** Frame numbers are exact in float32 up to here. */
const NUMBERED = 2 ** 24;

/**
 * Channel 1 carries its own frame number, (k+1)/2^24; the others are noise of 24 bits, every one different. Whatever is
 * lost, repeated, moved or changed shows.
 */
export function buildPattern(
  sampleRateHz: number,
  frameCount: number,
  channelCount: number,
): DeviceFrames & { readonly data: Float32Array } {
  if (frameCount >= NUMBERED) throw new Error(`${frameCount} frames cannot be numbered exactly in float32`);
  const random = createRandom(frameCount + channelCount);
  const data = new Float32Array(frameCount * channelCount);
  for (let frame = 0; frame < frameCount; frame++) {
    data[frame * channelCount] = (frame + 1) / NUMBERED;
    for (let channel = 1; channel < channelCount; channel++) {
      data[frame * channelCount + channel] = Math.round((random.uniform() - 0.5) * NUMBERED) / NUMBERED;
    }
  }
  return { format: 'float32', sampleRateHz, channelCount, frameCount, data };
}

/** Frames from playing a frame to recording it, read off the first numbered frame; null when nothing came back. */
export function latencyOf(capture: RawCapture): number | null {
  for (let frame = 0; frame < capture.frameCount; frame++) {
    const number = capture.frames[frame * capture.channelCount] * NUMBERED;
    if (number !== 0) return Number.isInteger(number) ? frame - (number - 1) : null;
  }
  return null;
}

/** How many samples of a capture are not, bit for bit, what was played `latencyFrames` earlier (zero before and after). */
export function countWrongSamples(capture: RawCapture, played: Float32Array, latencyFrames: number): number {
  const offset = latencyFrames * capture.channelCount;
  let wrong = 0;
  for (let index = 0; index < capture.frames.length; index++) {
    const from = index - offset;
    const expected = from >= 0 && from < played.length ? played[from] : 0;
    if (capture.frames[index] !== expected) wrong++;
  }
  return wrong;
}

/** Every kind of xrun together. */
export const xrunTotal = (capture: RawCapture): number =>
  Object.values(capture.report.xrunCounts).reduce((sum, count) => sum + count, 0);

/** A request that plays `frames` into the device "amp" and records as many channels. */
export function ampRequest(
  frames: DeviceFrames,
  tailFrames: number,
  changes: Partial<PlayrecRequest> = {},
): PlayrecRequest {
  return {
    outputDevice: 'amp',
    inputDevice: 'amp',
    outputHostApi: 'JACK Audio Connection Kit',
    inputHostApi: 'JACK Audio Connection Kit',
    sampleRateHz: frames.sampleRateHz,
    format: frames.format,
    outputChannelCount: frames.channelCount,
    inputChannelCount: frames.channelCount,
    frames,
    tailFrames,
    ...changes,
  };
}
