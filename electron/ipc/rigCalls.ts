import { z } from 'zod';
import type { Rig } from '../../core/calibration/rig.ts';
import type { RigBaseline } from '../../core/rigCheck/baseline.ts';
import type { Preflight } from '../../core/rigCheck/preflight.ts';
import type { DriverListing, Outcome } from './contract.ts';
import { rigRefSchema, type RigRef } from './rigRef.ts';

export const rigIdSchema = z.string().min(1).max(200);

// What a page and the command line do with rigs; part of the contract.

/** Readings of the multimeter while the calibration tone played, one for each channel. */
export const calibrateRequestSchema = z.strictObject({
  rig: rigRefSchema,
  readings: z
    .array(
      z.strictObject({
        channel: z.string().min(1).max(100),
        meterVoltsRms: z.number(),
        capturedRatio: z.number(),
      }),
    )
    .min(1)
    .max(8),
  /** Relative, as the meter's data sheet states it; taken as k = 2. */
  meterAccuracy: z.number().positive().max(0.5),
});

export type CalibrateRequest = z.infer<typeof calibrateRequestSchema>;

/** A rig with what is known of it. */
export interface KnownRig {
  readonly rig: Rig;
  /** What it showed of itself in loopback; null: never measured. */
  readonly baseline: RigBaseline | null;
  /** The baseline was measured with other devices, another rate or calibration: it says nothing of this rig. */
  readonly baselineIsStale: boolean;
  /** What each loopback would put out at most, volts rms, to be seen before it plays. */
  readonly playsVoltsRms: { readonly preflight: number; readonly baseline: number; readonly calibration: number };
}

/** A field of a rig that cannot be, by its path: `output.fullScaleVoltsRms`. */
export interface RigProblem {
  readonly place: string;
  readonly message: string;
}

/** A sampling rate as it was tested on a rig's devices, in its format and with its channels. */
export interface TestedRate {
  readonly sampleRateHz: number;
  /** The driver's reason; null where the stream can be opened. */
  readonly refusal: string | null;
}

/** What the engine does with rigs. What plays, plays in loopback, within the rig's limits, and is ended by `cancel`. */
export interface RigEngine {
  readRig(ref: RigRef): Promise<KnownRig>;
  /** Saves a rig under its id, in place of one that has it. @throws AmpbenchError `rig/rig-id-reserved` */
  saveRig(rig: Rig): Promise<void>;
  /** Puts a saved rig aside, with its baseline, so that `undeleteRig` brings it back. @throws AmpbenchError `rig/unknown-rig`, `rig/rig-id-reserved` */
  deleteRig(rigId: string): Promise<void>;
  /** @throws AmpbenchError `rig/unknown-rig`; `rig/rig-exists` where another one has that id by now */
  undeleteRig(rigId: string): Promise<void>;
  /** The devices behind a rig: those of this machine, or the simulated bench's own. */
  rigDevices(ref: RigRef): Promise<DriverListing>;
  /** The usual rates, each tested without playing. */
  testRates(ref: RigRef): Promise<readonly TestedRate[]>;
  /** The rig as the readings calibrate it; saves nothing. */
  calibrateRig(request: CalibrateRequest): Promise<Rig>;
  /** @throws AmpbenchError `usage/run-in-progress` */
  preflight(ref: RigRef): Promise<Preflight>;
  /** Measures the rig itself and keeps it with the rig. @throws AmpbenchError `device/preflight-failed` */
  measureBaseline(ref: RigRef): Promise<RigBaseline>;
}

/** The same, as a page calls it. */
export interface RigPageCalls {
  readRig(ref: RigRef): Promise<Outcome<KnownRig>>;
  /** What of a rig as typed cannot be; empty where it can be saved. */
  checkRig(typed: unknown): Promise<Outcome<readonly RigProblem[]>>;
  saveRig(rig: Rig): Promise<Outcome<null>>;
  deleteRig(rigId: string): Promise<Outcome<null>>;
  undeleteRig(rigId: string): Promise<Outcome<null>>;
  /** The devices of this machine, one entry for each driver. */
  devices(): Promise<Outcome<readonly DriverListing[]>>;
  rigDevices(ref: RigRef): Promise<Outcome<DriverListing>>;
  testRates(ref: RigRef): Promise<Outcome<readonly TestedRate[]>>;
  calibrateRig(request: CalibrateRequest): Promise<Outcome<Rig>>;
  preflight(ref: RigRef): Promise<Outcome<Preflight>>;
  measureBaseline(ref: RigRef): Promise<Outcome<RigBaseline>>;
  /** Plays until it ends or `cancel` comes. */
  calibrationTone(request: {
    readonly rig: RigRef;
    readonly seconds: number;
  }): Promise<Outcome<readonly { channel: string; capturedRatio: number }[]>>;
}
