import type { Rig } from '../calibration/rig.ts';
import { AmpbenchError } from '../errors.ts';
import type { Wiring } from '../planner/plan.ts';
import type { BenchTruth } from './calibrateRig.ts';
import type { DutModel } from './dutModel.ts';
import { setUpDut } from './setUpDut.ts';
import type { DutSetUp } from './setUpDut.ts';
import type { Fault } from './faults.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import { oversamplingFor } from './oversampling.ts';
import { buildSignalPath } from './signalPath.ts';
import type { SignalPath } from './signalPath.ts';

/** One cabled path of the bench: which of the player's channels feeds which input, and through what. Channels count from 0. */
export interface CabledPath {
  readonly outputChannel: number;
  readonly inputChannel: number;
  readonly path: SignalPath;
  /** Null: no device in this path. */
  readonly dut: DutSetUp | null;
}

/** What the person really did, where that is not what was asked. */
export function applyWiringFaults(wiring: Wiring, faults: readonly Fault[]): Wiring {
  const left = faults.find((fault) => fault.kind === 'load-not-changed');
  return left === undefined || wiring.path !== 'dut' ? wiring : { ...wiring, loadOhms: left.loadOhms };
}

/** A path whose device is off: it still loads its source and terminates its output, and gives nothing. */
export function silenced(cabled: CabledPath): CabledPath {
  const off = { taps: new Float64Array(1), centre: 0 };
  return { ...cabled, path: { ...cabled.path, drive: off, noiseVoltsPerRootHz: 0 } };
}

/** The paths of a wiring with the true values of its parts; the time reference, where there is one, comes last. */
export function cablePaths(
  model: InterfaceModel,
  dut: DutModel,
  rig: Rig,
  truth: BenchTruth,
  wiring: Wiring,
  sampleRateHz: number,
): CabledPath[] {
  const internalRateHz = sampleRateHz * oversamplingFor(sampleRateHz);
  const loads = trueLoads(rig, truth, wiring.loadOhms);
  const device = wiring.path === 'dut' ? setUpDut(dut, wiring, model.input.balanced) : null;
  const digitalOutput = device !== null && wiring.drive === 'digital' ? rig.digitalOutput : undefined;
  const outputs = digitalOutput?.channels ?? rig.channels.map(({ outputChannel }) => outputChannel);
  const paths: CabledPath[] = rig.channels.map((channel, index) => ({
    outputChannel: outputs[index] - 1,
    inputChannel: channel.inputChannel - 1,
    dut: device,
    path: buildSignalPath(
      model,
      {
        dut: device,
        drive: wiring.drive,
        dutChannel: index === 0 ? 0 : 1,
        loadOhms: loads === null ? null : loads[index],
        seriesOhms: trueSeriesOhms(rig, truth, wiring.seriesOhms, index),
        cableOhms: rig.cableOhms,
      },
      sampleRateHz,
      internalRateHz,
    ),
  }));
  if (rig.timeReference !== null && digitalOutput === undefined) {
    paths.push({
      outputChannel: rig.timeReference.outputChannel - 1,
      inputChannel: rig.timeReference.inputChannel - 1,
      dut: null,
      path: buildSignalPath(
        model,
        { dut: null, drive: 'analogue', dutChannel: 0, loadOhms: null, seriesOhms: 0, cableOhms: 0 },
        sampleRateHz,
        internalRateHz,
      ),
    });
  }
  return paths;
}

function trueLoads(rig: Rig, truth: BenchTruth, loadOhms: number | null): readonly number[] | null {
  if (loadOhms === null) return null;
  const index = rig.loads.findIndex((load) => load.ohms === loadOhms);
  if (index >= 0) return truth.loadOhms[index];
  throw new AmpbenchError(
    'rig',
    'load-not-on-hand',
    `a load of ${loadOhms} Ω must be one of those on hand, ${rig.loads.map((load) => `${load.ohms} Ω`).join(', ')}, on ${rig.id}`,
    { loadOhms },
    'Choose one of the loads on hand.',
  );
}

function trueSeriesOhms(rig: Rig, truth: BenchTruth, seriesOhms: number, channel: number): number {
  if (seriesOhms === 0) return 0;
  if (rig.seriesResistor !== null && rig.seriesResistor.ohms === seriesOhms) return truth.seriesOhms[channel];
  throw new AmpbenchError(
    'rig',
    'series-resistor-not-on-hand',
    `a series resistor of ${seriesOhms} Ω must be the one on hand, ${rig.seriesResistor?.ohms ?? 'none'} Ω, on ${rig.id}`,
    { seriesOhms },
    'Use the series resistor on hand.',
  );
}
