import { driveOf, type Drive } from '../calibration/drive.ts';
import type { Rig } from '../calibration/rig.ts';
import { AmpbenchError } from '../errors.ts';
import { findLoad, firstGainBound, outputLimit, type VoltsLimit } from '../planner/limits.ts';
import type { Wiring } from '../planner/plan.ts';
import { assertSafe } from '../planner/safety.ts';
import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';

/** Where a level is asked for: at the DUT's output in volts rms, or at the generator in the unit of its drive (`driveOf`). */
export type AskedLevel =
  { readonly at: 'output'; readonly voltsRms: number } | { readonly at: 'generator'; readonly driveRms: number };

/** What plays now. */
export interface PresentLevel {
  /** The pattern's level at the generator, in the unit of its drive; 0: nothing plays. */
  readonly driveRms: number;
  /** Most volts at the output per unit of drive, as it came back last; null: nothing came back yet. */
  readonly gainRatio: number | null;
}

export const LARGEST_STEP_DB = 6;
/** Within this of a limit, levels rise by 1 dB at most. */
export const NEAR_LIMIT_DB = 3;
export const SMALLEST_STEP_DB = 1;
/** A new signal begins this much lower: a DUT may have more gain at another frequency. */
export const NEW_SIGNAL_DROP_DB = 20;
/** The asked level is reached when it is this close, relative. */
const CLOSE = 0.005;
/** Above this drive something of it must have come back: else it goes where nobody measures it. */
const BLIND_DRIVE_RMS = 0.01;
const LEAST_GAIN = 0.01;

/** Most volts rms at the output of a wiring, and what sets it. */
export function liveOutputLimit(rig: Rig, wiring: Wiring): VoltsLimit {
  if (wiring.path === 'loopback') return { voltsRms: rig.input.maxVoltsRms, by: "the interface's input" };
  return outputLimit(rig, wiring.loadOhms === null ? null : (findLoad(rig, wiring.loadOhms) ?? null));
}

/** The asked level plays. */
export function isReached(asked: AskedLevel, { driveRms, gainRatio }: PresentLevel): boolean {
  if (gainRatio === null || gainRatio === 0) return false;
  const wanted = asked.at === 'generator' ? asked.driveRms : asked.voltsRms / gainRatio;
  return Math.abs(driveRms - wanted) <= CLOSE * wanted;
}

/**
 * The level to play next on the way to what is asked: −60 dB re 1 V or full scale at first, then upward by at most 6 dB from what came back, by 1 dB within 3 dB of a limit,
 * downward at once (docs/spec/live.md, LIVE-30 to LIVE-33).
 * @param peakFactor rms of the sine with the pattern's peak, per unit of its level: limits hold for peaks
 * @returns the pattern's level at the generator, in the unit of the wiring's drive
 * @throws AmpbenchError `safety/nothing-came-back`, `safety/output-over-limit`, `safety/drive-over-limit` where the next step would pass a limit
 */
export function nextDriveRms(
  rig: Rig,
  wiring: Wiring,
  asked: AskedLevel,
  present: PresentLevel,
  peakFactor: number,
): number {
  const { driveRms, gainRatio } = present;
  const drive = driveOf(rig, wiring);
  let next: number;
  if (driveRms === 0 || gainRatio === null) {
    next = Math.min(drive.firstRms, asked.at === 'generator' ? asked.driveRms : asked.voltsRms);
  } else {
    if (gainRatio < LEAST_GAIN && driveRms >= BLIND_DRIVE_RMS) throw nothingCameBack(driveRms, drive.unit, gainRatio);
    // Full scale is played as near to it as its dither lets it
    const wanted = asked.at === 'generator' ? Math.min(asked.driveRms, drive.maxRms) : asked.voltsRms / gainRatio;
    const limit = liveOutputLimit(rig, wiring).voltsRms / (gainRatio * peakFactor);
    const largest = driveRms * ratioFromDb(LARGEST_STEP_DB);
    const stepDb = Math.min(largest, wanted) > limit * ratioFromDb(-NEAR_LIMIT_DB) ? SMALLEST_STEP_DB : LARGEST_STEP_DB;
    // Up to where the small steps begin in one, so that a limit just ahead costs no further step
    const highest = Math.max(
      driveRms * ratioFromDb(SMALLEST_STEP_DB),
      stepDb === LARGEST_STEP_DB ? largest : Math.min(largest, limit * ratioFromDb(-NEAR_LIMIT_DB)),
    );
    next = Math.min(wanted, highest);
  }
  const gainBound = gainRatio ?? (wiring.path === 'loopback' ? 1 : firstGainBound(null, rig, wiring).ratio);
  assertSafe(rig, wiring, next * peakFactor, gainBound, 'live');
  return next;
}

/**
 * Refuses what cannot be played whatever the gain turns out to be.
 * @throws AmpbenchError `safety/output-over-limit`, `safety/drive-over-limit`
 */
export function assertAskable(rig: Rig, wiring: Wiring, asked: AskedLevel, peakFactor: number): void {
  if (asked.at === 'generator') assertSafe(rig, wiring, asked.driveRms * peakFactor, 0, 'live');
  const limit = liveOutputLimit(rig, wiring);
  if (asked.at === 'output' && asked.voltsRms * peakFactor > limit.voltsRms) {
    throw overLimit(asked.voltsRms * peakFactor, limit, 'was asked for');
  }
}

/** The error of an output that was found above its limit: the volume was turned up, or something broke. */
export const overLimit = (voltsRms: number, limit: VoltsLimit, how: 'was asked for' | 'came back'): AmpbenchError =>
  new AmpbenchError(
    'safety',
    'output-over-limit',
    `${formatQuantity(voltsRms, 'V', 3)} (rms of a sine with this peak) ${how} at the output but ${limit.by} allows ${formatQuantity(limit.voltsRms, 'V', 3)} in the live analyzer`,
    { voltsRms, limitVoltsRms: limit.voltsRms },
    'Lower the level or the volume, use a load with a higher rating, or an input divider.',
  );

const nothingCameBack = (driveRms: number, unit: Drive['unit'], gainRatio: number): AmpbenchError =>
  new AmpbenchError(
    'safety',
    'nothing-came-back',
    `${formatQuantity(driveRms, unit, 3)} was played but ${formatQuantity(driveRms * gainRatio, 'V', 2)} came back in the live analyzer: it is not raised further unseen`,
    { driveRms, unit, gainRatio },
    "Check the cables, the DUT's volume and mute, and the rig's channel numbers.",
  );
