import { describe, expect, it } from 'vitest';
import type { Wiring } from '../../core/planner/plan.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import { faultyHpa1 } from '../../core/simulate/duts/faultyHpa1.ts';
import { hpa1 } from '../../core/simulate/duts/hpa1.ts';
import { laptopJack } from '../../core/simulate/duts/laptopJack.ts';
import { speakerThroughResistors } from '../../core/simulate/duts/speakerThroughResistors.ts';
import { studio384 } from '../../core/simulate/interfaces/studio384.ts';
import type { SimulatedBench } from '../../core/simulate/types.ts';
import { dbFromRatio, dbuFromVoltsRms } from '../../core/units/decibel.ts';
import { sine } from '../../core/signal/sine.ts';
import { expectClose } from '../expectClose.ts';
import { benchOf, idealInterface, into, loopback, open, play, playSine } from './ideal.ts';
import { findTone, rmsOf } from './tone.ts';

const RATE_HZ = 384000;
const START = 96000;
const LENGTH = 384000;

/**
 * Noise power per hertz in a band, the mean of 150 Hann bins. They lie on whole cycles of 0.1 s, 20 Hz off every multiple of 50 Hz, so tones
 * on multiples of 50 Hz do not reach them.
 */
function noiseDensity(samples: Float64Array, bandHz: readonly [number, number]): number {
  const frames = RATE_HZ / 10;
  const spacingHz = (bandHz[1] - bandHz[0]) / 150;
  let sum = 0;
  for (let index = 0; index < 150; index++) {
    const frequencyHz = Math.round((bandHz[0] + index * spacingHz) / 50) * 50 + 20;
    sum += findTone(samples, START, frames, RATE_HZ, frequencyHz).amplitude ** 2 / 2;
  }
  // A Hann window's equivalent noise bandwidth is 1.5 bins of 10 Hz
  return sum / 150 / 15;
}

/** THD+N re total in 20 Hz–20 kHz of a 1 kHz tone: 19 harmonics, and noise from its density. */
function thdn(samples: Float64Array): {
  ratio: number;
  voltsRms: number;
  residueVoltsRms: number;
  harmonics: number[];
} {
  const amplitude = (harmonic: number): number =>
    findTone(samples, START, LENGTH, RATE_HZ, 1000 * harmonic).amplitude / Math.SQRT2;
  const voltsRms = amplitude(1);
  const harmonics = Array.from({ length: 19 }, (_, index) => amplitude(index + 2));
  const power = harmonics.reduce((sum, value) => sum + value * value, 0) + noiseDensity(samples, [100, 19900]) * 19980;
  return { ratio: Math.sqrt(power / (power + voltsRms ** 2)), voltsRms, residueVoltsRms: Math.sqrt(power), harmonics };
}

const driveFor = (outputVoltsRms: number, loadOhms: number | null, dut: DutModel): number => {
  const load = loadOhms === null ? 1e5 : ((loadOhms + 0.02) * 1e5) / (loadOhms + 0.02 + 1e5);
  return (outputVoltsRms * (1 + dut.outputImpedance.ohms / load) * (46100 / 46000)) / 10 ** (dut.gainDb[0] / 20);
};

const onIdeal = (dut: DutModel): SimulatedBench => benchOf(dut);
const tone = (bench: SimulatedBench, volts: number, wiring: Wiring): Float64Array =>
  playSine(bench, 1000, volts, wiring, { seconds: 1.3 })[0];

