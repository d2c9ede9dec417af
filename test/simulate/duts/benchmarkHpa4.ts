import type { DutModel } from '../../../core/simulate/dutModel.ts';

/**
 * Benchmark HPA4. Sourced: 0.6 Ω at 20 Hz and 1 kHz, 0.83 Ω at 20 kHz, which 4.56 µH in series give. Filled in: all else.
 */
export const benchmarkHpa4: DutModel = {
  id: 'benchmark-hpa4',
  name: 'Benchmark HPA4 (simulated from published measurements)',
  gainDb: [8, 8],
  inverting: false,
  inputImpedance: { ohms: 50e3, farads: 100e-12 },
  outputImpedance: { ohms: 0.6, henries: 4.564e-6, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 500e3,
  distortion: { secondRatio: 0.5e-6, thirdRatio: 0.5e-6, atVoltsRms: 2 },
  kneeVoltsPeak: 14.5,
  limitVoltsPeak: 16,
  limitAmpsPeak: 2,
  noiseVoltsPerRootHz: 2e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 1e-6, risingRatioAt20kHz: 1e-5 },
  autoMute: null,
};
