import type { Rig } from '../calibration/rig.ts';
import type { RandomSource } from '../signal/random.ts';
import type { DigitalInput, DutModel } from './dutModel.ts';
import type { InterfaceModel } from './interfaceModel.ts';

/** What the bench really is, which no one reading its rig can know exactly. Arrays count channels from 0. */
export interface BenchTruth {
  /** Open-circuit peak volts of a full-scale sine, for each output. */
  readonly outputFullScaleVoltsPeak: readonly number[];
  /** Peak volts at the socket that reach full scale, for each input. */
  readonly inputFullScaleVoltsPeak: readonly number[];
  /** True ohms of each load on hand, by the rig's order of loads, then of channels. */
  readonly loadOhms: readonly (readonly number[])[];
  /** True ohms of the series resistor in each channel. */
  readonly seriesOhms: readonly number[];
}

/** A normal draw whose k = 2 expanded uncertainty is `relativeUncertainty`, kept within 1.25 times that. */
function drawError(random: RandomSource, relativeUncertainty: number): number {
  const standard = Math.min(Math.max(random.gaussian(), -2.5), 2.5);
  return (standard * relativeUncertainty) / 2;
}

/** Five significant digits, as a calibration sheet would print them. */
const asOnASheet = (value: number): number => Number(value.toPrecision(5));

const digitalOutputOf = (input: DigitalInput): NonNullable<Rig['digitalOutput']> => ({
  device: input.deviceName,
  hostApi: null,
  format: input.defaultFormat,
  channels: [1, 2],
  maxFullScale: 1,
});

/**
 * Draws a bench and the rig a careful person would have written down for it: each stated full scale, load and resistor differs from
 * the truth by an error that fits its stated uncertainty.
 */
export function calibrateRig(
  id: string,
  model: InterfaceModel,
  dut: DutModel,
  random: RandomSource,
): { readonly rig: Rig; readonly truth: BenchTruth } {
  const { calibration, output, input } = model;
  const spread = (): number => 1 + calibration.channelSpreadRatio * Math.min(Math.max(random.gaussian(), -2), 2);
  const outputFullScaleVoltsPeak = Array.from(
    { length: output.channelCount },
    () => output.fullScaleVoltsRms * Math.SQRT2 * spread(),
  );
  const inputFullScaleVoltsPeak = Array.from(
    { length: input.channelCount },
    () => input.fullScaleVoltsRms * Math.SQRT2 * spread(),
  );
  const { maxOutputVoltsRms, maxInputVoltsRms, ...wiring } = model.rig;
  const rig: Rig = {
    schemaVersion: 1,
    id,
    name: `${model.name}; ${dut.name}`,
    driver: 'simulated',
    outputDevice: model.outputDevice,
    inputDevice: model.inputDevice,
    hostApi: null,
    sampleRateHz: model.defaultSampleRateHz,
    format: model.defaultFormat,
    ...wiring,
    output: {
      fullScaleVoltsRms: asOnASheet(
        output.fullScaleVoltsRms * (1 + drawError(random, calibration.relativeUncertainty)),
      ),
      relativeUncertainty: calibration.relativeUncertainty,
      sourceOhms: output.sourceOhms,
      maxVoltsRms: maxOutputVoltsRms,
      balanced: output.balanced,
    },
    ...(dut.digitalInput === undefined ? {} : { digitalOutput: digitalOutputOf(dut.digitalInput) }),
    input: {
      fullScaleVoltsRms: asOnASheet(input.fullScaleVoltsRms * (1 + drawError(random, calibration.relativeUncertainty))),
      relativeUncertainty: calibration.relativeUncertainty,
      inputOhms: input.inputOhms,
      dividerRatio: 1,
      maxVoltsRms: maxInputVoltsRms,
      balanced: input.balanced,
    },
  };
  const truth: BenchTruth = {
    outputFullScaleVoltsPeak,
    inputFullScaleVoltsPeak,
    loadOhms: rig.loads.map((load) =>
      rig.channels.map(() => load.ohms * (1 + drawError(random, load.relativeTolerance))),
    ),
    seriesOhms: rig.channels.map(() => {
      const resistor = rig.seriesResistor;
      return resistor === null ? 0 : resistor.ohms * (1 + drawError(random, resistor.relativeTolerance));
    }),
  };
  return { rig, truth };
}
