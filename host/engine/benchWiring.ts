import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { findLoad } from '../../core/planner/limits.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';

/** How a bench is said to be wired where no plan says it. */
export interface BenchWiring {
  readonly path: 'dut' | 'loopback';
  /** Null: nothing on the DUT's output but the interface. */
  readonly loadOhms: number | null;
}

/** @throws AmpbenchError `plan/load-missing` where the rig has no such load */
export function wiringOf(rig: Rig, { path, loadOhms }: BenchWiring, place: string): Wiring {
  if (path === 'loopback') return LOOPBACK;
  if (loadOhms === null) return OPEN;
  const load = findLoad(rig, loadOhms);
  if (load === undefined)
    throw new AmpbenchError(
      'plan',
      'load-missing',
      `rig ${rig.id} has no load of ${loadOhms} ohms on hand in ${place}`,
      { rigId: rig.id, loadOhms },
      'Choose one of its loads, or none.',
    );
  return { ...OPEN, loadOhms: load.ohms };
}
