import { toDeviceFrames } from '../../core/calibration/toDeviceFrames.ts';
import { toVolts } from '../../core/calibration/toVolts.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { createRandom } from '../../core/signal/random.ts';
import { sine } from '../../core/signal/sine.ts';
import { createBench } from '../../core/simulate/bench.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import type { Fault } from '../../core/simulate/faults.ts';
import type { InterfaceModel } from '../../core/simulate/interfaceModel.ts';
import { studio384 } from '../../core/simulate/interfaces/studio384.ts';
import type { SimulatedBench } from '../../core/simulate/types.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';

const none = { secondRatio: 0, thirdRatio: 0 };
const noCrosstalk = { flatRatio: 0, risingRatioAt20kHz: 0 };

/** The studio interface without noise, distortion, droop, coupling or calibration error: what is left are its impedances. */
export const idealInterface: InterfaceModel = {
  ...studio384,
  id: 'ideal',
  output: { ...studio384.output, noiseVoltsPerRootHz: 0, harmonics: none, droopRatio: 0 },
  input: {
    ...studio384.input,
    // Survives a calibration sheet's five digits
    fullScaleVoltsRms: 12,
    noiseVoltsPerRootHz: 0,
    harmonics: none,
    droopRatio: 0,
    lowCornerHz: 1e-4,
    crosstalk: noCrosstalk,
  },
  calibration: { relativeUncertainty: 0, channelSpreadRatio: 0 },
  rig: {
    ...studio384.rig,
    loads: [20, 300].map((ohms) => ({ ohms, relativeTolerance: 0, ratedWatts: 10 })),
    seriesResistor: { ohms: 10e3, relativeTolerance: 0 },
  },
};

/** A device that does nothing but pass its input on. */
export const straightDut: DutModel = {
  id: 'straight',
  name: 'Straight wire with an input and an output',
  gainDb: [0, 0],
  inverting: false,
  inputImpedance: { ohms: 46e3, farads: 0 },
  outputImpedance: { ohms: 0, henries: 0, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 1e12,
  distortion: { ...none, atVoltsRms: 1 },
  kneeVoltsPeak: 90,
  limitVoltsPeak: 100,
  limitAmpsPeak: 1000,
  noiseVoltsPerRootHz: 0,
  crosstalk: noCrosstalk,
  autoMute: null,
};

export const loopback: Wiring = LOOPBACK;
export const open: Wiring = OPEN;
export const into = (loadOhms: number): Wiring => ({ ...OPEN, loadOhms });

export const benchOf = (
  dut: DutModel,
  model: InterfaceModel = idealInterface,
  faults: readonly Fault[] = [],
): SimulatedBench => createBench('sim:test/bench', model, dut, { seed: 7, faults });

/** Plays the same volts on all channels, undithered, and returns what was recorded, in volts. */
export function play(
  bench: SimulatedBench,
  samples: Float64Array | readonly Float64Array[],
  wiring: Wiring,
  options: { readonly sampleRateHz?: number; readonly takeNumber?: number; readonly tailFrames?: number } = {},
): readonly Float64Array[] {
  const { sampleRateHz = bench.rig.sampleRateHz, takeNumber = 1, tailFrames = 4000 } = options;
  const count = bench.rig.timeReference === null ? 2 : 3;
  const channels = samples instanceof Float64Array ? Array.from({ length: count }, () => samples) : samples;
  const frames = toDeviceFrames({ sampleRateHz, channels }, bench.rig.output, 'int24', createRandom(3), {
    dither: 'none',
  });
  const raw = bench.record({ frames, tailFrames, inputChannelCount: count, wiring, takeNumber });
  return toVolts(raw, bench.rig).channels;
}

/** Plays a sine of `seconds` and returns what was recorded. */
export const playSine = (
  bench: SimulatedBench,
  frequencyHz: number,
  voltsRms: number,
  wiring: Wiring,
  options: { readonly sampleRateHz?: number; readonly seconds?: number; readonly takeNumber?: number } = {},
): readonly Float64Array[] => {
  const { sampleRateHz = bench.rig.sampleRateHz, seconds = 0.3 } = options;
  return play(bench, sine(sampleRateHz, Math.round(seconds * sampleRateHz), frequencyHz, voltsRms), wiring, options);
};

/** Plays a sine of `seconds` to the device's own converter, in FS (1 = rms of a full-scale sine), and returns what was recorded, in volts. */
export function playDigitalSine(
  bench: SimulatedBench,
  frequencyHz: number,
  fullScale: number,
  wiring: Wiring,
  options: { readonly sampleRateHz?: number; readonly seconds?: number; readonly takeNumber?: number } = {},
): readonly Float64Array[] {
  const { sampleRateHz = bench.rig.sampleRateHz, seconds = 0.3, takeNumber = 1 } = options;
  // Full scale itself is one step over the highest code
  const samples = sine(sampleRateHz, Math.round(seconds * sampleRateHz), frequencyHz, fullScale * (1 - 2 ** -23));
  const format = bench.rig.digitalOutput?.format ?? 'int24';
  const stimulus = { sampleRateHz, channels: [samples, samples] };
  const frames = toDeviceFrames(stimulus, { fullScaleVoltsRms: 1 }, format, createRandom(3), { dither: 'none' });
  const raw = bench.record({
    frames,
    tailFrames: 6000,
    inputChannelCount: 2,
    wiring: { ...wiring, drive: 'digital' },
    takeNumber,
  });
  return toVolts(raw, bench.rig).channels;
}
