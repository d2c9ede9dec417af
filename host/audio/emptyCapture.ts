import type { RawCapture, StreamReport } from '../../core/signal/types.ts';
import type { PlayrecRequest } from './audioIo.ts';
import { flawlessReport } from '../../core/signal/flawlessReport.ts';

/** What a request that was cancelled before its stream opened recorded: nothing. */
export function emptyCapture(driver: StreamReport['driver'], request: PlayrecRequest): RawCapture {
  return {
    sampleRateHz: request.sampleRateHz,
    channelCount: request.inputChannelCount,
    frameCount: 0,
    frames: new Float32Array(0),
    report: {
      ...flawlessReport(driver, request.sampleRateHz, request.frames.frameCount + request.tailFrames, 'cancelled'),
      capturedFrames: 0,
    },
  };
}
