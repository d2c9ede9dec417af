import { AmpbenchError } from '../../core/errors.ts';
import type { RawCapture, StreamReport, XrunKind } from '../../core/signal/types.ts';
import { isNativeFailure, loadNativeAudio, NATIVE_XRUN_KINDS } from '../../native/index.ts';
import type { NativeAudio, NativeLive, NativeStreamReport, NativeStreamShape } from '../../native/index.ts';
import type { AudioIo, DeviceList, StreamRequest } from './audioIo.ts';
import { checkPlayrecRequest } from './checkRequest.ts';
import { emptyCapture } from './emptyCapture.ts';
import { findDevices } from './findDevice.ts';
import { readerOf } from './readerOf.ts';
import type { LiveRequest, LiveStream } from './liveStream.ts';
import { explainPortAudioFailure, isJack, portAudioData } from './portAudioError.ts';
import type { StreamDevices } from './portAudioError.ts';

/** Meters that are fed from it move smoothly. */
const PROGRESS_INTERVAL_MS = 40;
const LONGEST_BELIEVABLE_LATENCY_SECONDS = 2;

/** Calls the addon outside a stream; its failures become ours. */
function ask<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    if (!isNativeFailure(error)) throw error;
    const restart = error.reason === 'restart-needed';
    throw new AmpbenchError(
      'device',
      restart ? 'driver-restart-needed' : error.reason === 'busy' ? 'stream-busy' : 'driver-failed',
      `PortAudio cannot be asked for devices: ${error.message}`,
      portAudioData(error),
      restart ? 'restart Ampbench; nothing measured is lost' : 'try again when the running measurement has ended',
    );
  }
}

function listOf(native: NativeAudio, anew: boolean): DeviceList {
  const { version, hostApis, devices } = ask(() => native.listDevices(anew));
  return { driver: 'portaudio', version, hostApis, devices };
}

const shapeOf = (request: StreamRequest, { output, input }: StreamDevices): NativeStreamShape => ({
  outputDevice: output.index,
  inputDevice: input.index,
  sampleRateHz: request.sampleRateHz,
  format: request.format,
  outputChannelCount: request.outputChannelCount,
  inputChannelCount: request.inputChannelCount,
});

/** JACK answers for its own graph, not for the client behind it, and PortAudio then says numbers like 2^32 frames. */
function believableLatency(seconds: number, jack: boolean): number | null {
  return !jack && seconds > 0 && seconds < LONGEST_BELIEVABLE_LATENCY_SECONDS ? seconds : null;
}

/** @param requestedFrames of a live stream: as many as came */
function reportOf(
  capture: NativeStreamReport,
  request: StreamRequest,
  devices: StreamDevices,
  requestedFrames: number,
): StreamReport {
  const count = (kind: XrunKind): number => capture.xruns.counts[NATIVE_XRUN_KINDS.indexOf(kind)];
  const places = capture.xruns.places.map(({ kind, atFrame }) => ({ kind: NATIVE_XRUN_KINDS[kind], atFrame }));
  return {
    driver: 'portaudio',
    requestedSampleRateHz: request.sampleRateHz,
    actualSampleRateHz: capture.actualSampleRateHz,
    requestedFrames,
    capturedFrames: capture.capturedFrames,
    stopReason: capture.cancelled ? 'cancelled' : 'complete',
    xrunCounts: {
      'input-underflow': count('input-underflow'),
      'input-overflow': count('input-overflow'),
      'output-underflow': count('output-underflow'),
      'output-overflow': count('output-overflow'),
      'null-input': count('null-input'),
    },
    xruns: places.sort((a, b) => a.atFrame - b.atFrame).slice(0, 1000),
    inputLatencySeconds: believableLatency(capture.inputLatencySeconds, isJack(devices.input)),
    outputLatencySeconds: believableLatency(capture.outputLatencySeconds, isJack(devices.output)),
    flags: [],
  };
}

