import { driveOf } from '../calibration/drive.ts';
import { findLoad, outputLimit } from '../planner/limits.ts';
import type { PlanStep, Wiring } from '../planner/plan.ts';
import { required, setUpOf, type BenchContext, type RunContext } from './context.ts';

/** What a hand-held multimeter reads tens of ohms to, relative, k = 2. */
const METER_TOLERANCE = 0.005;

/** Highest output volts per unit of drive (nominal volt, or full scale) in a wiring, as measured; what predictions and limits use. */
export function gainBound(context: BenchContext, wiring: Wiring): number {
  const { openGain, loadedProbes } = setUpOf(context, wiring);
  const open = Math.max(...required(openGain, 'the gain'));
  const loaded = wiring.loadOhms === null ? undefined : loadedProbes.get(wiring.loadOhms);
  if (loaded === undefined) return open;
  return Math.max(...loaded.probe.channels.map((channel) => channel.toneVoltsRms / loaded.probe.driveVoltsRms));
}

/** Drive that puts the wanted volts on the output of the channel with the most gain, as far as the player goes. */
export const driveFor = (context: BenchContext, wiring: Wiring, outputVoltsRms: number): number =>
  Math.min(outputVoltsRms / gainBound(context, wiring), driveOf(context.rig, wiring).maxRms);

/**
 * The level of a step: the drive it names where it is about the drive itself, else what puts its volts on the output; in either case as far as the player
 * goes and the output's limits let it.
 */
export function levelForStep(
  context: RunContext,
  { wiring, settings }: PlanStep,
): { readonly driveRms: number; readonly outputVoltsRms: number } {
  const { rig, rules } = context;
  const { driveLevel, outputVoltsRms = rules.outputVoltsRms } = settings;
  const bound = gainBound(context, wiring);
  const load = wiring.loadOhms === null ? null : (findLoad(rig, wiring.loadOhms) ?? null);
  const most = Math.min(driveOf(rig, wiring).maxRms, outputLimit(rig, load).voltsRms / bound);
  const asked = driveLevel ?? outputVoltsRms / bound;
  if (driveLevel === undefined && asked <= most) return { driveRms: asked, outputVoltsRms };
  const driveRms = Math.min(asked, most);
  return { driveRms, outputVoltsRms: driveRms * bound };
}

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
