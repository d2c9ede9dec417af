import {
  cosineDroop,
  couplingCornerHz,
  driveResponse,
  gainAt,
  inSeries,
  onePoleLowPass,
  outputResponseAboveCorner,
  parallelOhms,
} from './circuit.ts';
import type { InputImpedance, Response } from './circuit.ts';
import type { DigitalInput } from './dutModel.ts';
import { complex } from './complex.ts';
import { polynomialFor } from './distortion.ts';
import type { Polynomial } from './distortion.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import { designKernel } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { DutSetUp } from './setUpDut.ts';
import { ratioFromDb } from '../units/decibel.ts';
import type { Wiring } from '../planner/plan.ts';

/** What lies between one output of the interface and one input, as wired: true ohms, not stated ones. */
export interface PathWiring {
  readonly dut: DutSetUp | null;
  /** What the device is driven by. */
  readonly drive: Wiring['drive'];
  /** Which of the device's channels: 0 left, 1 right. */
  readonly dutChannel: 0 | 1;
  readonly loadOhms: number | null;
  readonly seriesOhms: number;
  readonly cableOhms: number;
}

/** One path, ready to compute, in this order of fields. Signals are in volts; frequencies in Hz. */
export interface SignalPath {
  /** From the generator to the output stage: droop, divider, gain, top end. */
  readonly drive: Kernel;
  readonly driveCornerHz: number | null;
  readonly polynomial: Polynomial | null;
  readonly kneeVoltsPeak: number | null;
  readonly limitVoltsPeak: number | null;
  /** From the output stage to the converter: output impedance into load and input, droop. */
  readonly pickUp: Kernel;
  readonly pickUpCornerHz: number | null;
  /** Noise at the interface's input apart from its own: source, resistors, device. */
  readonly noiseVoltsPerRootHz: number;
  /** Gain from the device's input to its electromotive force, for the mute's threshold. */
  readonly stageGain: number;
}

/** 4kT at 300 K, V²/(Ω·Hz). */
const JOHNSON = 4 * 1.380649e-23 * 300;

/**
 * Computes a path's filters and noise. The interface's input looks at the device's output terminals; the load hangs there
 * on `cableOhms` of cable, so the device sees load + cable, parallel to the interface's input.
 * @param sampleRateHz the device's rate, @param internalRateHz a multiple of it, at which the path is computed
 */
export function buildSignalPath(
  model: InterfaceModel,
  wiring: PathWiring,
  sampleRateHz: number,
  internalRateHz: number,
): SignalPath {
  const { output, input } = model;
  const bandHz = 0.45 * sampleRateHz;
  const loadOhms = parallelOhms(input.inputOhms, wiring.loadOhms === null ? null : wiring.loadOhms + wiring.cableOhms);
  const sourceOhms = output.sourceOhms + wiring.seriesOhms;
  const outputDroop = cosineDroop(output.droopRatio, sampleRateHz);
  const inputDroop = cosineDroop(input.droopRatio, sampleRateHz);
  const { dut } = wiring;
  if (dut === null) {
    const divider = driveResponse(sourceOhms, { ohms: loadOhms, farads: 0 });
    const gain = gainAt(divider, 0);
    const thermal = JOHNSON * parallelOhms(sourceOhms, loadOhms);
    return {
      drive: designKernel(inSeries(outputDroop, divider), internalRateHz, bandHz),
      driveCornerHz: null,
      polynomial: null,
      kneeVoltsPeak: null,
      limitVoltsPeak: null,
      pickUp: designKernel(inputDroop, internalRateHz, bandHz),
      pickUpCornerHz: null,
      noiseVoltsPerRootHz: Math.sqrt((gain * output.noiseVoltsPerRootHz) ** 2 + thermal),
      stageGain: 1,
    };
  }
  const stageGain = ratioFromDb(dut.gainDb[wiring.dutChannel]) * (dut.inverting ? -1 : 1);
  const amplifier: Response = inSeries(() => complex(stageGain), onePoleLowPass(dut.highCornerHz));
  const { digitalInput, inputImpedance } = dut;
  const feed =
    wiring.drive === 'digital'
      ? digitalInput && fromConverter(digitalInput, sampleRateHz)
      : inputImpedance && fromSource(output.noiseVoltsPerRootHz, outputDroop, sourceOhms, inputImpedance);
  if (!feed) throw new Error(`${dut.id} has no input for ${wiring.drive} drive`);
  const pickUpResponse = outputResponseAboveCorner(dut.outputImpedance, loadOhms);
  const pickUpGain = gainAt(pickUpResponse, 1000);
  const { distortion } = dut;
  const loopOhms = loadOhms + dut.outputImpedance.ohms;
  const limitVoltsPeak = Math.min(
    dut.limitVoltsPeak * (loopOhms / (loopOhms + (dut.limitOhms ?? 0))),
    dut.limitAmpsPeak * loopOhms,
  );
  return {
    drive: designKernel(inSeries(feed.response, amplifier), internalRateHz, bandHz),
    driveCornerHz: dut.lowCornerHz,
    polynomial: polynomialFor(distortion, distortion.atVoltsRms * Math.SQRT2),
    kneeVoltsPeak: (dut.kneeVoltsPeak * limitVoltsPeak) / dut.limitVoltsPeak,
    limitVoltsPeak,
    pickUp: designKernel(inSeries(pickUpResponse, inputDroop), internalRateHz, bandHz),
    pickUpCornerHz: couplingCornerHz(dut.outputImpedance, loadOhms),
    noiseVoltsPerRootHz:
      pickUpGain *
      Math.sqrt(
        (feed.gain * Math.abs(stageGain) * feed.noiseVoltsPerRootHz) ** 2 +
          feed.thermal * stageGain ** 2 +
          dut.noiseVoltsPerRootHz ** 2,
      ),
    stageGain: Math.abs(stageGain),
  };
}

/** What stands at the amplifier's input, per volt of what plays. */
interface Feed {
  readonly response: Response;
  /** Of `noiseVoltsPerRootHz`, to the amplifier's input, at 1 kHz. */
  readonly gain: number;
  readonly noiseVoltsPerRootHz: number;
  /** V²/Hz of the resistances there. */
  readonly thermal: number;
}

function fromSource(noiseVoltsPerRootHz: number, droop: Response, sourceOhms: number, input: InputImpedance): Feed {
  const divider = driveResponse(sourceOhms, input);
  return {
    response: inSeries(droop, divider),
    gain: gainAt(divider, 1000),
    noiseVoltsPerRootHz,
    thermal: JOHNSON * parallelOhms(sourceOhms, input.ohms),
  };
}

function fromConverter({ droopRatio, noiseVoltsPerRootHz }: DigitalInput, sampleRateHz: number): Feed {
  return { response: cosineDroop(droopRatio, sampleRateHz), gain: 1, noiseVoltsPerRootHz, thermal: 0 };
}
