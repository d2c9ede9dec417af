import type { DutModel } from '../dutModel.ts';

/**
 * Pass Labs HPA-1 as Stereophile measured it (volume fully up): gain 8.35 dB, 46 kΩ (40 kΩ at 20 kHz: 98 pF), 1.35 Ω, close to 10 V
 * at 1 kHz, flat to 200 kHz, separation about 120 dB to 1 kHz and 95 dB at 20 kHz, non-inverting, THD+N 0.0050 % at 1 V, 1 kHz, 20 Ω.
 *
 * Filled in, because the measurement gives only sums: the residue of 1 V into 20 Ω (49.6 µV in 20 Hz–20 kHz; the analyser's own noise makes
 * it 50) is split into second harmonic (46 µV), third harmonic (9 µV) and noise (16 µV). The top end of 620 kHz keeps 200 kHz
 * within half a decibel; 0.9 A is above anything its rated loads draw. Knee and limit put THD+N = 1 % at 10 V, unloaded.
 */
export const hpa1: DutModel = {
  id: 'hpa-1',
  name: 'Pass Labs HPA-1 (simulated from published measurements)',
  gainDb: [8.35, 8.35],
  inverting: false,
  inputImpedance: { ohms: 46e3, farads: 98e-12 },
  outputImpedance: { ohms: 1.35, henries: 0, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 620e3,
  // 1 V at 20 Ω is 1.0675 V behind 1.35 Ω
  distortion: { secondRatio: 46e-6, thirdRatio: 9e-6, atVoltsRms: 1.0675 },
  kneeVoltsPeak: 12.78,
  limitVoltsPeak: 14.2,
  limitAmpsPeak: 0.9,
  noiseVoltsPerRootHz: (1.0675 * 16.1e-6) / Math.sqrt(20000),
  crosstalk: { flatRatio: 0.56e-6, risingRatioAt20kHz: 17.5e-6 },
  autoMute: null,
};
