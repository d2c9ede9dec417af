import { decodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import type { RawCapture } from '../../../core/signal/types.ts';
import type { AudioIo, PlayrecRequest } from '../../../host/audio/audioIo.ts';
import { readerOf } from '../../../host/audio/readerOf.ts';
import { flawlessReport } from '../../../core/signal/flawlessReport.ts';

/** A cable: every input hears output 1, bit for bit. `before` runs at the start of each take and may throw. */
export function loopAudio(
  before: (request: PlayrecRequest, cancel: AbortSignal | undefined) => Promise<void>,
): AudioIo {
  return {
    driver: 'replay',
    listDevices: () => Promise.resolve({ driver: 'cable', version: '1', hostApis: [], devices: [] }),
    supports: () => Promise.resolve(null),
    close: () => Promise.resolve(),
    openLive: () => Promise.reject(new Error('a cable has no live stream')),
    playrec: async (request, onProgress, cancel): Promise<RawCapture> => {
      await before(request, cancel);
      const { inputChannelCount: channelCount, sampleRateHz } = request;
      const played = decodeDeviceFrames(request.frames)[0] ?? new Float64Array();
      const frameCount = request.frames.frameCount + request.tailFrames;
      const frames = new Float32Array(frameCount * channelCount);
      played.forEach((value, frame) => {
        frames.fill(value, frame * channelCount, (frame + 1) * channelCount);
      });
      const read = readerOf(frames, channelCount, frameCount);
      onProgress?.({ framesDone: frameCount, framesTotal: frameCount, read });
      const stopReason = cancel?.aborted === true ? 'cancelled' : 'complete';
      return {
        sampleRateHz,
        channelCount,
        frameCount,
        frames,
        report: flawlessReport('replay', sampleRateHz, frameCount, stopReason),
      };
    },
  };
}
