import type { StreamReport } from './types.ts';

/** The report of a stream that ran at the rate asked for, from its first frame to its last, and lost nothing. */
export function flawlessReport(
  driver: StreamReport['driver'],
  sampleRateHz: number,
  frameCount: number,
  stopReason: StreamReport['stopReason'] = 'complete',
): StreamReport {
  return {
    driver,
    requestedSampleRateHz: sampleRateHz,
    actualSampleRateHz: sampleRateHz,
    requestedFrames: frameCount,
    capturedFrames: frameCount,
    stopReason,
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
  };
}
