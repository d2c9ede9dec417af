import type { DeviceFrames, RawCapture, SampleFormat } from '../../core/signal/types.ts';
import type { LiveRequest, LiveStream } from './liveStream.ts';

export interface AudioDevice {
  readonly index: number;
  readonly name: string;
  readonly hostApi: string;
  readonly maxInputChannels: number;
  readonly maxOutputChannels: number;
  readonly defaultSampleRateHz: number;
}

export interface DeviceList {
  readonly driver: string;
  /** The driver library's own version text. */
  readonly version: string;
  readonly hostApis: readonly string[];
  readonly devices: readonly AudioDevice[];
}

/** Which streams: device names as listed (or an unambiguous part), each on one host API or any (null). */
export interface StreamRequest {
  readonly outputDevice: string;
  readonly outputHostApi: string | null;
  readonly inputDevice: string;
  readonly inputHostApi: string | null;
  readonly sampleRateHz: number;
  readonly format: SampleFormat;
  readonly outputChannelCount: number;
  readonly inputChannelCount: number;
}

export interface PlayrecRequest extends StreamRequest {
  /** Played from the first frame; `outputChannelCount` channels. */
  readonly frames: DeviceFrames;
  /** Frames to record after the last played one, for the latency of the loop. */
  readonly tailFrames: number;
}

export interface PlayrecProgress {
  readonly framesDone: number;
  readonly framesTotal: number;
  /**
   * Copies what has been recorded from `fromFrame` on, interleaved, full scale = 1, into `target`; to be called at once, not later.
   * @returns whole frames that were copied, 0 where nothing more is there
   */
  readonly read: (fromFrame: number, target: Float32Array) => number;
}

/**
 * The audio port. Every driver is a peer behind it: a driver that cannot do something throws an AmpbenchError of kind
 * `device`; it never fakes. One playrec at a time for each instance.
 */
export interface AudioIo {
  readonly driver: 'portaudio' | 'simulated' | 'naudiodon' | 'replay';
  /** Lists afresh: a device plugged in since the last call is seen. */
  listDevices(): Promise<DeviceList>;
  /** Null when the request can be opened, else the driver's reason in words. */
  supports(request: StreamRequest): Promise<string | null>;
  /**
   * Plays and records; resolves with the full capture. When `cancel` fires, the output fades to silence within 20 ms and the promise
   * resolves with what was captured (`stopReason: 'cancelled'`).
   * @throws AmpbenchError `device-not-found`, `device-ambiguous`, `format-not-supported`, `stream-stalled`, `stream-ended`, ...
   */
  playrec(
    request: PlayrecRequest,
    onProgress?: (progress: PlayrecProgress) => void,
    cancel?: AbortSignal,
  ): Promise<RawCapture>;
  /**
   * Opens a stream without an end, silent until its `play`.
   * @throws AmpbenchError `live-not-supported` where the driver has none, and as `playrec`
   */
  openLive(request: LiveRequest): Promise<LiveStream>;
  close(): Promise<void>;
}
