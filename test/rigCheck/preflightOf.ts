import type { Rig } from '../../core/calibration/rig.ts';
import type { Preflight, PreflightCheckId } from '../../core/rigCheck/preflight.ts';
import { runPreflight } from '../../core/rigCheck/runPreflight.ts';
import type { RawCapture } from '../../core/signal/types.ts';
import type { Fault } from '../../core/simulate/faults.ts';
import { simulatedLoopback } from './simulatedTakes.ts';

export const USB = 'sim:usb-192/hpa-1';
export const RATE_HZ = 48000;
/** Faults show at any rate, and soonest at a low one. */
const atLowRate = (rig: Rig): Rig => ({ ...rig, sampleRateHz: RATE_HZ });

/** What the system between does to a capture. */
export type Alter = (capture: RawCapture) => RawCapture;

/** A preflight on a simulated bench. */
export function preflight(
  id: string,
  how: {
    readonly faults?: readonly Fault[];
    readonly said?: (rig: Rig) => Rig;
    readonly alter?: Alter;
    readonly hostApi?: string;
  } = {},
): Preflight {
  const bench = simulatedLoopback(
    id,
    how.faults,
    how.said ?? (how.alter === undefined && how.faults === undefined ? undefined : atLowRate),
  );
  const { outputDevice, inputDevice, sampleRateHz } = bench.rig;
  const path = { outputDevice, inputDevice, hostApi: how.hostApi ?? null, sampleRateHz, refusal: null };
  return bench.run(runPreflight(bench.context, path, true), how.alter);
}

/** What is wrong, in the order of the checks. */
export const found = ({ checks }: Preflight): readonly (readonly [PreflightCheckId, string])[] =>
  checks.filter(({ status }) => status === 'failed' || status === 'warning').map(({ id, status }) => [id, status]);
