import { voltsRmsFromDbu } from '../../units/decibel.ts';
import type { InterfaceModel } from '../interfaceModel.ts';

const densityOf = (voltsRmsIn20kHz: number): number => voltsRmsIn20kHz / Math.sqrt(20000);

/** An ordinary good USB interface: 2 V out, two channels each way, no spare pair for a time reference, a trace of mains hum. */
export const usb192: InterfaceModel = {
  id: 'usb-192',
  name: 'Simulated USB interface, 192 kHz',
  outputDevice: 'Simulated USB interface',
  inputDevice: 'Simulated USB interface',
  sampleRatesHz: [44100, 48000, 88200, 96000, 176400, 192000],
  defaultSampleRateHz: 192000,
  formats: ['int16', 'int24', 'int32'],
  defaultFormat: 'int24',
  latencyFrames: 947,
  playerClock: null,
  output: {
    channelCount: 2,
    fullScaleVoltsRms: 2.003,
    sourceOhms: 220,
    balanced: false,
    noiseVoltsPerRootHz: densityOf(3.2e-6),
    harmonics: { secondRatio: 2e-6, thirdRatio: 2.5e-6 },
    droopRatio: 0.03,
  },
  input: {
    channelCount: 2,
    fullScaleVoltsRms: voltsRmsFromDbu(20),
    inputOhms: 20e3,
    balanced: false,
    noiseVoltsPerRootHz: densityOf(12e-6),
    harmonics: { secondRatio: 4e-6, thirdRatio: 5e-6 },
    droopRatio: 0.03,
    lowCornerHz: 1.6,
    hum: [
      { frequencyHz: 50, voltsRms: 1.2e-6 },
      { frequencyHz: 150, voltsRms: 0.6e-6 },
    ],
    crosstalk: { flatRatio: 4e-7, risingRatioAt20kHz: 5e-6 },
  },
  calibration: { relativeUncertainty: 2e-3, channelSpreadRatio: 3e-4 },
  rig: {
    clock: 'shared',
    channels: [
      { name: 'left', outputChannel: 1, inputChannel: 1 },
      { name: 'right', outputChannel: 2, inputChannel: 2 },
    ],
    timeReference: null,
    cableOhms: 0.02,
    loads: [
      { ohms: 20, relativeTolerance: 0.002, ratedWatts: 10 },
      { ohms: 300, relativeTolerance: 0.002, ratedWatts: 2 },
    ],
    seriesResistor: { ohms: 10e3, relativeTolerance: 0.001 },
    limits: { outputVoltsRms: 7.5, loadRatingShare: 0.5 },
    maxOutputVoltsRms: 2,
    maxInputVoltsRms: 7.5,
  },
};
