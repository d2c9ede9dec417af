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

/** Volts at the output where THD reaches a limit, by halving the drive's range; what the highest drive gives where it does not. */
export function maximumVoltsRms(
  dut: DutModel,
  model: InterfaceModel,
  wiring: Wiring,
  highestDrive: number,
  limitRatio = 0.01,
): number {
  const top = distortionAt(dut, model, wiring, highestDrive);
  if (top.ratio <= limitRatio) return top.voltsRms;
  let low = 0;
  let high = highestDrive;
  let voltsRms = 0;
  for (let step = 0; step < 9; step++) {
    const middle = (low + high) / 2;
    const found = distortionAt(dut, model, wiring, middle);
    voltsRms = found.voltsRms;
    if (found.ratio > limitRatio) high = middle;
    else low = middle;
  }
  return voltsRms;
}
