import type { DutModel } from '../dutModel.ts';

/**
 * A plain DAC with a line output: 2.05 V at 0 dBFS behind 100 Ω, 2 µV of noise in 20 kHz, THD of 0.0003 %, a filter 0.26 dB down at half its rate,
 * and a mute on digital zero, which dithered silence does not meet. A typical unit, not a measured product.
 */
export const lineDac: DutModel = {
  id: 'line-dac',
  name: 'DAC with a line output (simulated)',
  gainDb: [0, -0.04],
  inverting: false,
  inputImpedance: null,
  digitalInput: {
    deviceName: 'Simulated DAC',
    channelCount: 2,
    sampleRatesHz: [44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000],
    formats: ['int16', 'int24', 'int32'],
    defaultFormat: 'int24',
    bits: 24,
    fullScaleVoltsRms: 2.05,
    clock: { offsetPpm: 31, wanderPpm: 0.8, startSpreadSeconds: 0.002 },
    latencyFrames: 2900,
    noiseVoltsPerRootHz: 1.8e-6 / Math.sqrt(20000),
    harmonics: { secondRatio: 2e-6, thirdRatio: 2e-6 },
    droopRatio: 0.03,
  },
  outputImpedance: { ohms: 100, henries: 0, couplingFarads: null },
  lowCornerHz: 1,
  highCornerHz: 180e3,
  distortion: { secondRatio: 0.3e-6, thirdRatio: 0.2e-6, atVoltsRms: 2 },
  kneeVoltsPeak: 3.6,
  limitVoltsPeak: 4,
  limitAmpsPeak: 0.03,
  noiseVoltsPerRootHz: 0.9e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 2e-6, risingRatioAt20kHz: 1e-5 },
  // Below half a step of 24 bits: only digital zero is that quiet
  autoMute: { belowInputVoltsPeak: 0.15e-6, holdSeconds: 0.25 },
};
