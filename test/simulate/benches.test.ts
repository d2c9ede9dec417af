import { describe, expect, it } from 'vitest';
import { rigSchema } from '../../core/calibration/rig.ts';
import { toDeviceFrames } from '../../core/calibration/toDeviceFrames.ts';
import { toVolts } from '../../core/calibration/toVolts.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { createRandom } from '../../core/signal/random.ts';
import { sine } from '../../core/signal/sine.ts';
import { createSimulatedBench, listSimulatedBenches } from '../../core/simulate/bench.ts';
import type { Fault } from '../../core/simulate/faults.ts';
import { split384 } from '../../core/simulate/interfaces/split384.ts';
import { studio384 } from '../../core/simulate/interfaces/studio384.ts';
import { usb192 } from '../../core/simulate/interfaces/usb192.ts';
import { expectClose } from '../expectClose.ts';
import { into, loopback, open, play, playSine } from './ideal.ts';
import { expectSameSamples, firstDifference } from './sameSamples.ts';
import { findTone, rmsOf } from './tone.ts';

const studio = (faults: readonly Fault[] = [], seed = 1) =>
  createSimulatedBench('sim:studio-384/hpa-1', { seed, faults });

describe('createSimulatedBench', () => {
  it('knows every interface with every device, each with a valid rig', () => {
    const ids = listSimulatedBenches();
    expect(ids).toContain('sim:studio-384/hpa-1');
    expect(ids).toContain('sim:usb-192/hpa-1');
    expect(ids).toContain('sim:split-384/hpa-1');
    expect(ids).toContain('sim:studio-384/faulty-hpa-1');
    for (const id of ids) {
      const { rig } = createSimulatedBench(id, { seed: 1 });
      expect(rigSchema.parse(rig)).toEqual(rig);
      expect(rig.id).toBe(id);
      expect(rig.driver).toBe('simulated');
    }
  });

  it.each([
    'sim:studio-384',
    'sim:studio-384/',
    'sim:studio-384/hpa-2',
    'sim:none/hpa-1',
    'hpa-1',
    'sim:studio-384/hpa-1/x',
  ])('refuses "%s" and lists the known ones', (id) => {
    let caught: unknown = null;
    try {
      createSimulatedBench(id, { seed: 1 });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(AmpbenchError);
    expect(caught).toMatchObject({ kind: 'rig', code: 'unknown-rig' });
    expect((caught as AmpbenchError).message).toContain('sim:studio-384/hpa-1');
  });

  it.each([
    ['sim:studio-384/hpa-1', studio384],
    ['sim:usb-192/hpa-1', usb192],
    ['sim:split-384/hpa-1', split384],
  ] as const)('the rig of %s states the truth within its own uncertainty, and not exactly', (id, model) => {
    const errors = Array.from({ length: 200 }, (_, seed) => {
      const { rig } = createSimulatedBench(id, { seed });
      return [
        (rig.output.fullScaleVoltsRms / model.output.fullScaleVoltsRms - 1) / rig.output.relativeUncertainty,
        (rig.input.fullScaleVoltsRms / model.input.fullScaleVoltsRms - 1) / rig.input.relativeUncertainty,
      ];
    }).flat();
    const within = errors.filter((error) => Math.abs(error) <= 1).length / errors.length;
    expectClose(within, 0.954, {
      within: 0.042,
      unit: '',
      because: 'four standard deviations of a share of 400 draws at k = 2',
    });
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1.3);
    expect(new Set(errors).size).toBeGreaterThan(100);
  });

  it('gives the same bytes for the same seed, take, wiring and frames', () => {
    const samples = sine(384000, 38400, 1000, 0.4);
    const record = (seed: number, takeNumber: number) => {
      const bench = studio([], seed);
      const stimulus = { sampleRateHz: 384000, channels: [samples, samples] };
      const frames = toDeviceFrames(stimulus, { fullScaleVoltsRms: 6.9 }, 'int24', createRandom(1), { dither: 'tpdf' });
      return bench.record({ frames, tailFrames: 1000, inputChannelCount: 3, wiring: into(20), takeNumber });
    };
    const first = record(1, 1);
    const again = record(1, 1);
    expectSameSamples(again.frames, first.frames);
    expect(again.report).toEqual(first.report);
    expect(firstDifference(record(1, 2).frames, first.frames)).not.toBeNull();
    expect(firstDifference(record(2, 1).frames, first.frames)).not.toBeNull();
    expect(first.report).toMatchObject({ stopReason: 'complete', requestedFrames: 39400, capturedFrames: 39400 });
  });

  it('noise of two takes, and of two channels, is not related', () => {
    const silence = new Float64Array(200000);
    const bench = studio();
    const [left, right] = play(bench, silence, open);
    const [again] = play(bench, silence, open, { takeNumber: 2 });
    const correlation = (a: Float64Array, b: Float64Array): number => {
      let sum = 0;
      for (let frame = 4000; frame < 200000; frame++) sum += a[frame] * b[frame];
      return sum / (196000 * rmsOf(a, 4000, 200000) * rmsOf(b, 4000, 200000));
    };
    const none = { within: 4 / Math.sqrt(196000), unit: '', because: 'four standard errors of a correlation' };
    expectClose(correlation(left, again), 0, none);
    expectClose(correlation(left, right), 0, none);
  });

  it('refuses rates, formats, channels, loads and resistors that are not there', () => {
    const bench = studio();
    const attempt = (
      sampleRateHz: number,
      channelCount: number,
      inputChannelCount: number,
      wiring: Wiring,
    ): (() => unknown) => {
      const data = new Uint8Array(3 * channelCount);
      const frames = { format: 'int24', sampleRateHz, channelCount, frameCount: 1, data } as const;
      return () => bench.record({ frames, tailFrames: 0, inputChannelCount, wiring, takeNumber: 1 });
    };
    expect(attempt(384000, 3, 3, open)).not.toThrow();
    expect(attempt(300000, 3, 3, open)).toThrow(/sampleRateHz is 300000 but must be one of/);
    expect(attempt(384000, 5, 3, open)).toThrow(/outputChannelCount is 5 but must be at most 4/);
    expect(attempt(384000, 3, 5, open)).toThrow(/inputChannelCount is 5 but must be at most 4/);
    expect(attempt(384000, 3, 3, into(33))).toThrow(/33 Ω must be one of those on hand, 20 Ω, 300 Ω/);
    expect(attempt(384000, 3, 3, { ...open, seriesOhms: 47 })).toThrow(/series resistor of 47 Ω/);
  });
});

