import type { TakeInput } from '../../electron/ipc/contract.ts';

/** What inputs show whose highest samples are these, of one volt full scale; 1 counts as clipped. */
export const takeInput = (...peaks: readonly number[]): TakeInput => ({
  levels: peaks.map((peak) => ({
    peakRatio: peak,
    peakVolts: peak,
    rmsRatio: peak,
    rmsVolts: peak * Math.SQRT1_2,
    heldPeakRatio: peak,
    clippedSamples: peak >= 1 ? 3 : 0,
  })),
  spectrum: { frequenciesHz: [100, 1000, 10000], voltsRms: peaks.map((peak) => [1e-5, peak, 1e-5]) },
});
