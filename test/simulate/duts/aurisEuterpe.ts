import type { DutModel } from '../../../core/simulate/dutModel.ts';

/**
 * Auris Euterpe, whose distortion rises with level and has no corner. Sourced: 25 mW at 1 %, 200 mW at 3 %, 425 mW at 5 % THD+N, which second and third
 * harmonics of 0.98 % and 0.1 % at 25 mW give within 2 %. The load is not in the source: 32 Ω is taken. Filled in: 12 Ω and all else.
 */
export const aurisEuterpe: DutModel = {
  id: 'auris-euterpe',
  name: 'Auris Euterpe (simulated from published measurements)',
  gainDb: [13, 13],
  inverting: false,
  inputImpedance: { ohms: 47e3, farads: 100e-12 },
  outputImpedance: { ohms: 12, henries: 0, couplingFarads: null },
  lowCornerHz: 2,
  highCornerHz: 60e3,
  // 25 mW in 32 Ω, behind 12 Ω
  distortion: { secondRatio: 9.8e-3, thirdRatio: 1e-3, atVoltsRms: Math.sqrt(0.025 * 32) * (44 / 32) },
  kneeVoltsPeak: 12,
  limitVoltsPeak: 14,
  limitAmpsPeak: 2,
  noiseVoltsPerRootHz: 40e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 3e-4, risingRatioAt20kHz: 1e-3 },
  autoMute: null,
};