describe('split-384', () => {
  const bench = createSimulatedBench('sim:split-384/hpa-1', { seed: 4 });

  it('plays 23 ppm fast, give or take 1 ppm, and wanders', () => {
    const seconds = 6;
    const [left] = playSine(bench, 1000, 0.5, loopback, { seconds: seconds + 0.5 });
    // Phase against the recorder's own 1 kHz, every half second: 23 ppm of 1 kHz turn 8.28° in each
    const phases = Array.from(
      { length: 2 * seconds },
      (_, half) => findTone(left, 38400 + half * 192000, 96000, 384000, 1000).phaseRadians,
    );
    const ppm = phases.slice(1).map((phase, index) => {
      const turn = phase - phases[index];
      return ((turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) / (Math.PI * 1000)) * 1e6;
    });
    for (const value of ppm)
      expectClose(value, 23, { within: 1.001, unit: 'ppm', because: 'the wander is 1 ppm at its peak' });
    expect(Math.max(...ppm) - Math.min(...ppm)).toBeGreaterThan(0.02);
  });

  it('resampling leaves no trace in level or residue', () => {
    const [left] = playSine(bench, 1000, 1, loopback, { seconds: 0.6 });
    const frequencyHz = 1000.023;
    const amplitude = (at: number): number => findTone(left, 38400, 153600, 384000, at).amplitude;
    for (const away of [5050, 11950, 17050]) {
      expectClose(amplitude(away) / amplitude(frequencyHz), 0, {
        within: 1e-6,
        unit: 'ratio',
        because: 'the converter’s noise is 6 µV in 20 kHz: 0.1 µV in the 4 Hz of this window, peaks three times that',
      });
    }
  });

  it('starts at another fraction of a frame in every take', () => {
    const phase = (takeNumber: number): number => {
      const [left] = playSine(bench, 1000, 1, loopback, { takeNumber });
      return findTone(left, 38400, 38400, 384000, 1000).phaseRadians;
    };
    expect(Math.abs(phase(1) - phase(2))).toBeGreaterThan(1e-3);
  });

  it('has no time reference and two devices', () => {
    expect(bench.rig.timeReference).toBeNull();
    expect(bench.rig.clock).toBe('separate');
    expect(bench.rig.inputDevice).not.toBe(bench.rig.outputDevice);
  });
});

