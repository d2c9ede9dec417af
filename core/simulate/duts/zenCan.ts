import type { DutModel } from '../dutModel.ts';

/**
 * iFi ZEN CAN. Sourced: gains of 0, 6, 12 and 18 dB (the maker's manual); 7.5 V without load, 7.38 V into 300 Ω, just over 4 V into 16 Ω, 0.55 Ω
 * (Australian Hi-Fi). The three voltages are its limits: 4.33 Ω in the supply and 0.356 A give them, and they say nothing of the 0.55 Ω.
 *
 * Filled in with what such amplifiers usually have, because nothing readable says it: 47 kΩ, 5 Hz to 150 kHz, distortion, 4 µV of noise in
 * 20 kHz, separation, 0.03 dB between the channels.
 */
export const zenCan: DutModel = {
  id: 'zen-can',
  name: 'iFi ZEN CAN (simulated from published measurements)',
  gainDb: [0, -0.03],
  gains: [
    { names: ['0 dB', '0', 'low'], gainOffsetDb: 0 },
    { names: ['6 dB', '6'], gainOffsetDb: 6 },
    { names: ['12 dB', '12'], gainOffsetDb: 12 },
    { names: ['18 dB', '18', 'high', 'maximum'], gainOffsetDb: 18 },
  ],
  inverting: false,
  inputImpedance: { ohms: 47e3, farads: 100e-12 },
  outputImpedance: { ohms: 0.55, henries: 0, couplingFarads: null },
  lowCornerHz: 0.5,
  highCornerHz: 150e3,
  distortion: { secondRatio: 12e-6, thirdRatio: 8e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 9.565,
  limitVoltsPeak: 10.628,
  limitAmpsPeak: 0.356,
  limitOhms: 4.33,
  noiseVoltsPerRootHz: 4e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 2e-5, risingRatioAt20kHz: 2e-4 },
  autoMute: null,
};
