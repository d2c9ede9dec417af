import type { Wiring } from '../planner/plan.ts';
import { required, type BenchContext } from './context.ts';

/** What a hand-held multimeter reads tens of ohms to, relative, k = 2. */
const METER_TOLERANCE = 0.005;

/** Highest output volts per nominal volt of drive in a wiring, as measured; what predictions and limits use. */
export function gainBound(context: BenchContext, wiring: Wiring): number {
  const open = Math.max(...required(context.knowledge.openGain, 'the gain'));
  const loaded = wiring.loadOhms === null ? undefined : context.knowledge.loadedProbes.get(wiring.loadOhms);
  if (loaded === undefined) return open;
  return Math.max(...loaded.probe.channels.map((channel) => channel.toneVoltsRms / loaded.probe.driveVoltsRms));
}

/** Drive that puts the wanted volts on the output of the channel with the most gain. */
export const driveFor = (context: BenchContext, wiring: Wiring, outputVoltsRms: number): number =>
  Math.min(outputVoltsRms / gainBound(context, wiring), context.rig.output.maxVoltsRms);

/**
 * What hangs on the DUT's jack in a wiring: the load, as read with a multimeter where it was, else as the rig states it, with its cable; and its k = 2
 * tolerance.
 */
export function loadOf(context: BenchContext, loadOhms: number): { ohms: number; relativeTolerance: number } {
  const load = required(
    context.rig.loads.find((candidate) => candidate.ohms === loadOhms),
    `the load of ${loadOhms} ohms`,
  );
  const read = context.readLoads.get(loadOhms);
  return {
    ohms: (read ?? load.ohms) + context.rig.cableOhms,
    relativeTolerance: read === undefined ? load.relativeTolerance : Math.min(load.relativeTolerance, METER_TOLERANCE),
  };
}
