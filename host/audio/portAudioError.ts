import { AmpbenchError } from '../../core/errors.ts';
import type { NativeFailure } from '../../native/index.ts';
import type { AudioDevice, StreamRequest } from './audioIo.ts';

/** PortAudio's numbers that say the request does not suit the device, and which part of it. */
const INVALID_CHANNEL_COUNT = -9998;
const INVALID_SAMPLE_RATE = -9997;
const INVALID_DEVICE = -9996;
const SAMPLE_FORMAT_NOT_SUPPORTED = -9994;
const DEVICE_UNAVAILABLE = -9985;

export interface StreamDevices {
  readonly output: AudioDevice;
  readonly input: AudioDevice;
}

const JACK = 'JACK Audio Connection Kit';
export const isJack = (device: AudioDevice): boolean => device.hostApi === JACK;

const nameOf = ({ output, input }: StreamDevices): string =>
  output.index === input.index
    ? `device "${output.name}" (${output.hostApi})`
    : `devices "${output.name}" (${output.hostApi}, output) and "${input.name}" (${input.hostApi}, input)`;

/** Why the format does not suit, in words: value, rule and place, and what to do. */
function formatRefusal(
  failure: NativeFailure,
  request: StreamRequest,
  devices: StreamDevices,
): { text: string; tip: string } {
  const place = nameOf(devices);
  if (failure.portAudioCode === INVALID_SAMPLE_RATE) {
    const jack = [devices.output, devices.input].find(isJack);
    if (jack !== undefined) {
      const rate = jack.defaultSampleRateHz;
      return {
        text: `sampleRateHz is ${request.sampleRateHz} but must be ${rate}, the rate the JACK server runs at, for ${place}`,
        tip: `set the rig's sampleRateHz to ${rate}, or restart jackd with -r ${request.sampleRateHz}`,
      };
    }
    return {
      text: `sampleRateHz is ${request.sampleRateHz} but must be a rate that ${place} can run at (its default is ${devices.output.defaultSampleRateHz})`,
      tip: "choose one of the device's own rates for the rig; PortAudio does not convert rates here",
    };
  }
  if (failure.portAudioCode === INVALID_CHANNEL_COUNT) {
    return {
      text: `${request.outputChannelCount} output and ${request.inputChannelCount} input channels cannot be opened on ${place}`,
      tip: 'name channels the device has in the rig',
    };
  }
  if (failure.portAudioCode === SAMPLE_FORMAT_NOT_SUPPORTED) {
    return {
      text: `format is ${request.format} but ${place} cannot be opened in it`,
      tip: "set the rig's format to one the device has: int24 or int32 for most interfaces, float32 for JACK and CoreAudio",
    };
  }
  return {
    text: `${request.format} at ${request.sampleRateHz} Hz cannot be opened on ${place}: ${failure.portAudioText}`,
    tip: 'is the device in use by another program, or set to another rate in its own control panel?',
  };
}

const FORMAT_CODES: readonly number[] = [INVALID_CHANNEL_COUNT, INVALID_SAMPLE_RATE, SAMPLE_FORMAT_NOT_SUPPORTED];

/** Code, sentence and tip for each of the addon's failures. */
function explain(
  failure: NativeFailure,
  request: StreamRequest,
  devices: StreamDevices,
): { code: string; text: string; tip: string } {
  const place = nameOf(devices);
  const done = failure.framesDone === undefined ? '' : ` after ${failure.framesDone} frames`;
  switch (failure.reason) {
    case 'stalled':
      return {
        code: 'stream-stalled',
        text: `${failure.portAudioText}${done} on ${place}`,
        tip: 'was the interface unplugged or switched off? Connect it again, and run again with --resume',
      };
    case 'ended':
      return {
        code: 'stream-ended',
        text: `${failure.portAudioText}${done} on ${place}`,
        tip: 'did the interface or the audio server go away? Start it again, and run again with --resume',
      };
    case 'open-timeout':
      return {
        code: 'stream-open-timeout',
        text: `${failure.portAudioText}: ${place}`,
        tip: 'unplug and replug the interface, restart its driver or audio server, then restart Ampbench',
      };
    case 'busy':
      return {
        code: 'stream-busy',
        text: `${failure.portAudioText}, and two would mix on the device: ${place}`,
        tip: 'wait for the running measurement, or cancel it',
      };
    case 'restart-needed':
      return {
        code: 'driver-restart-needed',
        text: failure.portAudioText,
        tip: 'restart Ampbench; nothing measured is lost',
      };
    case 'rate-not-honoured':
      return {
        code: 'format-not-supported',
        text: `${failure.portAudioText}: sampleRateHz is ${request.sampleRateHz} on ${place}`,
        tip: "set the device itself to this rate in its control panel, or the rig's sampleRateHz to the device's",
      };
    case 'out-of-memory':
      return {
        code: 'out-of-memory',
        text: failure.portAudioText,
        tip: 'close other programs, or measure at a lower rate',
      };
    case 'no-device':
    case 'initialize':
    case 'format':
    case 'open':
    case 'start':
      break;
  }
  if (failure.reason === 'format' || FORMAT_CODES.includes(failure.portAudioCode)) {
    return { code: 'format-not-supported', ...formatRefusal(failure, request, devices) };
  }
  const gone = failure.portAudioCode === DEVICE_UNAVAILABLE || failure.portAudioCode === INVALID_DEVICE;
  return {
    code: gone ? 'device-unavailable' : 'stream-not-opened',
    text: `${failure.portAudioText} (${failure.portAudioCall}) on ${place}`,
    tip: 'is the device in use by another program, or was it unplugged, or has its audio server ended?',
  };
}

/** PortAudio's number and text and the host's own, for whoever has to look deeper. */
export function portAudioData(failure: NativeFailure): Readonly<Record<string, string | number>> {
  return {
    portAudioCall: failure.portAudioCall,
    portAudioCode: failure.portAudioCode,
    portAudioText: failure.portAudioText,
    hostCode: failure.hostCode,
    hostText: failure.hostText,
    ...(failure.framesDone === undefined ? {} : { framesDone: failure.framesDone }),
  };
}

/** The addon's failure as the project's error. */
export function explainPortAudioFailure(
  failure: NativeFailure,
  request: StreamRequest,
  devices: StreamDevices,
): AmpbenchError {
  const { code, text, tip } = explain(failure, request, devices);
  const host = failure.hostText === '' ? '' : ` [${devices.output.hostApi}: ${failure.hostText}]`;
  const data = {
    ...portAudioData(failure),
    outputDevice: devices.output.name,
    inputDevice: devices.input.name,
    hostApi: devices.output.hostApi,
    sampleRateHz: request.sampleRateHz,
    format: request.format,
  };
  return new AmpbenchError('device', code, text + host, data, tip);
}
