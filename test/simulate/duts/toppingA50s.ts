import type { DutModel } from '../../../core/simulate/dutModel.ts';

/** Topping A50s. Sourced: 332 mW into 250 Ω, taken as its limit at 1 % THD+N: 9.11 V. Filled in: all else. */
export const toppingA50s: DutModel = {
  id: 'topping-a50s',
  name: 'Topping A50s (simulated from a published measurement)',
  gainDb: [14, 14],
  inverting: false,
  inputImpedance: { ohms: 10e3, farads: 100e-12 },
  outputImpedance: { ohms: 0.2, henries: 0, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 250e3,
  distortion: { secondRatio: 1e-6, thirdRatio: 1e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 11.66,
  limitVoltsPeak: 12.954,
  limitAmpsPeak: 0.8,
  noiseVoltsPerRootHz: 2e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 1e-5, risingRatioAt20kHz: 5e-5 },
  autoMute: null,
};
