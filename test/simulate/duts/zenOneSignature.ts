import type { DutModel } from '../../../core/simulate/dutModel.ts';

/**
 * iFi ZEN One Signature, a DAC with a line output. Sourced: 73 Ω; −0.07 dB at 5 Hz and −2.7 dB at 80 kHz, which as single poles are 0.637 Hz and
 * 86.15 kHz. Filled in: all else, as of an ordinary good DAC.
 */
export const zenOneSignature: DutModel = {
  id: 'zen-one-signature',
  name: 'iFi ZEN One Signature (simulated from published measurements)',
  gainDb: [0, 0],
  inverting: false,
  inputImpedance: null,
  digitalInput: {
    deviceName: 'Simulated ZEN One Signature',
    channelCount: 2,
    sampleRatesHz: [44100, 48000, 96000, 192000, 384000],
    formats: ['int24', 'int32'],
    defaultFormat: 'int24',
    bits: 24,
    fullScaleVoltsRms: 2.1,
    clock: { offsetPpm: 11, wanderPpm: 0.2, startSpreadSeconds: 0.002 },
    latencyFrames: 2400,
    noiseVoltsPerRootHz: 2e-6 / Math.sqrt(20000),
    harmonics: { secondRatio: 3e-6, thirdRatio: 3e-6 },
    droopRatio: 0,
  },
  outputImpedance: { ohms: 73, henries: 0, couplingFarads: null },
  lowCornerHz: 0.637,
  highCornerHz: 86.15e3,
  distortion: { secondRatio: 1e-6, thirdRatio: 1e-6, atVoltsRms: 2 },
  kneeVoltsPeak: 3.6,
  limitVoltsPeak: 4,
  limitAmpsPeak: 0.03,
  noiseVoltsPerRootHz: 1e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 3e-6, risingRatioAt20kHz: 2e-5 },
  autoMute: null,
};
