import type { DutModel } from '../dutModel.ts';
import { hpa1 } from './hpa1.ts';

/**
 * An HPA-1 with a worn output stage: 1.4 dB of gain lost, 4.7 Ω out, five times the distortion. It fails its card's gain, output
 * impedance and THD+N, and still delivers its power.
 */
export const faultyHpa1: DutModel = {
  ...hpa1,
  id: 'faulty-hpa-1',
  name: 'Pass Labs HPA-1 with a worn output stage (simulated)',
  gainDb: [6.95, 6.9],
  outputImpedance: { ohms: 4.7, henries: 0, couplingFarads: null },
  distortion: { secondRatio: 230e-6, thirdRatio: 30e-6, atVoltsRms: 1.0675 },
  kneeVoltsPeak: 14.4,
  limitVoltsPeak: 16,
};
