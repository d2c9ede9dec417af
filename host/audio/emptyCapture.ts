import type { RawCapture, StreamReport } from '../../core/signal/types.ts';
import type { PlayrecRequest } from './audioIo.ts';

/** What a request that was cancelled before its stream opened recorded: nothing. */
export function emptyCapture(driver: StreamReport['driver'], request: PlayrecRequest): RawCapture {
  return {
    sampleRateHz: request.sampleRateHz,
    channelCount: request.inputChannelCount,
    frameCount: 0,
    frames: new Float32Array(0),
    report: {
      driver,
      requestedSampleRateHz: request.sampleRateHz,
      actualSampleRateHz: request.sampleRateHz,
      requestedFrames: request.frames.frameCount + request.tailFrames,
      capturedFrames: 0,
      stopReason: 'cancelled',
      xrunCounts: {
        'input-underflow': 0,
        'input-overflow': 0,
        'output-underflow': 0,
        'output-overflow': 0,
        'null-input': 0,
      },
      xruns: [],
      inputLatencySeconds: null,
      outputLatencySeconds: null,
      flags: [],
    },
  };
}
