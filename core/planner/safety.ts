import { driveOf } from '../calibration/drive.ts';
import { AmpbenchError } from '../errors.ts';
import type { Rig } from '../calibration/rig.ts';
import { formatQuantity } from '../units/format.ts';
import { findLoad, outputLimit } from './limits.ts';
import type { Wiring } from './plan.ts';

/** Rounding and channel imbalance may exceed a limit by this share before it is a violation. */
const SLACK = 1.002;

/**
 * The one gate before anything plays: a take whose drive or predicted output passes any limit of rig, load or person is refused.
 * @param driveRms in the unit of the wiring's drive
 * @param gainBound most volts at the output per unit of drive
 * @throws AmpbenchError `safety`
 */
export function assertSafe(rig: Rig, wiring: Wiring, driveRms: number, gainBound: number, takeId: string): void {
  const { unit, maxRms } = driveOf(rig, wiring);
  if (driveRms > maxRms * SLACK) {
    const limit = unit === 'V' ? 'output.maxVoltsRms' : 'digitalOutput.maxFullScale';
    throw new AmpbenchError(
      'safety',
      'drive-over-limit',
      `take ${takeId} would drive ${formatQuantity(driveRms, unit)} but rig ${rig.id} allows ${limit} ${formatQuantity(maxRms, unit)}`,
      { takeId, driveRms, maxRms, unit },
    );
  }
  const predictedVoltsRms = driveRms * gainBound;
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
