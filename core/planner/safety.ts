import { AmpbenchError } from '../errors.ts';
import type { Rig } from '../calibration/rig.ts';
import { formatQuantity } from '../units/format.ts';
import { findLoad, outputLimit } from './planVerification.ts';
import type { Wiring } from './plan.ts';

/** Rounding and channel imbalance may exceed a limit by this share before it is a violation. */
const SLACK = 1.002;

/**
 * The one gate before anything plays: a take whose drive or predicted output passes any limit of rig, load or person is refused.
 * @param gainBound most volts at the output per volt of drive
 * @throws AmpbenchError `safety`
 */
export function assertSafe(rig: Rig, wiring: Wiring, driveVoltsRms: number, gainBound: number, takeId: string): void {
  if (driveVoltsRms > rig.output.maxVoltsRms * SLACK) {
    throw new AmpbenchError(
      'safety',
      'drive-over-limit',
      `take ${takeId} would drive ${formatQuantity(driveVoltsRms, 'V')} but rig ${rig.id} allows output.maxVoltsRms ${formatQuantity(rig.output.maxVoltsRms, 'V')}`,
      { takeId, driveVoltsRms, maxVoltsRms: rig.output.maxVoltsRms },
    );
  }
  const predictedVoltsRms = driveVoltsRms * gainBound;
  const load = wiring.loadOhms === null ? null : (findLoad(rig, wiring.loadOhms) ?? null);
  const limit =
    wiring.path === 'loopback'
      ? { voltsRms: rig.input.maxVoltsRms, by: "the interface's input" }
      : outputLimit(rig, load);
  if (predictedVoltsRms > limit.voltsRms * SLACK) {
    throw new AmpbenchError(
      'safety',
      'output-over-limit',
      `take ${takeId} is predicted to put ${formatQuantity(predictedVoltsRms, 'V')} on the output but ${limit.by} allows ${formatQuantity(limit.voltsRms, 'V')}`,
      { takeId, predictedVoltsRms, limitVoltsRms: limit.voltsRms },
      'Lower the level, use a load with a higher rating, or an input divider.',
    );
  }
}
