import type { DutModel } from '../../../core/simulate/dutModel.ts';

/**
 * Rogue RH-5. Sourced: 1.9 W at 0.5 % and 2.0 W at 1 % THD+N into 32 Ω: 7.80 V and 8.00 V, which a knee at 0.862 of the limit gives. Filled in:
 * 1 Ω, 14 dB, and all else.
 */
export const rogueRh5: DutModel = {
  id: 'rogue-rh-5',
  name: 'Rogue RH-5 (simulated from published measurements)',
  gainDb: [14, 13.9],
  inverting: false,
  inputImpedance: { ohms: 47e3, farads: 100e-12 },
  outputImpedance: { ohms: 1, henries: 0, couplingFarads: null },
  lowCornerHz: 1,
  highCornerHz: 120e3,
  distortion: { secondRatio: 100e-6, thirdRatio: 20e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 10.322,
  limitVoltsPeak: 11.975,
  limitAmpsPeak: 2,
  noiseVoltsPerRootHz: 15e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 1e-4, risingRatioAt20kHz: 5e-4 },
  autoMute: null,
};
