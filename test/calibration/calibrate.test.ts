import { describe, expect, it } from 'vitest';
import { calibrateRig, CALIBRATION_LEVEL_DBFS } from '../../core/calibration/calibrate.ts';
import { buildCalibrationTake, readCalibrationTone } from '../../core/calibration/calibrationTake.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';

const share = 10 ** (CALIBRATION_LEVEL_DBFS / 20);
const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 3 });
const twoChannels = (meter: readonly number[], captured: number): Parameters<typeof calibrateRig>[1] =>
  rig.channels.map(({ name }, index) => ({ channel: name, meterVoltsRms: meter[index], capturedRatio: captured }));

describe('calibration by multimeter', () => {
  it('undoes the loading of the source by the input', () => {
    const loading = rig.input.inputOhms / (rig.input.inputOhms + rig.output.sourceOhms);
    const meter = 2 * share * loading;
    const calibrated = calibrateRig(rig, twoChannels([meter, meter], meter / 8), 0.005);
    expectClose(calibrated.output.fullScaleVoltsRms, 2, {
      within: 1e-12,
      unit: 'V',
      because: 'only rounding is between',
    });
    expectClose(calibrated.input.fullScaleVoltsRms, 8, {
      within: 1e-12,
      unit: 'V',
      because: 'only rounding is between',
    });
    expect(calibrated.output.relativeUncertainty).toBe(0.005);
  });

  it('counts how far the channels differ', () => {
    const calibrated = calibrateRig(rig, twoChannels([0.5, 0.51], 0.1), 0.003);
    expectClose(calibrated.output.relativeUncertainty, Math.hypot(0.003, 0.005 / 0.505), {
      within: 1e-12,
      unit: 'relative',
      because: 'only rounding is between',
    });
  });

  it('finds a simulated interface’s true full scale from a perfect reading, whatever the rig believed', () => {
    const bench = createSimulatedBench('sim:usb-192/hpa-1', { seed: 3 });
    const { frames } = buildCalibrationTake(rig, 2, createRandom(1));
    const capture = bench.record({
      frames,
      tailFrames: 19_200,
      inputChannelCount: 2,
      wiring: LOOPBACK,
      takeNumber: 1,
    });
    const captured = readCalibrationTone(rig, capture);
    // The volts a perfect meter would show, by the rig's own (slightly wrong) input calibration
    const readings = captured.map((each) => ({
      ...each,
      meterVoltsRms: each.capturedRatio * rig.input.fullScaleVoltsRms,
    }));
    const calibrated = calibrateRig({ ...rig, output: { ...rig.output, fullScaleVoltsRms: 5 } }, readings, 0.001);
    expectClose(calibrated.output.fullScaleVoltsRms / rig.output.fullScaleVoltsRms, 1, {
      within: 3 * (rig.output.relativeUncertainty + rig.input.relativeUncertainty),
      unit: 'relative',
      because: 'both numbers of the rig are drawn within their stated uncertainty',
    });
  });

  it.each([
    [[0, 0.5], 0.1, 'meter-reading'],
    [[0.5, 0.7], 0.1, 'channels-differ'],
    [[0.5, 0.5], 1e-5, 'loopback-missing'],
  ])('refuses readings %j captured at %d: %s', (meter, captured, code) => {
    expect(() => calibrateRig(rig, twoChannels(meter, captured), 0.01)).toThrow(expect.objectContaining({ code }));
  });
});
