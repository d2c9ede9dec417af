import { AmpbenchError } from '../errors.ts';
import { ratioFromDb } from '../units/decibel.ts';
import type { Rig } from './rig.ts';

/** Frequency of the calibration tone: within every multimeter's range, away from the mains and its harmonics of 50 and 60 Hz. */
export const CALIBRATION_TONE_HZ = 200;
/** Level of the calibration tone re full scale: the rms of a full-scale sine. */
export const CALIBRATION_LEVEL_DBFS = -12;

/** One channel in loopback while the calibration tone plays. */
export interface CalibrationReading {
  readonly channel: string;
  /** What the multimeter shows across the cabled output, volts rms. */
  readonly meterVoltsRms: number;
  /** What the input recorded: rms re that of a full-scale sine. */
  readonly capturedRatio: number;
}

/** Readings of two channels may differ by this before one of them is a slip: volume, balance, a wrong range. */
const LARGEST_SPREAD = 0.1;

/**
 * A rig whose full-scale volts are what a multimeter says they are. Loopback loads the source with the interface's input: undone for the
 * output's open-circuit volts. Channels share one number; how far they differ goes into the uncertainty with the meter's.
 * @param meterAccuracy relative, as the meter's data sheet states it at 200 Hz AC; taken as k = 2
 * @throws AmpbenchError `usage` for readings that cannot be
 */
export function calibrateRig(rig: Rig, readings: readonly CalibrationReading[], meterAccuracy: number): Rig {
  for (const { channel, meterVoltsRms, capturedRatio } of readings) {
    if (!(meterVoltsRms > 0 && Number.isFinite(meterVoltsRms))) {
      throw new AmpbenchError(
        'usage',
        'meter-reading',
        `the meter's reading for channel ${channel} is ${meterVoltsRms} but must be volts above 0`,
        { channel, meterVoltsRms },
      );
    }
    if (capturedRatio < ratioFromDb(-60) || capturedRatio > 1) {
      throw new AmpbenchError(
        'device',
        'loopback-missing',
        `input ${channel} recorded ${(20 * Math.log10(capturedRatio)).toFixed(1)} dBFS of the calibration tone; in loopback it must lie between −60 and 0 dBFS`,
        { channel, capturedRatio },
        'Connect the output straight to the input, and set the input gain so that the tone does not clip.',
      );
    }
  }
  const loading = rig.input.inputOhms / (rig.input.inputOhms + rig.output.sourceOhms);
  const output = combined(readings, (reading) => reading.meterVoltsRms / loading / ratioFromDb(CALIBRATION_LEVEL_DBFS));
  const input = combined(readings, (reading) => reading.meterVoltsRms / reading.capturedRatio);
  return {
    ...rig,
    output: {
      ...rig.output,
      fullScaleVoltsRms: output.mean,
      relativeUncertainty: Math.hypot(meterAccuracy, output.relativeSpread),
      maxVoltsRms: Math.min(rig.output.maxVoltsRms, output.mean),
    },
    input: {
      ...rig.input,
      fullScaleVoltsRms: input.mean,
      relativeUncertainty: Math.hypot(meterAccuracy, input.relativeSpread),
      maxVoltsRms: Math.min(rig.input.maxVoltsRms, input.mean * rig.input.dividerRatio),
    },
  };
}

function combined(
  readings: readonly CalibrationReading[],
  fullScale: (reading: CalibrationReading) => number,
): { mean: number; relativeSpread: number } {
  const values = readings.map(fullScale);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const furthest = values.reduce(
    (most, value) => (Math.abs(value - mean) > Math.abs(most - mean) ? value : most),
    mean,
  );
  if (Math.abs(furthest / mean - 1) > LARGEST_SPREAD) {
    const names = readings.map(({ channel }, index) => `${channel} ${values[index].toPrecision(4)} V`).join(', ');
    throw new AmpbenchError(
      'usage',
      'channels-differ',
      `full scale comes out as ${names}: channels of one interface must agree to ${LARGEST_SPREAD * 100} %`,
      {},
      'Read the meter again for each channel; set balance and gain controls alike.',
    );
  }
  return { mean, relativeSpread: Math.max(...values.map((value) => Math.abs(value / mean - 1))) };
}
