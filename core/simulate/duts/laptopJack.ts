import type { DutModel } from '../dutModel.ts';

/**
 * An ordinary laptop's headphone jack, fed at line level: a little gain, 1 V at most, ten ohms behind 220 µF, converters' band limits, a
 * mute on silence. A typical unit, not a measured product.
 */
export const laptopJack: DutModel = {
  id: 'laptop-jack',
  name: 'Laptop headphone jack (simulated)',
  gainDb: [0, -0.2],
  inverting: false,
  inputImpedance: { ohms: 10e3, farads: 220e-12 },
  outputImpedance: { ohms: 10, henries: 2e-6, couplingFarads: 220e-6 },
  lowCornerHz: 4,
  highCornerHz: 60e3,
  distortion: { secondRatio: 40e-6, thirdRatio: 60e-6, atVoltsRms: 0.5 },
  kneeVoltsPeak: 1.35,
  limitVoltsPeak: 1.55,
  limitAmpsPeak: 0.06,
  noiseVoltsPerRootHz: 14e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 1e-4, risingRatioAt20kHz: 4e-4 },
  autoMute: { belowInputVoltsPeak: 50e-6, holdSeconds: 0.5 },
};
