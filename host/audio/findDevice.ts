import { AmpbenchError } from '../../core/errors.ts';
import type { AudioDevice, DeviceList, StreamRequest } from './audioIo.ts';

type Direction = 'output' | 'input';

const channelsOf = (device: AudioDevice, direction: Direction): number =>
  direction === 'output' ? device.maxOutputChannels : device.maxInputChannels;

const describe = (device: AudioDevice): string =>
  `"${device.name}" (${device.hostApi}, ${device.maxInputChannels} in, ${device.maxOutputChannels} out)`;

/**
 * The one device a name means: its full name as listed, else a part of it in any case; on `hostApi` where that is given.
 * @throws AmpbenchError device `device-not-found` naming what there is, `device-ambiguous` naming the candidates,
 *   `too-few-channels`
 */
export function findDevice(
  list: DeviceList,
  wanted: { readonly name: string; readonly hostApi: string | null; readonly channelCount: number },
  direction: Direction,
): AudioDevice {
  const { name, hostApi, channelCount } = wanted;
  const able = list.devices.filter((device) => channelsOf(device, direction) > 0);
  const onHostApi = hostApi === null ? able : able.filter((device) => device.hostApi === hostApi);
  const exact = onHostApi.filter((device) => device.name === name);
  const part = onHostApi.filter((device) => device.name.toLowerCase().includes(name.toLowerCase()));
  const found = exact.length > 0 ? exact : part;
  const place = hostApi === null ? '' : ` on host API "${hostApi}"`;
  if (found.length === 0) {
    const there = able.length === 0 ? 'none at all' : able.map(describe).join(', ');
    throw new AmpbenchError(
      'device',
      'device-not-found',
      `no ${direction} device "${name}"${place}; ${list.driver} lists these with ${direction}s: ${there}`,
      { device: name, direction, hostApi, listed: able.map((device) => device.name).join(', ') },
      list.devices.length === 0
        ? `is the interface plugged in and its driver (or the JACK server) running? Host APIs: ${list.hostApis.join(', ')}`
        : 'name a device as ampbench devices lists it, and its host API',
    );
  }
  if (found.length > 1) {
    throw new AmpbenchError(
      'device',
      'device-ambiguous',
      `${direction} device "${name}"${place} could be any of ${found.length}: ${found.map(describe).join(', ')}`,
      { device: name, direction, hostApi, candidates: found.map((device) => device.name).join(', ') },
      'give more of the name, or the host API',
    );
  }
  const device = found[0];
  const available = channelsOf(device, direction);
  if (channelCount > available) {
    throw new AmpbenchError(
      'device',
      'too-few-channels',
      `${direction}ChannelCount is ${channelCount} but device "${device.name}" (${device.hostApi}) has ${available} ${direction} channels`,
      { device: device.name, direction, channelCount, available },
      'name channels the device has in the rig',
    );
  }
  return device;
}

/** Both directions of a request. */
export function findDevices(list: DeviceList, request: StreamRequest): { output: AudioDevice; input: AudioDevice } {
  return {
    output: findDevice(
      list,
      { name: request.outputDevice, hostApi: request.outputHostApi, channelCount: request.outputChannelCount },
      'output',
    ),
    input: findDevice(
      list,
      { name: request.inputDevice, hostApi: request.inputHostApi, channelCount: request.inputChannelCount },
      'input',
    ),
  };
}
