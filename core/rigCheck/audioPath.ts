import { formatQuantity } from '../units/format.ts';
import { failed, ok, warning, type PreflightCheck } from './preflight.ts';

/** Device names that stand for a sound server or a software converter, not for hardware. */
const SOFTWARE_DEVICES = /\b(pulse|pipewire|default|sysdefault|dmix|plug|plughw|sound mapper|primary sound)\b/i;

/** Host APIs whose streams pass the system's mixer, and what to use instead. */
const MIXED_HOST_APIS: Readonly<Record<string, string>> = {
  MME: 'Windows WASAPI',
  'Windows DirectSound': 'Windows WASAPI',
};

export interface OpenedPath {
  readonly outputDevice: string;
  readonly inputDevice: string;
  /** As the driver names it; null: not known. */
  readonly hostApi: string | null;
  readonly sampleRateHz: number;
  /** Why the stream cannot be opened as the rig wants it; null where it can. */
  readonly refusal: string | null;
}

/** Whether samples reach the hardware as they are: the rate as tested, and no mixer of the system between. */
export function checkAudioPath(path: OpenedPath): PreflightCheck {
  const { outputDevice, inputDevice, hostApi, sampleRateHz, refusal } = path;
  const rate = formatQuantity(sampleRateHz, 'Hz');
  if (refusal !== null) {
    return failed(
      'path',
      `The stream cannot be opened at ${rate}: ${refusal}.`,
      'Close other programs that hold the device (exclusive mode needs it alone), and choose a rate and format that is listed as supported.',
    );
  }
  const better = hostApi === null ? undefined : MIXED_HOST_APIS[hostApi];
  if (better !== undefined) {
    return warning(
      'path',
      `${hostApi} goes through the mixer of the system, which may resample and scale.`,
      `Choose the same device on ${better} in the rig: it is opened in exclusive mode.`,
    );
  }
  const software = [outputDevice, inputDevice].find((name) => SOFTWARE_DEVICES.test(name));
  if (software !== undefined) {
    return warning(
      'path',
      `"${software}" is a sound server or a converter in software, not the interface itself.`,
      'Choose the hardware device (hw:) in the rig, or set the sound server to this rate and its volume to 100 %.',
    );
  }
  return ok('path', `Opens at ${rate}${hostApi === null ? '' : ` on ${hostApi}`}, no mixer between.`);
}
