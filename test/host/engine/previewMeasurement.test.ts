import { describe, expect, it } from 'vitest';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { MeasurementRequest } from '../../../core/run/measurement.ts';
import { previewMeasurement } from '../../../host/engine/previewMeasurement.ts';
import { expectClose } from '../../expectClose.ts';

const { rig } = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
const THDN: MeasurementRequest = { kind: 'thdn', settings: {}, path: 'dut', outputVoltsRms: 2, loadOhms: null };
const ROUNDING = { within: 1e-12, unit: 'W', because: 'one square and one quotient' };

describe('what a measurement would put out', () => {
  it('gives volts with the limit that holds, and no watts without a load', () => {
    const preview = previewMeasurement(THDN, rig, 1);
    expect(preview).toMatchObject({ predictedOutputVoltsRms: 2, predictedLoadWatts: null, loadLimitWatts: null });
    expect(preview.outputLimitVoltsRms).toBeLessThanOrEqual(rig.limits.outputVoltsRms);
    expect(preview.wirings.map(({ path, loadOhms }) => [path, loadOhms])).toEqual([['dut', null]]);
  });

  it('gives the watts in the load and the share of its rating that may be used', () => {
    const preview = previewMeasurement({ ...THDN, loadOhms: 20 }, rig, 1);
    expectClose(preview.predictedLoadWatts!, 4 / 20, ROUNDING);
    const load = rig.loads.find(({ ohms }) => ohms === 20)!;
    expectClose(preview.loadLimitWatts!, load.ratedWatts * rig.limits.loadRatingShare, ROUNDING);
  });

  it('names every wiring of a method that needs two, each once', () => {
    const request: MeasurementRequest = { ...THDN, kind: 'output-impedance', settings: { loadOhms: 20 } };
    const { wirings } = previewMeasurement(request, rig, 1);
    expect(wirings.map(({ loadOhms }) => loadOhms)).toEqual([null, 20]);
  });

  it('says what is missing before anything plays', () => {
    expect(() => previewMeasurement({ ...THDN, loadOhms: 12_345 }, rig, 1)).toThrow(
      expect.objectContaining({ code: 'load-not-on-hand' }) as Error,
    );
    expect(() => previewMeasurement({ ...THDN, kind: 'output-impedance' }, rig, 1)).toThrow(
      expect.objectContaining({ code: 'load-missing' }) as Error,
    );
  });
});
