import { analyzeLevel } from '../measure/level/analyze.ts';
import { buildProgram } from '../signal/program.ts';
import { LOOPBACK } from '../planner/wiring.ts';
import type { Take } from '../run/effects.ts';
import type { RawCapture } from '../signal/types.ts';
import type { RandomSource } from '../signal/random.ts';
import { ratioFromDb } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';
import { CALIBRATION_LEVEL_DBFS, CALIBRATION_TONE_HZ } from './calibrate.ts';
import type { Rig } from './rig.ts';
import { toDeviceFrames } from './toDeviceFrames.ts';

/** Volts rms of the calibration tone by the numbers the rig has: what counts is its level re full scale. */
export const calibrationVoltsRms = ({ output }: Pick<Rig, 'output'>): number =>
  output.fullScaleVoltsRms * ratioFromDb(CALIBRATION_LEVEL_DBFS);

/** The calibration tone on every channel of a rig in loopback, ramped at both ends. */
export function buildCalibrationTake(rig: Rig, seconds: number, random: RandomSource): Take {
  const voltsRms = calibrationVoltsRms(rig);
  const { samples } = buildProgram(rig.sampleRateHz, [
    { kind: 'tone', id: 'tone', frequencyHz: CALIBRATION_TONE_HZ, voltsRms, seconds },
  ]);
  const driven = new Set(rig.channels.map((channel) => channel.outputChannel));
  const silence = new Float64Array(samples.length);
  const channels = Array.from({ length: Math.max(...driven) }, (_, index) =>
    driven.has(index + 1) ? samples : silence,
  );
  const stimulus = { sampleRateHz: rig.sampleRateHz, channels };
  return {
    id: 'calibration-tone',
    stepId: 'calibration',
    wiring: LOOPBACK,
    frames: toDeviceFrames(stimulus, rig.output, rig.format, random, { dither: 'tpdf' }),
    inputChannelCount: Math.max(...rig.channels.map(({ inputChannel }) => inputChannel)),
    description: `Calibration tone: ${formatQuantity(voltsRms, 'V')} in loopback`,
    predictedOutputVoltsRms: voltsRms,
    predictedLoadWatts: 0,
  };
}

/** What each channel of the rig recorded of the tone, rms re a full-scale sine: the middle half of the capture. */
export function readCalibrationTone(rig: Rig, capture: RawCapture): { channel: string; capturedRatio: number }[] {
  const { frames, frameCount, channelCount, sampleRateHz } = capture;
  const start = Math.round(frameCount / 4);
  return rig.channels.map(({ name, inputChannel }) => {
    const samples = Float64Array.from(
      { length: frameCount },
      (_, frame) => frames[frame * channelCount + inputChannel - 1],
    );
    const { rms } = analyzeLevel(samples, start, Math.floor(frameCount / 2), sampleRateHz, CALIBRATION_TONE_HZ);
    return { channel: name, capturedRatio: rms * Math.SQRT2 };
  });
}
