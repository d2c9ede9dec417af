import type { Rig } from '../../core/calibration/rig.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import type { StreamRequest } from './audioIo.ts';

/** The devices a take is played and recorded on: the interface for both, or the DUT as player with the interface as recorder. */
export function devicesOf(
  rig: Rig,
  drive: Wiring['drive'],
): Pick<StreamRequest, 'outputDevice' | 'outputHostApi' | 'inputDevice' | 'inputHostApi'> {
  const player =
    drive === 'digital' && rig.digitalOutput !== undefined
      ? { outputDevice: rig.digitalOutput.device, outputHostApi: rig.digitalOutput.hostApi }
      : { outputDevice: rig.outputDevice, outputHostApi: rig.hostApi };
  return { ...player, inputDevice: rig.inputDevice, inputHostApi: rig.hostApi };
}