describe('hpa-1, as it was measured', () => {
  it('has 8.35 dB between its own terminals', () => {
    const volts = findTone(tone(onIdeal(hpa1), 0.4, open), START, LENGTH, RATE_HZ, 1000).amplitude / Math.SQRT2;
    const atInput = (0.4 * 46000) / 46100;
    expectClose(dbFromRatio(volts / atInput), 8.35, {
      within: 0.003,
      unit: 'dB',
      because: 'filters of 0.0026 dB at worst',
    });
  });

  it('loses 0.11 dB at 100 kHz and less than half a decibel at 200 kHz', () => {
    const bench = onIdeal(hpa1);
    const level = (frequencyHz: number): number =>
      findTone(playSine(bench, frequencyHz, 0.4, open)[0], 38400, 38400, RATE_HZ, frequencyHz).amplitude;
    expectClose(dbFromRatio(level(100e3) / level(1000)), -0.11, {
      within: 0.01,
      unit: 'dB',
      because: 'rounded to 0.01 dB',
    });
    expect(dbFromRatio(Math.hypot(1, 200 / 620))).toBeLessThan(0.5);
  });

  it('has THD+N 0.0050 % at 1 V, 1 kHz, 20 Ω: a residue of −83.8 dBu, on the studio interface', () => {
    const bench = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
    const found = thdn(tone(bench, driveFor(1, 20, hpa1), into(20)));
    expectClose(found.voltsRms, 1, { within: 0.004, unit: 'V', because: 'calibration, load and divider' });
    expectClose(100 * found.ratio, 0.005, {
      within: 0.00015,
      unit: '%',
      because: 'noise from 150 bins is known to 8 %, a tenth of the power',
    });
    expectClose(dbuFromVoltsRms(found.residueVoltsRms), -83.8, {
      within: 0.2,
      unit: 'dB',
      because: 'as above, and rounded to 0.1 dB',
    });
  });

  it('reaches THD+N 1 % close to 10 V, unloaded', () => {
    const below = thdn(tone(onIdeal(hpa1), driveFor(9.9, null, hpa1), open));
    const above = thdn(tone(onIdeal(hpa1), driveFor(10.3, null, hpa1), open));
    expect(below.ratio).toBeLessThan(0.01);
    expect(above.ratio).toBeGreaterThan(0.01);
    expect(above.voltsRms).toBeLessThan(10.3);
  });

  it('delivers its claimed power: 3.5 W into 20 Ω, 200 mW into 300 Ω, well under 1 %', () => {
    for (const [loadOhms, watts] of [
      [20, 3.5],
      [300, 0.2],
    ] as const) {
      const volts = Math.sqrt(watts * loadOhms);
      expect(thdn(tone(onIdeal(hpa1), driveFor(volts, loadOhms, hpa1), into(loadOhms))).ratio).toBeLessThan(0.002);
    }
  });

  it('separates its channels by about 120 dB to 1 kHz and 95 dB at 20 kHz', () => {
    const quietInterface = { ...idealInterface };
    const bench = benchOf({ ...hpa1, noiseVoltsPerRootHz: 1e-9 }, quietInterface);
    const separation = (frequencyHz: number): number => {
      const driven = sine(RATE_HZ, 1.2 * RATE_HZ, frequencyHz, 3.2);
      const quiet = new Float64Array(driven.length);
      const [left, right] = play(bench, [driven, quiet, quiet], open);
      const amplitude = (samples: Float64Array): number =>
        findTone(samples, START, LENGTH / 2, RATE_HZ, frequencyHz).amplitude;
      return dbFromRatio(amplitude(left) / amplitude(right));
    };
    expectClose(separation(1000), 120, {
      within: 2,
      unit: 'dB',
      because: '“about”; 24 bits of 12 V leave ±1 dB at 8 µV',
    });
    expectClose(separation(20000), 95, { within: 0.5, unit: 'dB', because: '“about”' });
  });
});

describe('faulty-hpa-1', () => {
  const bench = createSimulatedBench('sim:studio-384/faulty-hpa-1', { seed: 1 });

  it('fails gain, output impedance and THD+N clearly', () => {
    const unloaded = thdn(tone(bench, driveFor(1, null, faultyHpa1), open));
    const loaded = thdn(tone(bench, driveFor(1, null, faultyHpa1), into(20)));
    const gainDb = dbFromRatio(unloaded.voltsRms / ((driveFor(1, null, faultyHpa1) * 46000) / 46100));
    expect(gainDb).toBeLessThan(7.3);
    expect(20.02 * (unloaded.voltsRms / loaded.voltsRms - 1)).toBeGreaterThan(4);
    const atOneVolt = thdn(tone(bench, driveFor(1, 20, faultyHpa1), into(20)));
    expect(atOneVolt.ratio).toBeGreaterThan(0.0001);
  });
});

describe('other devices', () => {
  it('the laptop jack stays below 1.55 V peak and mutes on silence', () => {
    const bench = benchOf(laptopJack, studio384);
    const [loud] = playSine(bench, 1000, 5, into(300));
    expect(Math.max(...loud)).toBeLessThan(1.55);
    const longSilence = new Float64Array(RATE_HZ);
    const [silent] = play(bench, longSilence, into(300));
    const [studioNoise] = play(benchOf(hpa1, studio384), longSilence, loopback);
    expectClose(rmsOf(silent, 0, RATE_HZ) / rmsOf(studioNoise, 0, RATE_HZ), 0.95, {
      within: 0.05,
      unit: 'ratio',
      because: 'a muted device leaves the input’s noise; loopback adds the output’s 5 %',
    });
  });

  it('the receiver’s jack drops far into a low load', () => {
    const bench = benchOf(speakerThroughResistors, studio384);
    const level = (wiring: Wiring): number =>
      findTone(playSine(bench, 1000, 0.1, wiring)[0], 38400, 38400, RATE_HZ, 1000).amplitude;
    expectClose(level(into(20)) / level(open), (20.02 / 122.02) * (1 + 102 / 1e5), {
      within: 0.001,
      unit: 'ratio',
      because: 'loads are within 0.2 %',
    });
  });
});

describe('interfaces', () => {
  it('studio-384 loops at −115 dB THD+N near full scale', () => {
    const bench = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
    expectClose(dbFromRatio(thdn(tone(bench, 6.2, loopback)).ratio), -115, {
      within: 0.7,
      unit: 'dB',
      because: '“about”',
    });
  });

  it('6.9 V arrive at an input of 46 kΩ at full scale', () => {
    const { fullScaleVoltsRms, sourceOhms } = studio384.output;
    expectClose((fullScaleVoltsRms * 46000) / (46000 + sourceOhms), 6.9, {
      within: 0.001,
      unit: 'V',
      because: 'rounded to 1 mV',
    });
  });
});
