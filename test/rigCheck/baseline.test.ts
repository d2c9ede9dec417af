import { beforeAll, describe, expect, it } from 'vitest';
import type { Rig } from '../../core/calibration/rig.ts';
import { isBaselineOf, rigBaselineSchema, type RigBaseline } from '../../core/rigCheck/baseline.ts';
import { runBaseline } from '../../core/rigCheck/runBaseline.ts';
import { simulatedLoopback, withFrames } from './simulatedTakes.ts';

const USB = 'sim:usb-192/hpa-1';
const OPTIONS = { simulated: true, measuredAt: '2026-01-01T00:00:00.000Z' };
const pathOf = ({ outputDevice, inputDevice, sampleRateHz }: Rig) => ({
  outputDevice,
  inputDevice,
  hostApi: null,
  sampleRateHz,
  refusal: null,
});

describe('a baseline', () => {
  let rig: Rig;
  let baseline: RigBaseline;
  beforeAll(() => {
    const bench = simulatedLoopback(USB);
    rig = bench.rig;
    baseline = bench.run(runBaseline(bench.context, pathOf(rig), OPTIONS));
  });

  it('[BASE-1] has THD+N at two levels and noise for each channel, and crosstalk into each at two frequencies', () => {
    const count = (id: string): number => baseline.figures.filter((figure) => figure.id === id).length;
    expect([count('thd-n'), count('noise'), count('crosstalk')]).toEqual([4, 2, 4]);
    const levels = baseline.figures
      .filter(({ id }) => id === 'thd-n')
      .map(({ conditions }) => conditions.inputVoltsRms);
    expect(new Set(levels)).toEqual(new Set([0.4, 1]));
  });

  it('[BASE-2] takes for its floor the worst channel at the level of the capture', () => {
    const worst = (id: string, volts?: number): number =>
      Math.max(
        ...baseline.figures
          .filter((figure) => figure.id === id && (volts === undefined || figure.conditions.inputVoltsRms === volts))
          .map(({ value }) => value ?? 0),
      );
    expect(baseline.floor).toEqual({ thdnRatio: worst('thd-n', 1), noiseVoltsRms: worst('noise') });
    // Noise alone bounds THD+N from below: 12.5 µV of 1 V
    expect(baseline.floor.thdnRatio).toBeGreaterThanOrEqual(baseline.floor.noiseVoltsRms);
  });

  it('[BASE-3] survives its file and speaks of its rig until devices, rate or calibration change', () => {
    const read = rigBaselineSchema.parse(JSON.parse(JSON.stringify(baseline)));
    expect(read).toEqual(baseline);
    expect(isBaselineOf(read, rig)).toBe(true);
    expect(isBaselineOf(read, { ...rig, loads: [] })).toBe(true);
    expect(isBaselineOf(read, { ...rig, sampleRateHz: 96000 })).toBe(false);
    expect(isBaselineOf(read, { ...rig, input: { ...rig.input, fullScaleVoltsRms: 1 } })).toBe(false);
  });

  it('[BASE-4] is not measured where the preflight finds what would spoil it', () => {
    const bench = simulatedLoopback(USB);
    const quiet = (): unknown =>
      bench.run(runBaseline(bench.context, pathOf(bench.rig), OPTIONS), (capture) =>
        withFrames(capture, (frame, channel, was) => was[frame * capture.channelCount + channel] / 2),
      );
    expect(quiet).toThrow(expect.objectContaining({ code: 'preflight-failed' }) as Error);
  });

  it('[BASE-5] draws a response that is flat in the audio band, re 1 kHz', () => {
    for (const { response } of baseline.curves) {
      const audio = response.magnitudesDb.filter((_, index) => response.frequenciesHz[index] <= 20000);
      // The simulated interface: 0.8 Hz corner and 2 % of droop at the band's end
      expect(Math.max(...audio.map(Math.abs))).toBeLessThan(0.2);
      expect(response.magnitudesDb[response.frequenciesHz.indexOf(1000)]).toBe(0);
    }
  });
});
