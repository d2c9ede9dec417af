import type { Wiring } from '../planner/plan.ts';
import { required, type RunContext } from './context.ts';

/** Highest output volts per nominal volt of drive in a wiring, as measured; what predictions and limits use. */
export function gainBound(context: RunContext, wiring: Wiring): number {
  const open = Math.max(...required(context.knowledge.openGain, 'the gain'));
  const loaded = wiring.loadOhms === null ? undefined : context.knowledge.loadedProbes.get(wiring.loadOhms);
  if (loaded === undefined) return open;
  return Math.max(...loaded.probe.channels.map((channel) => channel.toneVoltsRms / loaded.probe.driveVoltsRms));
}

/** Drive that puts the wanted volts on the output of the channel with the most gain. */
export const driveFor = (context: RunContext, wiring: Wiring, outputVoltsRms: number): number =>
  Math.min(outputVoltsRms / gainBound(context, wiring), context.rig.output.maxVoltsRms);

/** The load of a wiring: as read with a multimeter where it was, else as the rig states it; with its k = 2 tolerance. */
export function loadOf(context: RunContext, loadOhms: number): { ohms: number; relativeTolerance: number } {
  const load = required(
    context.rig.loads.find((candidate) => candidate.ohms === loadOhms),
    `the load of ${loadOhms} ohms`,
  );
  const read = context.readLoads.get(loadOhms);
  // A hand-held multimeter reads tens of ohms to about 0.5 %
  return read === undefined
    ? { ohms: load.ohms, relativeTolerance: load.relativeTolerance }
    : { ohms: read, relativeTolerance: Math.min(load.relativeTolerance, 0.005) };
}
