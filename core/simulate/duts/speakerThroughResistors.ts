import type { DutModel } from '../dutModel.ts';

/**
 * A receiver's headphone jack that is its speaker output behind resistors: plenty of volts, resistors of 100 Ω and 2 Ω of
 * relay and wire, so a headphone's impedance shapes its response. A typical unit, not a measured product.
 */
export const speakerThroughResistors: DutModel = {
  id: 'speaker-through-resistors',
  name: 'Receiver headphone jack, speaker output through resistors (simulated)',
  gainDb: [22, 21.9],
  inverting: false,
  inputImpedance: { ohms: 22e3, farads: 150e-12 },
  outputImpedance: { ohms: 102, henries: 1.5e-6, couplingFarads: null },
  lowCornerHz: 2,
  highCornerHz: 90e3,
  distortion: { secondRatio: 60e-6, thirdRatio: 80e-6, atVoltsRms: 2 },
  kneeVoltsPeak: 13,
  limitVoltsPeak: 15,
  limitAmpsPeak: 3,
  noiseVoltsPerRootHz: 90e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 3e-5, risingRatioAt20kHz: 6e-4 },
  autoMute: null,
};
