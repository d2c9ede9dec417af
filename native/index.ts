import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AmpbenchError } from '../core/errors.ts';
import type { SampleFormat } from '../core/signal/types.ts';

/** Devices by their index in the list, and how both directions are opened. One index twice: one full-duplex stream. */
export interface NativeStreamShape {
  readonly outputDevice: number;
  readonly inputDevice: number;
  readonly sampleRateHz: number;
  readonly format: SampleFormat;
  readonly outputChannelCount: number;
  readonly inputChannelCount: number;
}

export interface NativeDevice {
  readonly index: number;
  readonly name: string;
  readonly hostApi: string;
  readonly maxInputChannels: number;
  readonly maxOutputChannels: number;
  readonly defaultSampleRateHz: number;
}

export interface NativeDeviceList {
  readonly version: string;
  readonly hostApis: readonly string[];
  readonly devices: readonly NativeDevice[];
}

/** The order of `NativeCapture.xruns.counts`. */
export const NATIVE_XRUN_KINDS = [
  'input-underflow',
  'input-overflow',
  'output-underflow',
  'output-overflow',
  'null-input',
] as const;

/** `kind` indexes NATIVE_XRUN_KINDS. */
interface NativeXrun {
  readonly kind: number;
  readonly atFrame: number;
}

/** How a stream went. */
export interface NativeStreamReport {
  readonly capturedFrames: number;
  readonly cancelled: boolean;
  readonly actualSampleRateHz: number;
  /** As the host API claims. */
  readonly inputLatencySeconds: number;
  readonly outputLatencySeconds: number;
  readonly xruns: { readonly counts: readonly number[]; readonly places: readonly NativeXrun[] };
}

export interface NativeCapture extends NativeStreamReport {
  /** Interleaved, full scale = 1. */
  readonly frames: Float32Array;
  /** Rows of four: first frame, frames, stream time in seconds, PortAudio's flags; the first 100,000 at most. */
  readonly inputCallbackLog: Float64Array;
  /** The same for the output of two-device streams; empty for full duplex, where one callback does both. */
  readonly outputCallbackLog: Float64Array;
}

/** What the addon's errors carry. */
export interface NativeFailure extends Error {
  readonly reason:
    | 'initialize'
    | 'no-device'
    | 'format'
    | 'open'
    | 'start'
    | 'rate-not-honoured'
    | 'open-timeout'
    | 'stalled'
    | 'ended'
    | 'busy'
    | 'restart-needed'
    | 'out-of-memory';
  /** The PortAudio function, empty where none failed. */
  readonly portAudioCall: string;
  readonly portAudioCode: number;
  readonly portAudioText: string;
  /** The host API's own error, 0 and empty where it gave none. */
  readonly hostCode: number;
  readonly hostText: string;
  readonly framesDone?: number;
}

export interface NativePlayrec {
  /** Settles once; after a failure before the driver is closed, because a dead driver may never come back. */
  readonly settled: Promise<NativeCapture>;
  readonly framesDone: () => number;
  /** Fades the output linearly to silence over 20 ms, lets it drain, stops; `settled` then resolves. */
  readonly cancel: () => void;
  /** What has come in so far, from `fromFrame` on, as much as `target` holds; null once the stream is gone. */
  readonly read: (fromFrame: number, target: Float32Array) => { fromFrame: number; frameCount: number } | null;
}

/** A stream without an end; see host/audio/liveStream.ts. */
export interface NativeLive {
  readonly settled: Promise<NativeStreamReport>;
  readonly framesDone: () => number;
  readonly cancel: () => void;
  /** Interleaved samples in the shape's own format, played round and round from now on. */
  readonly play: (samples: ArrayBufferView) => void;
  /** Null once the stream is gone. */
  readonly read: (fromFrame: number, target: Float32Array) => { fromFrame: number; frameCount: number } | null;
}

/** The PortAudio addon. One stream in a process at a time: a second is refused with `busy`. */
export interface NativeAudio {
  /**
   * The devices; indices hold until someone asks `anew`, which looks for plugged and pulled ones (not while a stream
   * runs: then it is the list as it was).
   * @throws NativeFailure `initialize`, `restart-needed`
   */
  listDevices(anew: boolean): NativeDeviceList;
  /** Null when it could be opened, else why not (returned, not thrown). @throws NativeFailure `busy`, `restart-needed` */
  refusal(shape: NativeStreamShape): NativeFailure | null;
  /**
   * Plays interleaved samples in the shape's own format and records as many frames and `tailFrames` more.
   * @throws NativeFailure `busy`, `restart-needed`, `initialize`, `out-of-memory`; everything later rejects `settled`
   */
  playrec(shape: NativeStreamShape, samples: ArrayBufferView, tailFrames: number): NativePlayrec;
  /**
   * Opens a live stream that holds the last `ringFrames` frames of its input.
   * @throws NativeFailure as `playrec`
   */
  openLive(shape: NativeStreamShape, ringFrames: number): NativeLive;
  /** Leaves the audio system while no stream runs; the next call comes back to it. Never throws. */
  release(): void;
}

export function isNativeFailure(error: unknown): error is NativeFailure {
  return error instanceof Error && 'reason' in error && 'portAudioCode' in error;
}

/** Upwards from this file, which may lie in native/ or be part of a bundle somewhere below out/. */
function findAddon(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'out', 'native', 'ampbench_audio.node');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return null;
  }
}

/**
 * Loads the addon.
 * @param addonPath where it is, if not in this checkout's out/native/
 * @throws AmpbenchError device `addon-missing`, `addon-broken`
 */
export function loadNativeAudio(addonPath: string | null = findAddon()): NativeAudio {
  if (addonPath === null || !existsSync(addonPath)) {
    throw new AmpbenchError(
      'device',
      'addon-missing',
      `the PortAudio addon is not built: there is no ${addonPath ?? 'out/native/ampbench_audio.node'}`,
      { path: addonPath },
      'install PortAudio (Debian: apt-get install portaudio19-dev) and run npm start, which builds it',
    );
  }
  try {
    return createRequire(import.meta.url)(addonPath) as NativeAudio;
  } catch (error) {
    throw new AmpbenchError(
      'device',
      'addon-broken',
      `the PortAudio addon ${addonPath} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      { path: addonPath },
      'is PortAudio still installed (Debian: libportaudio2)? Remove out/native and run npm start to build it anew',
    );
  }
}
