import { describe, expect, it } from 'vitest';
import { rigSchema } from '../../core/calibration/rig.ts';
import { OPEN } from '../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import { lineDac } from '../../core/simulate/duts/lineDac.ts';
import { mojo2 } from '../../core/simulate/duts/mojo2.ts';
import { weightingPower } from '../../core/standards/weighting.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';
import { benchOf, idealInterface, loopback, playDigitalSine, playSine, straightDut } from './ideal.ts';
import { zenOneSignature } from './duts/zenOneSignature.ts';
import { expectSameSamples, firstDifference } from './sameSamples.ts';
import { findTone, rmsOf } from './tone.ts';

const RATE_HZ = 384000;
const DIGITAL = { ...OPEN, drive: 'digital' } as const;

/** A straight wire behind an ideal converter of 2 V on a clock of its own. */
const converter: DutModel = {
  ...straightDut,
  inputImpedance: null,
  digitalInput: {
    deviceName: 'Ideal converter',
    channelCount: 2,
    sampleRatesHz: [48000, 192000, 384000],
    formats: ['int16', 'int24', 'int32'],
    defaultFormat: 'int32',
    bits: 24,
    fullScaleVoltsRms: 2,
    clock: { offsetPpm: 40, wanderPpm: 0, startSpreadSeconds: 0.001 },
    latencyFrames: 1500,
    noiseVoltsPerRootHz: 0,
    harmonics: { secondRatio: 0, thirdRatio: 0 },
    droopRatio: 0,
  },
};

const levelDb = (samples: Float64Array, frequencyHz: number, voltsRms: number): number =>
  dbFromRatio(findTone(samples, 38400, 38400, RATE_HZ, frequencyHz).amplitude / (voltsRms * Math.SQRT2));

const filterError = { within: 0.004, unit: 'dB', because: 'two filters of 0.0013 dB rms each, 0.0026 dB at worst' };

describe('a device with a digital input', () => {
  it('[SIM-1] gives its full scale at 0 dBFS, and less in proportion', () => {
    for (const fullScale of [1, 0.1, 0.001]) {
      const [left, right] = playDigitalSine(benchOf(converter), 1000, fullScale, DIGITAL);
      expectClose(levelDb(left, 1000, 2 * fullScale), 0, filterError);
      expectClose(levelDb(right, 1000, 2 * fullScale), 0, filterError);
    }
  });

  it('[SIM-1] plays on its own clock: 40 ppm fast, and never starts at the same instant', () => {
    const phase = (takeNumber: number, start: number): number =>
      findTone(
        playDigitalSine(benchOf(converter), 1000, 0.5, DIGITAL, { seconds: 1.2, takeNumber })[0],
        start,
        38400,
        RATE_HZ,
        1000,
      ).phaseRadians;
    const turn = phase(1, 38400 + RATE_HZ) - phase(1, 38400);
    expectClose(turn / (2 * Math.PI * 1000), 40e-6, { within: 1e-9, unit: '', because: 'a closed form' });
    expect(Math.abs(phase(1, 38400) - phase(2, 38400))).toBeGreaterThan(1e-3);
  });

  it('[SIM-1] has the same bytes for the same take, and others for another', () => {
    const bench = createSimulatedBench('sim:usb-192/mojo-2', { seed: 3 });
    const record = (takeNumber: number) => playDigitalSine(bench, 1000, 0.1, DIGITAL, { takeNumber, seconds: 0.05 })[0];
    expectSameSamples(record(1), record(1));
    expect(firstDifference(record(1), record(2))).not.toBeNull();
  });

  it('[SIM-1] rounds words to what its converter resolves', () => {
    const eight = { ...converter, digitalInput: { ...converter.digitalInput!, bits: 8 } };
    const residue = (dut: DutModel): number => {
      const [left] = playDigitalSine(benchOf(dut), 1010, 0.9, DIGITAL, { seconds: 0.3 });
      const { amplitude, phaseRadians } = findTone(left, 38400, 38400, RATE_HZ, 1010 * 1.00004);
      const rest = left.map(
        (volts, frame) =>
          volts - amplitude * Math.cos(((2 * Math.PI * 1010 * 1.00004) / RATE_HZ) * frame + phaseRadians),
      );
      return rmsOf(rest, 38400, 76800);
    };
    const step = (2 * Math.SQRT2) / 2 ** 7;
    expectClose(residue(eight) / (step / Math.sqrt(12)), 1, {
      within: 0.2,
      unit: 'ratio',
      because: 'rounding of a sine repeats after 38,400 frames and what lies above 0.45 of the rate is not passed',
    });
    expect(residue(converter)).toBeLessThan(step / 1000);
  });

  it('[SIM-1] adds its own harmonics, noise and filter', () => {
    const worse = {
      ...converter,
      digitalInput: {
        ...converter.digitalInput!,
        harmonics: { secondRatio: 1e-3, thirdRatio: 3e-4 },
        noiseVoltsPerRootHz: 1e-6,
        droopRatio: 0.2,
      },
    };
    const [left] = playDigitalSine(benchOf(worse), 1000, 1, DIGITAL);
    const fundamental = 1 - 3 * 3e-4;
    const amplitude = (harmonic: number): number => findTone(left, 38400, 38400, RATE_HZ, 1000 * harmonic).amplitude;
    const ratio = { within: 3e-6, unit: 'ratio', because: '2 V of noise at 1 µV/√Hz leave 4 µV in 15 Hz' };
    expectClose(amplitude(2) / amplitude(1), 1e-3 / fundamental, ratio);
    expectClose(amplitude(3) / amplitude(1), 3e-4 / fundamental, ratio);
    const silence = playDigitalSine(benchOf(worse), 1000, 0, DIGITAL)[0];
    expectClose(rmsOf(silence, 38400, 114000) / (1e-6 * Math.sqrt(RATE_HZ / 2)), 1, {
      within: 0.015,
      unit: 'ratio',
      because: 'three standard errors of 75,000 samples are 0.8 %, and the resistors add 0.1 %',
    });
    const [high] = playDigitalSine(benchOf(worse), 96000, 0.5, DIGITAL);
    const found = findTone(high, 38400, 38400, RATE_HZ, 96000 * 1.00004).amplitude;
    const quiet = { ...worse, digitalInput: { ...worse.digitalInput, harmonics: converter.digitalInput!.harmonics } };
    const [low] = playDigitalSine(benchOf(quiet), 1000, 0.5, DIGITAL);
    expectClose(dbFromRatio(found / Math.SQRT2) - levelDb(low, 1000, 1), dbFromRatio(0.9), {
      within: 0.02,
      unit: 'dB',
      because: 'noise of 0.1 % in the bin, and the third harmonic’s share of the fundamental, 0.002 dB',
    });
  });

  it('[SIM-1] leaves loopback to the interface’s own outputs', () => {
    const bench = benchOf(converter);
    const wired = { ...loopback, drive: 'analogue' } as const;
    playSine(bench, 1000, 0.3, wired).forEach((samples, index) => {
      expectSameSamples(samples, playSine(benchOf(straightDut), 1000, 0.3, wired)[index]);
    });
  });

  it('[SIM-1] stands in the rig as a player', () => {
    const { rig } = createSimulatedBench('sim:usb-192/mojo-2', { seed: 1 });
    expect(rigSchema.parse(rig)).toEqual(rig);
    expect(rig.digitalOutput).toEqual({
      device: 'Simulated Mojo 2',
      hostApi: null,
      format: 'int24',
      channels: [1, 2],
      maxFullScale: 1,
    });
    expect(createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 }).rig.digitalOutput).toBeUndefined();
  });

  it('[SIM-1] mutes on digital zero, and not on dithered silence', () => {
    const bench = benchOf({ ...lineDac }, idealInterface);
    const [zero] = playDigitalSine(bench, 1000, 0, DIGITAL);
    expect(rmsOf(zero, 38400, 100000)).toBeLessThan(1e-6);
    const [one] = playDigitalSine(bench, 1000, 2 ** -22, DIGITAL);
    expect(rmsOf(one, 38400, 100000)).toBeGreaterThan(5e-6);
  });
});

