import { describe, expect, it } from 'vitest';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { outputLimit } from '../../core/planner/limits.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import { assertTakeSafe } from '../../core/run/takeSafety.ts';
import { encodeDeviceFrames, highestSample } from '../../core/signal/deviceFrames.ts';
import type { SampleFormat } from '../../core/signal/types.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { expectClose } from '../expectClose.ts';

const bench = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 }).rig;
const rig: Rig = {
  ...bench,
  output: { ...bench.output, fullScaleVoltsRms: 2, maxVoltsRms: 1 },
  input: { ...bench.input, maxVoltsRms: 5 },
  loads: [{ ohms: 20, relativeTolerance: 0.01, ratedWatts: 1 }],
  limits: { outputVoltsRms: 4, loadRatingShare: 0.5 },
};
const LOADED = { ...OPEN, loadOhms: 20 };

const framesOf = (peak: number, format: SampleFormat = 'int24') =>
  encodeDeviceFrames([Float64Array.of(0, -peak, 0)], 48_000, format);

function refusal(changes: Partial<Parameters<typeof assertTakeSafe>[1]>, onRig = rig): string {
  try {
    assertTakeSafe(onRig, { id: 't', wiring: OPEN, frames: framesOf(0.1), predictedOutputVoltsRms: 1, ...changes });
    return 'none';
  } catch (error) {
    if (error instanceof AmpbenchError) return `${error.kind}/${error.code}`;
    throw error;
  }
}

describe('the last gate before a take plays', () => {
  it('looks at the samples themselves, not at what they are said to be', () => {
    expect(refusal({ frames: framesOf(0.5) })).toBe('none');
    expect(refusal({ frames: framesOf(0.51) })).toBe('safety/drive-over-limit');
    expect(refusal({ frames: framesOf(0.51), wiring: LOOPBACK })).toBe('safety/drive-over-limit');
  });

  it("keeps the person's volts to the last digit, and the input's with a little for imbalance", () => {
    expect(refusal({ predictedOutputVoltsRms: 4 })).toBe('none');
    expect(refusal({ predictedOutputVoltsRms: 4.0001 })).toBe('safety/output-over-limit');
    const sensitive = { ...rig, input: { ...rig.input, maxVoltsRms: 0.9 } };
    expect(refusal({}, sensitive)).toBe('safety/output-over-limit');
    expect(refusal({ wiring: LOOPBACK }, sensitive)).toBe('safety/output-over-limit');
  });

  it("keeps the watts of the load's rating, and plays into no load it knows nothing of", () => {
    // 0.5 W in 20 Ω are 3.162 V
    expect(refusal({ wiring: LOADED, predictedOutputVoltsRms: 3.16 })).toBe('none');
    expect(refusal({ wiring: LOADED, predictedOutputVoltsRms: 3.2 })).toBe('safety/output-over-limit');
    expect(refusal({ wiring: { ...OPEN, loadOhms: 47 }, predictedOutputVoltsRms: 0.01 })).toBe('plan/load-missing');
  });

  it('keeps a headphone from getting louder than was allowed, but not the loopback, where none is', () => {
    const headphone = { name: 'HP', dbSplPerVolt: 110, maxSplDb: 90 };
    const worn: Rig = { ...rig, limits: { ...rig.limits, headphone } };
    expectClose(outputLimit(worn, null).voltsRms, 0.1, {
      within: 1e-12,
      unit: 'V',
      because: '20 dB under 1 V, rounded',
    });
    expect(outputLimit(worn, null).by).toContain('HP');
    expect(refusal({ predictedOutputVoltsRms: 0.1 }, worn)).toBe('none');
    expect(refusal({ predictedOutputVoltsRms: 0.101 }, worn)).toBe('safety/output-over-limit');
    expect(refusal({ predictedOutputVoltsRms: 0.101, wiring: LOADED }, worn)).toBe('safety/output-over-limit');
    expect(refusal({ predictedOutputVoltsRms: 1, wiring: LOOPBACK }, worn)).toBe('none');
  });

  it('refuses a prediction that is no number', () => {
    expect(refusal({ predictedOutputVoltsRms: NaN })).toBe('safety/output-over-limit');
  });

  it.each(['float32', 'int16', 'int24', 'int32'] as const)('finds the highest sample of %s', (format) => {
    expectClose(highestSample(framesOf(0.375, format)), 0.375, { within: 1e-9, unit: 'FS', because: 'on every grid' });
    expectClose(highestSample(framesOf(-0.5, format)), 0.5, { within: 1e-9, unit: 'FS', because: 'on every grid' });
  });
});
