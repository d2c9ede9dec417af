import type { Rig } from '../calibration/rig.ts';
import type { RawCapture, DeviceFrames } from '../signal/types.ts';
import type { Wiring } from '../planner/plan.ts';

/** A bench of the mind: `sim:<interface>/<dut>`. Behaves like hardware, deterministic from its seed. */
export interface SimulatedBench {
  readonly id: string;
  /** The rig as a careful person would have calibrated this simulated interface: with its stated uncertainties, not the truth. */
  readonly rig: Rig;
  /**
   * Plays `frames` into the simulated bench as it is wired and returns what its inputs record: `frames.frameCount + tailFrames` frames.
   * Same bench, seed, `takeNumber`, wiring and frames: same bytes.
   */
  record(request: {
    readonly frames: DeviceFrames;
    readonly tailFrames: number;
    readonly inputChannelCount: number;
    readonly wiring: Wiring;
    readonly takeNumber: number;
  }): RawCapture;
}
