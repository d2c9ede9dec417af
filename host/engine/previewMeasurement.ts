import type { Rig } from '../../core/calibration/rig.ts';
import { findLoad, outputLimit } from '../../core/planner/limits.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import type { CaptureRole } from '../../core/measure/analysis.ts';
import type { MeasurementRequest } from '../../core/run/measurement.ts';
import { wiringKey } from '../../core/planner/wiring.ts';
import { runMeasurement } from '../../core/run/runMeasurement.ts';
import type { MeasurementPreview } from '../../electron/ipc/contract.ts';

/**
 * What a measurement would put out at most, for a person to see before anything plays. The limits are those that the engine keeps while it plays.
 * @throws AmpbenchError what the measurement itself would throw before its first sound: a load that is not on hand, a setting it does not heed
 */
export function previewMeasurement(request: MeasurementRequest, rig: Rig, seed: number): MeasurementPreview {
  // Its first effect is the prompt before anything plays; by then every setting and load has been looked at.
  runMeasurement(request, rig, { seed, simulated: rig.driver === 'simulated' }).next();
  const loadOhms = request.loadOhms ?? request.settings.loadOhms ?? null;
  const load = request.path === 'loopback' || loadOhms === null ? null : (findLoad(rig, loadOhms) ?? null);
  const watts = (voltsRms: number): number | null => (load === null ? null : voltsRms ** 2 / load.ohms);
  const limit = request.path === 'loopback' ? rig.input.maxVoltsRms : outputLimit(rig, load).voltsRms;
  const outputVoltsRms = Math.min(request.outputVoltsRms, limit);
  const wiringOf = (role: CaptureRole): Wiring => {
    if (request.path === 'loopback') return LOOPBACK;
    if (role === 'with') return { ...OPEN, seriesOhms: rig.seriesResistor?.ohms ?? 0 };
    return role === 'open' || role === 'without' ? OPEN : { ...OPEN, loadOhms: load?.ohms ?? null };
  };
  const wirings = new Map(
    kindNamed(request.kind)
      .roles.map(wiringOf)
      .map((wiring) => [wiringKey(wiring), wiring]),
  );
  return {
    wirings: [...wirings.values()],
    predictedOutputVoltsRms: request.outputVoltsRms,
    outputLimitVoltsRms: limit,
    predictedLoadWatts: watts(outputVoltsRms),
    loadLimitWatts: load === null ? null : load.ratedWatts * rig.limits.loadRatingShare,
  };
}
