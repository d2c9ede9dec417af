import { voltsRmsFromDbu } from '../../units/decibel.ts';
import type { InterfaceModel } from '../interfaceModel.ts';

/** White noise of this rms in 20 kHz, as a density. */
const densityOf = (voltsRmsIn20kHz: number): number => voltsRmsIn20kHz / Math.sqrt(20000);

/**
 * A four-channel 384 kHz interface of the best kind, with one output cabled to one input as time reference. Full loop, −1 dBFS out:
 * THD+N about −115 dB in 20 kHz. 6.915 V open circuit is 6.90 V at an input of 46 kΩ.
 */
export const studio384: InterfaceModel = {
  id: 'studio-384',
  name: 'Simulated studio interface, 384 kHz',
  outputDevice: 'Simulated studio interface',
  inputDevice: 'Simulated studio interface',
  sampleRatesHz: [44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000],
  defaultSampleRateHz: 384000,
  formats: ['int16', 'int24', 'int32'],
  defaultFormat: 'int24',
  latencyFrames: 2311,
  playerClock: null,
  output: {
    channelCount: 4,
    fullScaleVoltsRms: 6.915,
    sourceOhms: 100,
    balanced: true,
    noiseVoltsPerRootHz: densityOf(1.95e-6),
    harmonics: { secondRatio: 0.7e-6, thirdRatio: 0.6e-6 },
    droopRatio: 0.02,
  },
  input: {
    channelCount: 4,
    fullScaleVoltsRms: voltsRmsFromDbu(24),
    inputOhms: 100e3,
    balanced: true,
    noiseVoltsPerRootHz: densityOf(6.15e-6),
    harmonics: { secondRatio: 1e-6, thirdRatio: 1.6e-6 },
    droopRatio: 0.015,
    lowCornerHz: 0.8,
    hum: [],
    crosstalk: { flatRatio: 1e-7, risingRatioAt20kHz: 1e-6 },
  },
  calibration: { relativeUncertainty: 1e-3, channelSpreadRatio: 1.5e-4 },
  rig: {
    clock: 'shared',
    channels: [
      { name: 'left', outputChannel: 1, inputChannel: 1 },
      { name: 'right', outputChannel: 2, inputChannel: 2 },
    ],
    timeReference: { outputChannel: 3, inputChannel: 3 },
    cableOhms: 0.02,
    loads: [
      { ohms: 20, relativeTolerance: 0.002, ratedWatts: 10 },
      { ohms: 300, relativeTolerance: 0.002, ratedWatts: 2 },
    ],
    seriesResistor: { ohms: 10e3, relativeTolerance: 0.001 },
    limits: { outputVoltsRms: 11, loadRatingShare: 0.5 },
    maxOutputVoltsRms: 6.9,
    maxInputVoltsRms: 12,
  },
};
