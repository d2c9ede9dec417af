import type { Rig } from '../calibration/rig.ts';
import type { DeviceFrames, RawCapture, SampleFormat } from '../signal/types.ts';
import type { Wiring } from '../planner/plan.ts';

/** What a stream asks of an interface, or of a device that plays and the interface that records it. */
export interface StreamShape {
  readonly sampleRateHz: number;
  readonly format: SampleFormat;
  readonly outputChannelCount: number;
  readonly inputChannelCount: number;
}

/** A bench of the mind: `sim:<interface>/<dut>`. Behaves like hardware, deterministic from its seed. */
export interface SimulatedBench {
  readonly id: string;
  /** The rig as a careful person would have calibrated this simulated interface: with its stated uncertainties, not the truth. */
  readonly rig: Rig;
  readonly outputChannelCount: number;
  readonly inputChannelCount: number;
  /** Output channels of the device as a player; null: it has no digital input. */
  readonly digitalChannelCount: number | null;
  /** Why such a stream cannot be opened, in words; null when it can. With digital drive the device plays and the interface records. */
  refusal(shape: StreamShape, drive: Wiring['drive']): string | null;
  /**
   * Plays `frames` into the simulated bench as it is wired and returns what its inputs record: `frames.frameCount + tailFrames` frames.
   * With digital drive the frames are the device's, whose channels are the rig's `digitalOutput.channels`. Same bench, seed, `takeNumber`, wiring and frames: same bytes.
   * @throws AmpbenchError `format-not-supported`, `load-not-on-hand`, `series-resistor-not-on-hand`, `input-not-there`, `output-not-there`,
   * `gain-not-there`, `leg-grounded`; `stream-ended` where a fault asks for it
   */
  record(request: {
    readonly frames: DeviceFrames;
    readonly tailFrames: number;
    readonly inputChannelCount: number;
    readonly wiring: Wiring;
    readonly takeNumber: number;
  }): RawCapture;
}
