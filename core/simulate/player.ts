import type { Wiring } from '../planner/plan.ts';
import type { BenchTruth } from './calibrateRig.ts';
import type { HarmonicRatios } from './distortion.ts';
import type { DutModel } from './dutModel.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import type { PlayerClockModel } from './playerClock.ts';

/** What plays: the interface's outputs, or the device's own converter. */
export interface Player {
  /** Open-circuit peak volts of a full-scale sine, for each output channel. */
  readonly fullScaleVoltsPeak: readonly number[];
  /** Null: the recorder's clock. */
  readonly clock: PlayerClockModel | null;
  readonly latencyFrames: number;
  /** At full scale. */
  readonly harmonics: HarmonicRatios;
  /** Longer words are rounded to this; null: none are. */
  readonly bits: number | null;
}

export function playerOf(model: InterfaceModel, truth: BenchTruth, dut: DutModel, wiring: Wiring): Player {
  const { digitalInput } = dut;
  if (wiring.path === 'loopback' || wiring.drive === 'analogue' || digitalInput === undefined) {
    const { playerClock: clock, latencyFrames, output } = model;
    const { outputFullScaleVoltsPeak: fullScaleVoltsPeak } = truth;
    return { fullScaleVoltsPeak, clock, latencyFrames, harmonics: output.harmonics, bits: null };
  }
  const { channelCount, fullScaleVoltsRms, clock, latencyFrames, harmonics, bits } = digitalInput;
  const peak = fullScaleVoltsRms * Math.SQRT2;
  return { fullScaleVoltsPeak: new Array<number>(channelCount).fill(peak), clock, latencyFrames, harmonics, bits };
}
