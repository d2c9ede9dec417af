import { driveOf } from '../calibration/drive.ts';
import type { Rig } from '../calibration/rig.ts';
import { AmpbenchError } from '../errors.ts';
import { findLoad, outputLimit, type VoltsLimit } from '../planner/limits.ts';
import type { Wiring } from '../planner/plan.ts';
import { highestSample } from '../signal/deviceFrames.ts';
import { formatQuantity } from '../units/format.ts';
import type { Take } from './effects.ts';

/** Dither, rounding and channel imbalance may exceed a limit by this share before it is a violation. */
const SLACK = 1.002;
/** The person's own limit is not exceeded by anything but the rounding of a product. */
const ROUNDING = 1e-9;

/**
 * Most volts rms that may stand at the inputs in a wiring, and what sets it.
 * @throws AmpbenchError `plan/load-missing` where the rig has no such load on hand: nothing is known of what it can take
 */
export function wiringLimit(rig: Rig, { path, loadOhms }: Wiring): VoltsLimit {
  if (path === 'loopback') return { voltsRms: rig.input.maxVoltsRms, by: "the interface's input" };
  if (loadOhms === null) return outputLimit(rig, null);
  const load = findLoad(rig, loadOhms);
  if (load !== undefined) return outputLimit(rig, load);
  throw new AmpbenchError(
    'plan',
    'load-missing',
    `rig ${rig.id} has no load of ${formatQuantity(loadOhms, 'ohm')} on hand, so nothing is known of what it can take`,
    { rigId: rig.id, loadOhms },
    'Add it to the loads of the rig, with its rating.',
  );
}

/**
 * The last gate before a take reaches the device, whoever made it: what its samples really are, and what it is predicted to put out, against every limit of rig,
 * load, headphone and person.
 * @throws AmpbenchError `safety/drive-over-limit`, `safety/output-over-limit`, `plan/load-missing`
 */
export function assertTakeSafe(
  rig: Rig,
  take: Pick<Take, 'id' | 'wiring' | 'frames' | 'predictedOutputVoltsRms'>,
): void {
  const { id, wiring, frames, predictedOutputVoltsRms } = take;
  const { unit, maxRms, fullScaleRms } = driveOf(rig, wiring);
  const driveRms = highestSample(frames) * fullScaleRms;
  if (!(driveRms <= maxRms * SLACK)) {
    const limit = unit === 'V' ? 'output.maxVoltsRms' : 'digitalOutput.maxFullScale';
    throw new AmpbenchError(
      'safety',
      'drive-over-limit',
      `take "${id}" has peaks of ${formatQuantity(driveRms, unit)} rms but rig "${rig.id}" allows ${limit} ${formatQuantity(maxRms, unit)}`,
      { takeId: id, driveRms, maxRms, unit },
    );
  }
  const wired = wiringLimit(rig, wiring);
  const person = { voltsRms: rig.limits.outputVoltsRms, by: `limits.outputVoltsRms of rig "${rig.id}"` };
  for (const [limit, most] of [
    [person, person.voltsRms * (1 + ROUNDING)],
    [wired, wired.voltsRms * SLACK],
  ] as const) {
    if (predictedOutputVoltsRms <= most) continue;
    throw new AmpbenchError(
      'safety',
      'output-over-limit',
      `take "${id}" is predicted to reach ${formatQuantity(predictedOutputVoltsRms, 'V')} rms but ${limit.by} allows ${formatQuantity(limit.voltsRms, 'V')}`,
      { takeId: id, predictedOutputVoltsRms, limitVoltsRms: limit.voltsRms },
      'Lower the level, use a load with a higher rating, or an input divider.',
    );
  }
}

/** The error of an output that was found above its limit while a take played: the volume was turned up, or something broke. */
export const cameBackOverLimit = (takeId: string, voltsRms: number, limit: VoltsLimit): AmpbenchError =>
  new AmpbenchError(
    'safety',
    'output-over-limit',
    `${formatQuantity(voltsRms, 'V', 3)} (rms of a sine with this peak) came back in take "${takeId}" but ${limit.by} allows ${formatQuantity(limit.voltsRms, 'V', 3)}; the output was muted`,
    { takeId, voltsRms, limitVoltsRms: limit.voltsRms },
    'Was the volume turned up? Set it as the prompt said, then resume the run.',
  );
