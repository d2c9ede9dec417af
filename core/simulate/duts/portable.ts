import type { DutModel } from '../dutModel.ts';

/**
 * A portable amplifier on a small battery: 2.8 V without load, but only 60 mA, so 300 Ω get all its volts and 16 Ω a third of them. A typical unit,
 * not a measured product.
 */
export const portable: DutModel = {
  id: 'portable',
  name: 'Portable headphone amplifier, limited in current (simulated)',
  gainDb: [9, 8.92],
  inverting: false,
  inputImpedance: { ohms: 10e3, farads: 100e-12 },
  outputImpedance: { ohms: 1.5, henries: 0, couplingFarads: null },
  lowCornerHz: 1.5,
  highCornerHz: 90e3,
  distortion: { secondRatio: 30e-6, thirdRatio: 25e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 3.57,
  limitVoltsPeak: 3.968,
  limitAmpsPeak: 0.085,
  noiseVoltsPerRootHz: 6e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 1e-4, risingRatioAt20kHz: 3e-4 },
  autoMute: null,
};
