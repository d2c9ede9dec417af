import type { RigLoad } from '../calibration/rig.ts';
import type { DutModel } from './dutModel.ts';
import { faultyHpa1 } from './duts/faultyHpa1.ts';
import { hpa1 } from './duts/hpa1.ts';
import { k7 } from './duts/k7.ts';
import { laptopJack } from './duts/laptopJack.ts';
import { lineDac } from './duts/lineDac.ts';
import { mojo2 } from './duts/mojo2.ts';
import { portable } from './duts/portable.ts';
import { speakerThroughResistors } from './duts/speakerThroughResistors.ts';
import { zenCan } from './duts/zenCan.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import { split384 } from './interfaces/split384.ts';
import { studio384 } from './interfaces/studio384.ts';
import { usb192 } from './interfaces/usb192.ts';
import { LOAD_DRAWER } from './loads.ts';

/** A device on its bench. */
export interface SimulatedDevice {
  readonly dut: DutModel;
  /** Resistors on hand for it; null: the interface's own. */
  readonly loads: readonly RigLoad[] | null;
}

export const INTERFACES: readonly InterfaceModel[] = [studio384, usb192, split384];

export const DEVICES: readonly SimulatedDevice[] = [
  { dut: hpa1, loads: null },
  { dut: faultyHpa1, loads: null },
  { dut: laptopJack, loads: null },
  { dut: speakerThroughResistors, loads: null },
  { dut: zenCan, loads: LOAD_DRAWER },
  { dut: mojo2, loads: LOAD_DRAWER },
  { dut: k7, loads: LOAD_DRAWER },
  { dut: lineDac, loads: LOAD_DRAWER },
  { dut: portable, loads: LOAD_DRAWER },
];
