import type { Rig } from '../../core/calibration/rig.ts';

// Part of the made-up verification of exampleVerification.ts: written by hand, nothing was measured.

export const exampleRig: Rig = {
  schemaVersion: 1,
  id: 'sim:studio-384/hpa-1',
  name: 'Studio 384 (simulated)',
  driver: 'simulated',
  outputDevice: 'studio-384',
  inputDevice: 'studio-384',
  hostApi: null,
  sampleRateHz: 384_000,
  format: 'int24',
  clock: 'shared',
  channels: [
    { name: 'L', outputChannel: 1, inputChannel: 1 },
    { name: 'R', outputChannel: 2, inputChannel: 2 },
  ],
  timeReference: { outputChannel: 3, inputChannel: 3 },
  output: { fullScaleVoltsRms: 6.9, relativeUncertainty: 0.002, sourceOhms: 300, maxVoltsRms: 6.9, balanced: false },
  input: {
    fullScaleVoltsRms: 12.28,
    relativeUncertainty: 0.002,
    inputOhms: 200_000,
    dividerRatio: 1,
    maxVoltsRms: 12,
    balanced: false,
  },
  cableOhms: 0.05,
  loads: [
    { ohms: 20, relativeTolerance: 0.005, ratedWatts: 10 },
    { ohms: 300, relativeTolerance: 0.005, ratedWatts: 3 },
  ],
  seriesResistor: { ohms: 10_000, relativeTolerance: 0.001 },
  limits: { outputVoltsRms: 10.5, loadRatingShare: 0.5 },
};