describe('devices with a digital input, as they were measured', () => {
  it('[SIM-5] Mojo 2: −3 dB at 35 kHz, channels 0.01 dB apart', () => {
    const bench = benchOf(mojo2);
    const [low, right] = playDigitalSine(bench, 1000, 0.2, DIGITAL);
    const [high] = playDigitalSine(bench, 35000, 0.2, DIGITAL);
    expectClose(levelDb(high, 35000, 1) - levelDb(low, 1000, 1), -3.01, { ...filterError, within: 0.02 });
    expectClose(levelDb(low, 1000, 1) - levelDb(right, 1000, 1), 0.01, { ...filterError, within: 0.001 });
  });

  it('[SIM-5] Mojo 2: S/N of 114 dB(A) re 4.7 V', () => {
    // White noise: one density tells it all
    const [silence] = playDigitalSine(benchOf(mojo2), 1000, 0, DIGITAL, { seconds: 0.5 });
    const density = rmsOf(silence, 38400, 190000) / Math.sqrt(RATE_HZ / 2);
    let bandwidthHz = 0;
    for (let frequencyHz = 20; frequencyHz <= 20000; frequencyHz++) bandwidthHz += weightingPower('a', frequencyHz);
    expectClose(dbFromRatio(4.7 / (density * Math.sqrt(bandwidthHz))), 114, {
      within: 0.5,
      unit: 'dB',
      because: 'half of the last digit that was printed',
    });
  });

  it('[SIM-5] Mojo 2: separation over 80 dB', () => {
    const { flatRatio, risingRatioAt20kHz } = mojo2.crosstalk;
    expect(dbFromRatio(Math.hypot(flatRatio, risingRatioAt20kHz))).toBeLessThan(-80);
  });

  it('[SIM-5] ZEN One Signature: −0.07 dB at 5 Hz, −2.7 dB at 80 kHz', () => {
    const bench = benchOf(zenOneSignature);
    const whole = (frequencyHz: number, seconds: number): number => {
      const [left] = playDigitalSine(bench, frequencyHz, 0.5, DIGITAL, { seconds });
      const frames = 0.4 * RATE_HZ;
      return dbFromRatio(
        findTone(left, Math.round(seconds * RATE_HZ) - frames, frames, RATE_HZ, frequencyHz * 1.000011).amplitude,
      );
    };
    const mid = whole(1000, 0.6);
    expectClose(whole(7.5, 1.6) - mid, 20 * Math.log10(1 / Math.hypot(1, 0.637 / 7.5)), {
      within: 0.01,
      unit: 'dB',
      because: 'the pole of 0.637 Hz settles with 0.25 s',
    });
    expectClose(-10 * Math.log10(1 + (0.637 / 5) ** 2), -0.07, { within: 0.001, unit: 'dB', because: 'as printed' });
    expectClose(whole(80000, 0.6) - mid, -2.7, {
      within: 0.01,
      unit: 'dB',
      because: 'half of the last printed digit, and filters',
    });
  });
});
