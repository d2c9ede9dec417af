import type { Rig } from '../calibration/rig.ts';
import type { DeviceFrames, RawCapture, SampleFormat } from '../signal/types.ts';
import type { Wiring } from '../planner/plan.ts';

/** What a stream asks of an interface. */
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
  /** Why the interface cannot open such a stream, in words; null when it can. */
  refusal(shape: StreamShape): string | null;
  /**
   * Plays `frames` into the simulated bench as it is wired and returns what its inputs record: `frames.frameCount + tailFrames` frames.
   * Same bench, seed, `takeNumber`, wiring and frames: same bytes.
   * @throws AmpbenchError `format-not-supported`, `load-not-on-hand`, `series-resistor-not-on-hand`; `stream-ended` where a fault asks for it
   */
  record(request: {
    readonly frames: DeviceFrames;
    readonly tailFrames: number;
    readonly inputChannelCount: number;
    readonly wiring: Wiring;
    readonly takeNumber: number;
  }): RawCapture;
}
