import { AmpbenchError } from '../../core/errors.ts';
import { bitsOf, decodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import type { DeviceFrames, RawCapture, SampleFormat, StreamReport } from '../../core/signal/types.ts';
import type { AudioDevice, AudioIo, DeviceList, PlayrecRequest, StreamRequest } from './audioIo.ts';
import { checkPlayrecRequest } from './checkRequest.ts';
import { emptyCapture } from './emptyCapture.ts';
import { findDevices } from './findDevice.ts';
import { runNaudiodon } from './naudiodonProcess.ts';
import type { ChildMessage, ChildStream } from './naudiodonProcess.ts';

const VERSION = 'naudiodon2 2.5.0, with the PortAudio it carries';

function refusal(failed: Extract<ChildMessage, { type: 'failed' }>, request: StreamRequest | null): AmpbenchError {
  if (failed.reason === 'missing') {
    return new AmpbenchError(
      'device',
      'fallback-missing',
      `naudiodon cannot be loaded: ${failed.text.split('\n')[0]}`,
      { driver: 'naudiodon' },
      'build it with: node native/buildFallback.mjs (after npm ci)',
    );
  }
  if (failed.reason === 'device-changed') {
    return new AmpbenchError(
      'device',
      'device-not-found',
      `device "${failed.text}" is no longer where naudiodon listed it, and naudiodon would take the default device instead`,
      { device: failed.text, driver: 'naudiodon' },
      'was something plugged in or out? Run again',
    );
  }
  const place = request === null ? '' : ` (devices "${request.outputDevice}" and "${request.inputDevice}")`;
  return new AmpbenchError(
    'device',
    'format-not-supported',
    `naudiodon refuses ${request?.format ?? ''} at sampleRateHz ${request?.sampleRateHz ?? ''}${place}: ${failed.text}`,
    { driver: 'naudiodon', portAudioText: failed.text },
    "choose a rate and format the device has; through a JACK server only the server's own rate",
  );
}

async function list(): Promise<DeviceList> {
  let listed: DeviceList | null = null;
  const failed = await runNaudiodon({ type: 'list' }, (message) => {
    if (message.type !== 'listed') return false;
    listed = { driver: 'naudiodon', version: VERSION, hostApis: message.hostApis, devices: message.devices };
    return true;
  });
  if (failed !== null) throw refusal(failed, null);
  return listed!;
}

function streamOf(devices: DeviceList, request: StreamRequest): ChildStream {
  const { sampleRateHz, format, outputChannelCount, inputChannelCount } = request;
  if (!Number.isInteger(sampleRateHz)) {
    throw new AmpbenchError(
      'device',
      'format-not-supported',
      `sampleRateHz is ${sampleRateHz} but must be a whole number: naudiodon would round it without a word`,
      { sampleRateHz, driver: 'naudiodon' },
      'use the portaudio driver',
    );
  }
  const { output, input } = findDevices(devices, request);
  if (output.hostApi !== input.hostApi) {
    throw new AmpbenchError(
      'device',
      'format-not-supported',
      `naudiodon opens one stream, so both devices must be of one host API; "${output.name}" is ${output.hostApi}, "${input.name}" is ${input.hostApi}`,
      { output: output.hostApi, input: input.hostApi, driver: 'naudiodon' },
      'choose two devices of one host API, or use the portaudio driver',
    );
  }
  const direction = ({ index, name, hostApi }: AudioDevice, channelCount: number): ChildStream['output'] => ({
    index,
    name,
    hostApi,
    channelCount,
  });
  return {
    sampleRateHz,
    format,
    output: direction(output, outputChannelCount),
    input: direction(input, inputChannelCount),
  };
}

/** The bytes of a capture as Float32, full scale = 1, interleaved. */
function toFloat32(bytes: Uint8Array<ArrayBuffer>, format: SampleFormat, channelCount: number): Float32Array {
  if (format === 'float32') return new Float32Array(bytes.buffer);
  const data =
    format === 'int16' ? new Int16Array(bytes.buffer) : format === 'int24' ? bytes : new Int32Array(bytes.buffer);
  const frameCount = (bytes.length * 8) / bitsOf(format)! / channelCount;
  const frames: DeviceFrames = { format, sampleRateHz: 1, channelCount, frameCount, data };
  const interleaved = new Float32Array(frameCount * channelCount);
  decodeDeviceFrames(frames).forEach((samples, channel) => {
    samples.forEach((sample, frame) => {
      interleaved[frame * channelCount + channel] = sample;
    });
  });
  return interleaved;
}

function reportOf(request: PlayrecRequest, capturedFrames: number, cancelled: boolean): StreamReport {
  return {
    ...emptyCapture('naudiodon', request).report,
    capturedFrames,
    stopReason: cancelled ? 'cancelled' : 'complete',
    flags: ['stream-not-verified'],
  };
}

const bytesPerSample = (format: SampleFormat): number => (bitsOf(format) ?? 32) / 8;

/**
 * The fallback where the addon cannot be built: the npm package naudiodon2, in a process of its own for every stream. What
 * it cannot do, it cannot do here: it reports no lost samples and no actual rate (every capture is flagged
 * `stream-not-verified`: its zero counts and its rate are what was asked for, not what was seen) and no latency, waits in
 * its audio callback, cannot open two devices of different host APIs, and after a cancel still plays the 0.2 s it has
 * queued before the fade. It is never chosen by itself: a rig says `"driver": "naudiodon"`.
 */
export function createNaudiodonIo(): AudioIo {
  let busy = false;
  // Listing takes a second. The child checks that the device still is the one listed, so an old list cannot mislead it.
  let listed: DeviceList | null = null;
  const find = async (request: StreamRequest): Promise<ChildStream> => {
    const devices = listed ?? (await list());
    listed = null;
    const stream = streamOf(devices, request);
    listed = devices;
    return stream;
  };

  const record = async (
    request: PlayrecRequest,
    onProgress: Parameters<AudioIo['playrec']>[1],
    cancel: AbortSignal | undefined,
  ): Promise<RawCapture> => {
    const stream = await find(request);
    const { format, inputChannelCount: channelCount, sampleRateHz, frames } = request;
    const framesTotal = frames.frameCount + request.tailFrames;
    const frameBytes = channelCount * bytesPerSample(format);
    const captured = new Uint8Array(framesTotal * frameBytes);
    let capturedBytes = 0;
    let cancelled = false;
    const command = { type: 'play', stream, samples: frames.data, captureFrames: framesTotal } as const;
    const failed = await runNaudiodon(
      command,
      (message) => {
        if (message.type === 'captured') {
          captured.set(message.bytes, capturedBytes);
          capturedBytes += message.bytes.length;
          const framesDone = capturedBytes / frameBytes;
          onProgress?.({
            framesDone,
            framesTotal,
            read: (fromFrame, target) => {
              const endFrame = Math.min(framesDone, fromFrame + Math.floor(target.length / channelCount));
              const bytes = captured.slice(fromFrame * frameBytes, Math.max(fromFrame, endFrame) * frameBytes);
              target.set(toFloat32(bytes, format, channelCount));
              return Math.max(0, endFrame - fromFrame);
            },
          });
        }
        if (message.type === 'done') cancelled = message.cancelled;
        return message.type === 'done';
      },
      cancel,
    );
    if (failed !== null) {
      listed = null;
      throw refusal(failed, request);
    }
    const frameCount = capturedBytes / frameBytes;
    return {
      sampleRateHz,
      channelCount,
      frameCount,
      frames: toFloat32(captured.slice(0, capturedBytes), format, channelCount),
      report: reportOf(request, frameCount, cancelled),
    };
  };

  return {
    driver: 'naudiodon',
    async listDevices() {
      listed = await list();
      return listed;
    },
    async supports(request) {
      try {
        const failed = await runNaudiodon(
          { type: 'probe', stream: await find(request) },
          (message) => message.type === 'opened',
        );
        return failed === null ? null : refusal(failed, request).message;
      } catch (error) {
        const words =
          error instanceof AmpbenchError && error.code !== 'fallback-missing' && error.code !== 'fallback-crashed';
        if (words) return error.message;
        throw error;
      }
    },
    async playrec(request, onProgress, cancel) {
      checkPlayrecRequest(request);
      if (cancel?.aborted === true) return emptyCapture('naudiodon', request);
      if (busy) {
        throw new AmpbenchError(
          'device',
          'stream-busy',
          'another stream of this driver is running, and two would mix on the device',
          {
            driver: 'naudiodon',
          },
        );
      }
      busy = true;
      try {
        return await record(request, onProgress, cancel);
      } finally {
        busy = false;
      }
    },
    openLive: () =>
      Promise.reject(
        new AmpbenchError(
          'device',
          'live-not-supported',
          'the fallback driver cannot play without an end, which the live analyzer needs',
          { driver: 'naudiodon' },
          'build the PortAudio addon: npm start says what it lacks',
        ),
      ),
    close: () => Promise.resolve(),
  };
}
