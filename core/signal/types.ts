/** What is played: Float64 volts at the generator's open-circuit output, one array per output channel, equal lengths. */
export interface Stimulus {
  readonly sampleRateHz: number;
  readonly channels: readonly Float64Array[];
}

/** The sample formats a device is opened in. `int24` is packed, three bytes a sample, little endian. */
export type SampleFormat = 'float32' | 'int16' | 'int24' | 'int32';

/** Interleaved samples in the device's own format: `frameCount * channelCount` samples. */
export interface DeviceFrames {
  readonly format: SampleFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly data: Float32Array | Int16Array | Uint8Array | Int32Array;
}

export type XrunKind = 'input-underflow' | 'input-overflow' | 'output-underflow' | 'output-overflow' | 'null-input';

/** What the stream itself said about a capture. Frames count from the first captured frame. */
export interface StreamReport {
  readonly driver: 'portaudio' | 'simulated' | 'naudiodon' | 'replay';
  readonly requestedSampleRateHz: number;
  readonly actualSampleRateHz: number;
  readonly requestedFrames: number;
  readonly capturedFrames: number;
  readonly stopReason: 'complete' | 'cancelled';
  readonly xrunCounts: Readonly<Record<XrunKind, number>>;
  /** First places of each kind, at most 1,000 in all. */
  readonly xruns: readonly { readonly kind: XrunKind; readonly atFrame: number }[];
  /** What the host API claims; null where it says nothing usable. Never used to align anything. */
  readonly inputLatencySeconds: number | null;
  readonly outputLatencySeconds: number | null;
  /** `stream-not-verified`: the driver cannot report lost samples. */
  readonly flags: readonly 'stream-not-verified'[];
}

/** What was recorded, untouched: interleaved Float32, full scale = 1, with the stream's own report. */
export interface RawCapture {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly frames: Float32Array;
  readonly report: StreamReport;
}

/** A capture in volts at the interface's input (dividers undone), one array per channel. */
export interface VoltageCapture {
  readonly sampleRateHz: number;
  readonly channels: readonly Float64Array[];
  readonly report: StreamReport;
}
