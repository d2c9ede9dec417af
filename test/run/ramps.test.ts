import { describe, expect, it } from 'vitest';
import { buildCalibrationTake } from '../../core/calibration/calibrationTake.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { kinds } from '../../core/measure/kinds.ts';
import { runBaseline } from '../../core/rigCheck/runBaseline.ts';
import { runPreflight } from '../../core/rigCheck/runPreflight.ts';
import type { Take } from '../../core/run/effects.ts';
import { measurementSchema } from '../../core/run/measurement.ts';
import { decodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { buildProgram } from '../../core/signal/program.ts';
import { raisedCosine, RAMP_SECONDS } from '../../core/signal/ramp.ts';
import { createRandom } from '../../core/signal/random.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { simulatedLoopback } from '../rigCheck/simulatedTakes.ts';
import { driveMeasurement } from './driveRun.ts';

const BENCH = 'sim:usb-192/hpa-1';
/** At 48 kHz, for the time it takes. */
const rig: Rig = { ...createSimulatedBench(BENCH, { seed: 1 }).rig, sampleRateHz: 48_000 };
/** Dither and rounding of 24 bits, some steps. */
const QUIET = 16 * 2 ** -23;
/** Shorter pauses are zero crossings. */
const PAUSE_SECONDS = 0.002;
/** A sound may be a little steeper than its ramp alone, where it rises itself: a sine of 20 Hz begins at zero anyway. */
const STEEPER = 1.02;

/** Places where sound begins after a pause, in order of time. */
function onsets(samples: Float64Array, sampleRateHz: number): number[] {
  const pause = Math.round(PAUSE_SECONDS * sampleRateHz);
  const found: number[] = [];
  let quiet = pause;
  samples.forEach((value, frame) => {
    if (Math.abs(value) <= QUIET) quiet += 1;
    else {
      if (quiet >= pause) found.push(frame);
      quiet = 0;
    }
  });
  return found;
}

/** How far the first 20 ms after each onset stand above a ramp to the highest sample of what begins there; 0: nowhere. */
function excess(samples: Float64Array, sampleRateHz: number): number {
  const ramp = RAMP_SECONDS * sampleRateHz;
  let most = 0;
  for (const from of onsets(samples, sampleRateHz)) {
    const sound = samples.subarray(from, from + Math.round(0.1 * sampleRateHz));
    const peak = sound.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
    for (let frame = 0; frame < Math.min(ramp, sound.length); frame++) {
      // The first samples of a ramp are below a step: it began up to a tenth of it earlier
      const allowed = STEEPER * peak * raisedCosine(frame / ramp + 0.1) + QUIET;
      most = Math.max(most, Math.abs(sound[frame]) - allowed);
    }
  }
  return most;
}

function expectFaded(samples: Float64Array, sampleRateHz: number, name: string): void {
  expect(excess(samples, sampleRateHz), `how far ${name} begins too steeply`).toBe(0);
  expect(excess(samples.toReversed(), sampleRateHz), `how far ${name} ends too steeply`).toBe(0);
}

function expectRamped({ id, frames }: Take): void {
  for (const samples of decodeDeviceFrames(frames)) expectFaded(samples, frames.sampleRateHz, id);
}

describe('every start and stop fades over 20 ms or more', () => {
  it.each([...kinds.values()])('in what $kind plays', ({ stimulus }) => {
    const bench = {
      sampleRateHz: 48_000,
      channelCount: 2,
      fullScaleVoltsPeak: 1,
      levelVoltsRms: 0.5,
      random: createRandom(1),
    };
    const takes = stimulus({}, bench);
    expect(takes.length).toBeGreaterThan(0);
    for (const { channels, role } of takes) for (const samples of channels) expectFaded(samples, 48_000, role);
  });

  it('in the search for the gain, and in every part of a program', () => {
    const asked = { kind: 'gain', settings: {}, path: 'dut', outputVoltsRms: 1, loadOhms: null };
    const { takes } = driveMeasurement(measurementSchema.parse(asked), BENCH, { rig });
    expect(takes.length).toBeGreaterThan(2);
    for (const { take } of takes) expectRamped(take);
    const tone = { kind: 'tone', frequencyHz: 997, seconds: 0.1 } as const;
    const { samples } = buildProgram(48_000, [
      { ...tone, id: 'a', voltsRms: 0.5 },
      { kind: 'silence', seconds: 0.1 },
      { ...tone, id: 'b', voltsRms: 0.1 },
      { kind: 'sweep', id: 'c', lowHz: 20, highHz: 20_000, voltsRms: 0.3, seconds: 0.5 },
    ]);
    expectFaded(samples, 48_000, 'a program');
  });

  it('in preflight, baseline and calibration', () => {
    const takes: Take[] = [buildCalibrationTake(rig, 2, createRandom(1))];
    const bench = simulatedLoopback(BENCH, [], (known) => ({ ...known, sampleRateHz: 48_000 }));
    const path = {
      outputDevice: rig.outputDevice,
      inputDevice: rig.inputDevice,
      hostApi: rig.hostApi,
      sampleRateHz: 48_000,
      refusal: null,
    };
    const keep = <Capture>(capture: Capture, take: Take): Capture => {
      takes.push(take);
      return capture;
    };
    bench.run(runPreflight(bench.context, path, true), keep);
    bench.run(runBaseline(bench.context, path, { simulated: true, measuredAt: '2026-01-01T00:00:00.000Z' }), keep);
    expect(takes.length).toBeGreaterThan(3);
    for (const take of takes) expectRamped(take);
  });

  it('or is found out', () => {
    const click = new Float64Array(48_000);
    for (let frame = 10_000; frame < 20_000; frame++) click[frame] = Math.sin((2 * Math.PI * 1000 * frame) / 48_000);
    expect(excess(click, 48_000)).toBeGreaterThan(0.5);
    const short = click.map((value, frame) => value * raisedCosine((frame - 10_000) / (0.005 * 48_000)));
    expect(excess(short, 48_000)).toBeGreaterThan(0.1);
  });
});
