import type { Wiring } from '../../core/planner/plan.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import type { InterfaceModel } from '../../core/simulate/interfaceModel.ts';
import { benchOf, idealInterface, playDigitalSine, playSine } from './ideal.ts';
import { findTone } from './tone.ts';

const RATE_HZ = 384000;
const START = 19200;
const LENGTH = 38400;

/** The ideal interface with these loads, exact ones, and range for 24 V. */
export const idealWith = (...loadsOhms: readonly number[]): InterfaceModel => ({
  ...idealInterface,
  input: { ...idealInterface.input, fullScaleVoltsRms: 24 },
  rig: {
    ...idealInterface.rig,
    cableOhms: 0,
    loads: loadsOhms.map((ohms) => ({ ohms, relativeTolerance: 0, ratedWatts: 20 })),
  },
});

/** Rms and THD (harmonics 2 to 20, re total) of a 1 kHz tone at the output of a device on an ideal bench. */
export function distortionAt(
  dut: DutModel,
  model: InterfaceModel,
  wiring: Wiring,
  drive: number,
): { voltsRms: number; ratio: number } {
  const bench = benchOf(dut, model);
  const play = wiring.drive === 'digital' ? playDigitalSine : playSine;
  const [left] = play(bench, 1000, drive, wiring, { seconds: 0.16 });
  // A player's clock is a few ppm off: over 0.1 s that is a hundred-thousandth of a cycle
  const power = (harmonic: number): number =>
    findTone(left, START, LENGTH, RATE_HZ, 1000 * harmonic).amplitude ** 2 / 2;
  const fundamental = power(1);
  let harmonics = 0;
  for (let harmonic = 2; harmonic <= 20; harmonic++) harmonics += power(harmonic);
  const total = fundamental + harmonics;
  return { voltsRms: Math.sqrt(total), ratio: Math.sqrt(harmonics / total) };
}

/** Volts at the output where THD reaches a limit, between the two ends of the drive's range halved eight times; what the highest drive gives where it does not. */
export function maximumVoltsRms(
  dut: DutModel,
  model: InterfaceModel,
  wiring: Wiring,
  highestDrive: number,
  limitRatio = 0.01,
): number {
  let high = { drive: highestDrive, ...distortionAt(dut, model, wiring, highestDrive) };
  if (high.ratio <= limitRatio) return high.voltsRms;
  let low = { drive: 0, voltsRms: 0, ratio: 0 };
  for (let step = 0; step < 8; step++) {
    const drive = (low.drive + high.drive) / 2;
    const middle = { drive, ...distortionAt(dut, model, wiring, drive) };
    if (middle.ratio > limitRatio) high = middle;
    else low = middle;
  }
  return (low.voltsRms + high.voltsRms) / 2;
}