function live(open: () => NativeLive, request: StreamRequest, devices: StreamDevices): NativeLive {
  try {
    return open();
  } catch (error) {
    throw isNativeFailure(error) ? explainPortAudioFailure(error, request, devices) : error;
  }
}

/**
 * Real devices through PortAudio: one full-duplex stream when both directions are one device, else an output stream and
 * an input stream. Samples pass in the device's own format, untouched by any conversion.
 * @param native the addon; built by `npm start`
 * @throws AmpbenchError device `addon-missing`, `addon-broken`
 */
export function createPortAudioIo(native: NativeAudio = loadNativeAudio()): AudioIo {
  // Looking anew takes a tenth of a second and more; between the takes of a run nothing is plugged in.
  let lookAnew = true;
  const find = (request: StreamRequest): StreamDevices => {
    const anew = lookAnew;
    lookAnew = true;
    const devices = findDevices(listOf(native, anew), request);
    lookAnew = false;
    return devices;
  };

  const supports = (request: StreamRequest): string | null => {
    let devices: StreamDevices;
    try {
      lookAnew = true;
      devices = find(request);
    } catch (error) {
      if (error instanceof AmpbenchError && error.code !== 'driver-restart-needed') return error.message;
      throw error;
    }
    const refusal = ask(() => native.refusal(shapeOf(request, devices)));
    return refusal === null ? null : explainPortAudioFailure(refusal, request, devices).message;
  };

  const playrec: AudioIo['playrec'] = async (request, onProgress, cancel): Promise<RawCapture> => {
    checkPlayrecRequest(request);
    if (cancel?.aborted === true) return emptyCapture('portaudio', request);
    const devices = find(request);
    let progressTimer: NodeJS.Timeout | undefined;
    const framesTotal = request.frames.frameCount + request.tailFrames;
    try {
      const running = native.playrec(shapeOf(request, devices), request.frames.data, request.tailFrames);
      if (onProgress !== undefined) {
        progressTimer = setInterval(
          () =>
            onProgress({
              framesDone: running.framesDone(),
              framesTotal,
              read: (fromFrame, target) => running.read(fromFrame, target)?.frameCount ?? 0,
            }),
          PROGRESS_INTERVAL_MS,
        );
      }
      cancel?.addEventListener('abort', running.cancel, { once: true });
      try {
        const capture = await running.settled;
        const { capturedFrames: framesDone, frames } = capture;
        onProgress?.({ framesDone, framesTotal, read: readerOf(frames, request.inputChannelCount, framesDone) });
        return {
          sampleRateHz: request.sampleRateHz,
          channelCount: request.inputChannelCount,
          frameCount: framesDone,
          frames,
          report: reportOf(capture, request, devices, framesTotal),
        };
      } finally {
        cancel?.removeEventListener('abort', running.cancel);
      }
    } catch (error) {
      lookAnew = true;
      throw isNativeFailure(error) ? explainPortAudioFailure(error, request, devices) : error;
    } finally {
      clearInterval(progressTimer);
    }
  };

  const openLive = (request: LiveRequest): LiveStream => {
    const devices = find(request);
    const running = live(() => native.openLive(shapeOf(request, devices), request.ringFrames), request, devices);
    const ended = running.settled.then(
      (report) => reportOf(report, request, devices, report.capturedFrames),
      (error: unknown) => {
        lookAnew = true;
        throw isNativeFailure(error) ? explainPortAudioFailure(error, request, devices) : error;
      },
    );
    return {
      play: (frames) => {
        running.play(frames.data);
      },
      read: (fromFrame, target) => running.read(fromFrame, target) ?? { fromFrame, frameCount: 0 },
      framesDone: running.framesDone,
      stop: running.cancel,
      ended,
    };
  };

  return {
    driver: 'portaudio',
    listDevices: () => Promise.resolve().then(() => listOf(native, true)),
    supports: (request) => Promise.resolve().then(() => supports(request)),
    playrec,
    openLive: (request) => Promise.resolve().then(() => openLive(request)),
    close: () => {
      lookAnew = true;
      native.release();
      return Promise.resolve();
    },
  };
}
