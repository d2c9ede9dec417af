import { rigSchema } from '../../core/calibration/rig.ts';
import { calibrationRequestSchema, type Engine, type PageCalls } from '../../electron/ipc/contract.ts';
import { calibrateRequestSchema, rigIdSchema, type RigPageCalls } from '../../electron/ipc/rigCalls.ts';
import { rigRefSchema } from '../../electron/ipc/rigRef.ts';
import { outcomeOf } from '../engine/protocol.ts';
import { checked } from './checked.ts';
import { rigProblems } from './rigProblems.ts';

export type ReadingRigCall = 'readRig' | 'checkRig' | 'devices' | 'rigDevices' | 'testRates' | 'calibrateRig';

/** The calls about rigs that change nothing and play nothing. */
export function readingRigCalls(engine: Engine): Pick<PageCalls, ReadingRigCall> {
  return {
    readRig: (ref) => outcomeOf(async () => engine.readRig(checked(rigRefSchema, ref, 'rig'))),
    checkRig: (typed) => outcomeOf(() => Promise.resolve(rigProblems(typed))),
    devices: () => outcomeOf(() => engine.devices()),
    rigDevices: (ref) => outcomeOf(async () => engine.rigDevices(checked(rigRefSchema, ref, 'rig'))),
    testRates: (ref) => outcomeOf(async () => engine.testRates(checked(rigRefSchema, ref, 'rig'))),
    calibrateRig: (request) =>
      outcomeOf(async () => engine.calibrateRig(checked(calibrateRequestSchema, request, 'request'))),
  };
}

/** The calls about rigs that play in loopback or write: for the page in control. */
export function playingRigCalls(
  engine: Engine,
  page: {
    readonly mustControl: () => void;
    readonly whilePlaying: <Value>(play: () => Promise<Value>) => Promise<Value>;
  },
): Omit<RigPageCalls, ReadingRigCall> {
  return {
    saveRig: (rig) =>
      outcomeOf(async () => {
        page.mustControl();
        await engine.saveRig(checked(rigSchema, rig, 'rig'));
        return null;
      }),
    deleteRig: (rigId) =>
      outcomeOf(async () => {
        page.mustControl();
        await engine.deleteRig(checked(rigIdSchema, rigId, 'rigId'));
        return null;
      }),
    undeleteRig: (rigId) =>
      outcomeOf(async () => {
        page.mustControl();
        await engine.undeleteRig(checked(rigIdSchema, rigId, 'rigId'));
        return null;
      }),
    preflight: (ref) =>
      outcomeOf(async () => {
        page.mustControl();
        return page.whilePlaying(() => engine.preflight(checked(rigRefSchema, ref, 'rig')));
      }),
    measureBaseline: (ref) =>
      outcomeOf(async () => {
        page.mustControl();
        return page.whilePlaying(() => engine.measureBaseline(checked(rigRefSchema, ref, 'rig')));
      }),
    calibrationTone: (request) =>
      outcomeOf(async () => {
        page.mustControl();
        return page.whilePlaying(() => engine.calibrationTone(checked(calibrationRequestSchema, request, 'request')));
      }),
  };
}
