import type { DutModel } from '../dutModel.ts';

/**
 * FiiO K7, a DAC and amplifier with a single-ended and a balanced headphone output and three gains. Sourced, at second hand: 2000 mW into 32 Ω
 * balanced, of which it gives 9 % more at 1 % THD+N.
 *
 * All else is filled in with what such a unit usually has: half the volts at the single-ended output; gains 0, 6 and 10 dB; 9.8 V asked of the
 * balanced output at 0 dBFS; impedances, noise, distortion, separation and its converter.
 */
export const k7: DutModel = {
  id: 'k7',
  name: 'FiiO K7 (simulated; only its power is published)',
  gainDb: [0, -0.05],
  gains: [
    { names: ['low', 'L'], gainOffsetDb: 0 },
    { names: ['medium', 'mid', 'M'], gainOffsetDb: 6 },
    { names: ['high', 'H', 'maximum'], gainOffsetDb: 10 },
  ],
  outputs: [
    {
      names: [
        '6.35 mm',
        'single-ended',
        'unbalanced',
        'headphone',
        'headphone output',
        'single-ended headphone output',
      ],
      balanced: false,
      gainOffsetDb: 0,
    },
    {
      names: ['4.4 mm', 'balanced', 'balanced output', 'balanced headphone output'],
      balanced: true,
      gainOffsetDb: 6.02,
      outputImpedance: { ohms: 2.4, henries: 0, couplingFarads: null },
      distortion: { secondRatio: 1e-6, thirdRatio: 4e-6, atVoltsRms: 2 },
      kneeVoltsPeak: 12.15,
      limitVoltsPeak: 13.5,
      limitAmpsPeak: 0.7,
      limitOhms: 2,
      noiseVoltsPerRootHz: 5e-6 / Math.sqrt(20000),
      crosstalk: { flatRatio: 5e-6, risingRatioAt20kHz: 3e-5 },
    },
  ],
  inverting: false,
  inputImpedance: { ohms: 10e3, farads: 150e-12 },
  digitalInput: {
    deviceName: 'Simulated K7',
    channelCount: 2,
    sampleRatesHz: [44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000],
    formats: ['int16', 'int24', 'int32'],
    defaultFormat: 'int32',
    bits: 24,
    fullScaleVoltsRms: 1.55,
    clock: { offsetPpm: 14, wanderPpm: 0.5, startSpreadSeconds: 0.002 },
    latencyFrames: 2100,
    noiseVoltsPerRootHz: 1.5e-6 / Math.sqrt(20000),
    harmonics: { secondRatio: 1e-6, thirdRatio: 1.5e-6 },
    droopRatio: 0.02,
  },
  outputImpedance: { ohms: 1.2, henries: 0, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 160e3,
  distortion: { secondRatio: 2e-6, thirdRatio: 4e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 6.1,
  limitVoltsPeak: 6.8,
  limitAmpsPeak: 0.5,
  limitOhms: 1,
  noiseVoltsPerRootHz: 3.5e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 2e-5, risingRatioAt20kHz: 1e-4 },
  autoMute: null,
};