describe('faults on a bench', () => {
  const level = (samples: Float64Array, start = 38400): number =>
    findTone(samples, start, 38400, 384000, 1000).amplitude / Math.SQRT2;

  it('load not changed: the bench keeps the load it has', () => {
    const bench = studio([{ kind: 'load-not-changed', loadOhms: null }]);
    const unloaded = playSine(bench, 1000, 0.4, open);
    playSine(bench, 1000, 0.4, into(20)).forEach((samples, index) => {
      expectSameSamples(samples, unloaded[index]);
    });
  });

  it('dead device: nothing but the interface’s noise, and loopback still works', () => {
    const bench = studio([{ kind: 'dead-dut' }]);
    const [dead, , reference] = playSine(bench, 1000, 0.4, into(20));
    expect(level(dead)).toBeLessThan(1e-6);
    expect(rmsOf(dead, 38400, 76800)).toBeGreaterThan(1e-6);
    const relative = { within: 0.002, unit: 'V', because: 'calibration and divider together are below 0.3 %' };
    expectClose(level(reference), 0.4, relative);
    expectClose(level(playSine(bench, 1000, 0.4, loopback)[0]), 0.4, relative);
  });

  it('mute: the signal stops and the noise stays', () => {
    const bench = studio([{ kind: 'mute', take: 2, atSeconds: 0.15, seconds: 0.05 }]);
    const [samples, , reference] = playSine(bench, 1000, 0.4, open, { takeNumber: 2 });
    const quiet = rmsOf(samples, 58100, 76300);
    expect(quiet).toBeLessThan(1e-4);
    expect(quiet).toBeGreaterThan(1e-6);
    expect(rmsOf(samples, 38400, 57000)).toBeGreaterThan(0.9);
    expect(rmsOf(reference, 58100, 76300)).toBeLessThan(1e-4);
    expect(rmsOf(playSine(bench, 1000, 0.4, open, { takeNumber: 1 })[0], 58100, 76300)).toBeGreaterThan(0.9);
  });

  it('dropped frames shift what follows by their number', () => {
    const bench = studio([{ kind: 'drop-frames', take: 1, atSeconds: 0.05, frames: 64, reported: true }]);
    const whole = playSine(studio(), 1000, 0.4, open)[0];
    const dropped = playSine(bench, 1000, 0.4, open)[0];
    expectSameSamples(dropped.subarray(0, 19200), whole.subarray(0, 19200));
    expectSameSamples(dropped.subarray(19200, 90000), whole.subarray(19264, 90064));
    expect(dropped).toHaveLength(whole.length);
  });

  it('input clipping, at a share of full scale', () => {
    const bench = studio([{ kind: 'input-clipping', take: 'every', limitRatio: 0.02 }]);
    const peak = Math.max(...playSine(bench, 1000, 1, loopback)[0]);
    expectClose(peak / (bench.rig.input.fullScaleVoltsRms * Math.SQRT2), 0.02, {
      within: 1e-6,
      unit: 'FS',
      because: 'steps of 24 bits',
    });
  });

  it('stream error: the device’s error with its place', () => {
    const bench = studio([{ kind: 'stream-error', take: 2, atSeconds: 0.2 }]);
    expect(() => playSine(bench, 1000, 1, loopback, { takeNumber: 1 })).not.toThrow();
    expect(() => playSine(bench, 1000, 1, loopback, { takeNumber: 2 })).toThrow(/went away 0.2 s into take 2/);
  });

  it('wrong rate: the report says what the hardware did', () => {
    const bench = studio([{ kind: 'wrong-rate', take: 1, actualSampleRateHz: 352800 }]);
    const frames = toDeviceFrames(
      { sampleRateHz: 384000, channels: [sine(384000, 9600, 1000, 1)] },
      bench.rig.output,
      'int24',
      createRandom(1),
      { dither: 'tpdf' },
    );
    const raw = bench.record({ frames, tailFrames: 0, inputChannelCount: 1, wiring: loopback, takeNumber: 1 });
    expect(raw.report).toMatchObject({ requestedSampleRateHz: 384000, actualSampleRateHz: 352800 });
    expect(toVolts(raw, bench.rig).channels[0]).toHaveLength(9600);
  });
});
