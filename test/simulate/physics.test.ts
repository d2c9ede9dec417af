import { describe, expect, it } from 'vitest';
import { sine } from '../../core/signal/sine.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';
import { benchOf, idealInterface, into, loopback, open, play, playSine, straightDut } from './ideal.ts';
import { findTone, rmsOf } from './tone.ts';

const RATE_HZ = 384000;
/** After latency and settling: a tenth of a second, whole cycles of every multiple of 10 Hz. */
const START = 38400;
const LENGTH = 38400;
const filterError = {
  within: 0.004,
  unit: 'dB',
  because: 'the two filters of a path may be 0.0013 dB rms, 0.0026 dB at worst, off',
};

const levelDb = (samples: Float64Array, frequencyHz: number, voltsRms: number): number =>
  dbFromRatio(findTone(samples, START, LENGTH, RATE_HZ, frequencyHz).amplitude / (voltsRms * Math.SQRT2));

describe('gain and dividers', () => {
  const { sourceOhms } = idealInterface.output;
  const { inputOhms } = idealInterface.input;

  it('loopback is source into input', () => {
    const bench = benchOf(straightDut);
    const [left, right, reference] = playSine(bench, 1000, 1, loopback);
    const expected = dbFromRatio(inputOhms / (inputOhms + sourceOhms));
    for (const samples of [left, right, reference]) expectClose(levelDb(samples, 1000, 1), expected, filterError);
  });

  it.each([1000, 20000])('source and series resistor meet 46 kΩ ∥ 98 pF at %d Hz', (frequencyHz) => {
    const bench = benchOf({ ...straightDut, inputImpedance: { ohms: 46e3, farads: 98e-12 }, gainDb: [6, 6] });
    for (const seriesOhms of [0, 10e3]) {
      const [left] = playSine(bench, frequencyHz, 1, { ...open, seriesOhms });
      // |Zin/(Zin + R)| with Zin = 46k/(1 + jωRC), written out
      const feed = sourceOhms + seriesOhms;
      const omega = 2 * Math.PI * frequencyHz;
      const expected = 46e3 / Math.hypot(46e3 + feed, omega * 98e-12 * 46e3 * feed);
      expectClose(levelDb(left, frequencyHz, 1), 6 + dbFromRatio(expected), filterError);
    }
  });

  it.each([20, 300])('the output impedance drops the level into %d Ω, cable and input included', (loadOhms) => {
    const bench = benchOf({ ...straightDut, outputImpedance: { ohms: 1.35, henries: 0, couplingFarads: null } });
    const openVolts = findTone(playSine(bench, 1000, 0.5, open)[0], START, LENGTH, RATE_HZ, 1000).amplitude;
    const loaded = findTone(playSine(bench, 1000, 0.5, into(loadOhms))[0], START, LENGTH, RATE_HZ, 1000).amplitude;
    const seen = loadOhms + bench.rig.cableOhms;
    // Z' = R (V_open/V_loaded − 1) is Z_out parallel to the interface's input
    expectClose(seen * (openVolts / loaded - 1), (1.35 * inputOhms) / (1.35 + inputOhms), {
      within: (2e-7 * 6 * (seen + 1.35)) / 0.5,
      unit: 'Ω',
      because: 'rounding to 24 bits leaves about 2e-7 of full scale (12 V) in an undithered tone',
    });
  });

  it('an inductive output turns phase: 0.1 Ω + 2 µH into 20 Ω at 20 kHz', () => {
    const output = { ohms: 0.1, henries: 2e-6, couplingFarads: null };
    const bench = benchOf({ ...straightDut, outputImpedance: output });
    const phase = (wiring: typeof open): number => {
      const [left, , reference] = playSine(bench, 20000, 1, wiring);
      const tone = (samples: Float64Array): number => findTone(samples, START, LENGTH, RATE_HZ, 20000).phaseRadians;
      return tone(left) - tone(reference);
    };
    const load = (20.02 * inputOhms) / (20.02 + inputOhms);
    const omega = 2 * Math.PI * 20000;
    const lag = (ohms: number): number => Math.atan2(omega * output.henries, ohms + output.ohms);
    expectClose(phase(into(20)) - phase(open), -(lag(load) - lag(inputOhms)), {
      within: 6e-4,
      unit: 'rad',
      because: 'each of the two filters may be 0.3 mrad off',
    });
  });

  it('a coupling capacitor cuts the low end into its load', () => {
    const bench = benchOf({ ...straightDut, outputImpedance: { ohms: 10, henries: 0, couplingFarads: 220e-6 } });
    const cornerHz = 1 / (2 * Math.PI * 220e-6 * (10 + (20.02 * inputOhms) / (20.02 + inputOhms)));
    const level = (frequencyHz: number): number => {
      const [left] = playSine(bench, frequencyHz, 1, into(20), { seconds: 1.2 });
      return dbFromRatio(findTone(left, 0.2 * RATE_HZ, RATE_HZ, RATE_HZ, frequencyHz).amplitude);
    };
    const fall = (frequencyHz: number): number => -10 * Math.log10(1 + (cornerHz / frequencyHz) ** 2);
    expectClose(level(10) - level(1000), fall(10) - fall(1000), filterError);
  });

  it('inverts where the device inverts', () => {
    const sign = (dut: DutModel): number => {
      const [left, , reference] = playSine(benchOf(dut), 1000, 1, open);
      const tone = (samples: Float64Array): number => findTone(samples, START, LENGTH, RATE_HZ, 1000).phaseRadians;
      return Math.cos(tone(left) - tone(reference));
    };
    const flat = { within: 1e-6, unit: '', because: 'one degree would already be 1.5e-4' };
    expectClose(sign(straightDut), 1, flat);
    expectClose(sign({ ...straightDut, inverting: true }), -1, flat);
  });

  it('follows a one-pole top end to 100 kHz and a low corner to 10 Hz', () => {
    const bench = benchOf({ ...straightDut, highCornerHz: 620e3, lowCornerHz: 5 });
    for (const frequencyHz of [1000, 20000, 100000, 150000]) {
      const [left] = playSine(bench, frequencyHz, 1, open);
      const expected =
        dbFromRatio((46000 / 46100) * 1) -
        10 * Math.log10((1 + (frequencyHz / 620e3) ** 2) * (1 + (5 / frequencyHz) ** 2));
      expectClose(levelDb(left, frequencyHz, 1), expected, filterError);
    }
    const [left] = playSine(bench, 10, 1, open, { seconds: 1.2 });
    const low = dbFromRatio(findTone(left, 0.2 * RATE_HZ, RATE_HZ, RATE_HZ, 10).amplitude / Math.SQRT2);
    expectClose(low, dbFromRatio(46000 / 46100) - 10 * Math.log10(1 + 0.25), filterError);
  });
});

describe('distortion and limits', () => {
  const distorting = { ...straightDut, distortion: { secondRatio: 1e-3, thirdRatio: 4e-4, atVoltsRms: 1 } };
  const drive = (voltsRms: number): number => (voltsRms * 46100) / 46000;
  const ratio = (samples: Float64Array, harmonic: number, rateHz = RATE_HZ): number =>
    findTone(samples, START, LENGTH, rateHz, 1000 * harmonic).amplitude /
    findTone(samples, START, LENGTH, rateHz, 1000).amplitude;

  it.each([1, 0.5, 2])('gives the polynomial’s harmonics at %d V, growing with level', (voltsRms) => {
    const [left] = playSine(benchOf(distorting), 1000, drive(voltsRms), open);
    // The cube takes 3·thirdRatio·level² off the fundamental
    const fundamental = 1 - 3 * 4e-4 * voltsRms ** 2;
    const exact = {
      within: 1e-6,
      unit: 'ratio',
      because: 'undithered 24 bits of 12 V leave up to 1e-6 of 0.5 V in a bin',
    };
    expectClose(ratio(left, 2), (1e-3 * voltsRms) / fundamental, exact);
    expectClose(ratio(left, 3), (4e-4 * voltsRms ** 2) / fundamental, exact);
    expectClose(ratio(left, 4), 0, exact);
    expectClose(ratio(left, 5), 0, exact);
  });

  it('[no aliasing] 20 kHz cubed at 48 kHz does not land on 12 kHz', () => {
    const cubic = { ...straightDut, distortion: { secondRatio: 0, thirdRatio: 0.1, atVoltsRms: 1 } };
    const samples = sine(48000, 24000, 20000, 1);
    const [left] = play(benchOf(cubic), samples, open, { sampleRateHz: 48000 });
    const at = (frequencyHz: number): number => findTone(left, 9600, 9600, 48000, frequencyHz).amplitude;
    // 0.1 of third harmonic is −20 dB at 60 kHz; folded it would stand on 12 kHz
    expectClose(at(12000) / at(20000), 0, {
      within: 1e-6,
      unit: 'ratio',
      because: 'the decimator holds 115 dB: 0.1 × 1.8e-6 and the rounding of 24 bits',
    });
  });

  it('[no aliasing] and at 192 kHz 80 kHz squared does not land on 32 kHz', () => {
    const square = { ...straightDut, distortion: { secondRatio: 0.05, thirdRatio: 0, atVoltsRms: 1 } };
    const [left] = play(benchOf(square), sine(192000, 96000, 80000, 1), open, { sampleRateHz: 192000 });
    const at = (frequencyHz: number): number => findTone(left, 38400, 38400, 192000, frequencyHz).amplitude;
    expectClose(at(32000) / at(80000), 0, { within: 1e-6, unit: 'ratio', because: 'as at 48 kHz' });
  });

  it.each([44100, 48000, 96000, 192000, 352800])('oversampling leaves the level at %d Hz alone', (sampleRateHz) => {
    for (const frequencyHz of [1000, 15000]) {
      const [left] = play(benchOf(straightDut), sine(sampleRateHz, sampleRateHz / 2, frequencyHz, 1), loopback, {
        sampleRateHz,
      });
      const tone = findTone(left, sampleRateHz / 5, sampleRateHz / 5, sampleRateHz, frequencyHz);
      expectClose(dbFromRatio(tone.amplitude / Math.SQRT2), dbFromRatio(100e3 / 100.1e3), filterError);
    }
  });

  it('limits volts softly and for good', () => {
    const limited = { ...straightDut, kneeVoltsPeak: 3, limitVoltsPeak: 4 };
    const peak = (voltsRms: number): number => Math.max(...playSine(benchOf(limited), 1000, voltsRms, open)[0]);
    const rounding = {
      within: 6e-6,
      unit: 'V',
      because: 'one step of 24 bits is 2 µV, thermal noise 0.6 µV rms: the peak is the largest of 300',
    };
    expectClose(peak(drive(2)), 2 * Math.SQRT2, rounding);
    expectClose(peak(drive(4)), 3 + Math.tanh(4 * Math.SQRT2 - 3), rounding);
    expect(peak(6.9)).toBeLessThanOrEqual(4);
  });

  it('limits current: 0.1 A into 20 Ω', () => {
    const limited = { ...straightDut, kneeVoltsPeak: 90, limitVoltsPeak: 100, limitAmpsPeak: 0.1 };
    const load = (20.02 * 1e5) / (20.02 + 1e5);
    const [left] = playSine(benchOf(limited), 1000, 6, into(20));
    expectClose(Math.max(...left), 0.1 * load, { within: 1e-4, unit: 'V', because: 'the soft limit ends just below' });
  });

  it('clips at the converter’s full scale', () => {
    const bench = benchOf({ ...straightDut, gainDb: [12, 12], limitVoltsPeak: 100 });
    const [left] = playSine(bench, 1000, 5, open);
    const fullScale = bench.rig.input.fullScaleVoltsRms * Math.SQRT2;
    expect(Math.min(...left)).toBe(-fullScale);
    expectClose(Math.max(...left), fullScale, {
      within: 3e-6,
      unit: 'V',
      because: 'positive full scale is one step less',
    });
  });
});

describe('noise, grid and crosstalk', () => {
  const noisy = { ...idealInterface, input: { ...idealInterface.input, noiseVoltsPerRootHz: 100e-9 } };
  const silence = new Float64Array(RATE_HZ / 2);
  const rmsError = {
    within: 0.01,
    unit: 'ratio',
    because: 'three standard errors of the rms of 190,000 samples are 0.5 %',
  };

  it('silent stretches have the noise of input, device and source, white', () => {
    const dut = { ...straightDut, gainDb: [20, 20] as const, noiseVoltsPerRootHz: 300e-9 };
    const model = { ...noisy, output: { ...noisy.output, noiseVoltsPerRootHz: 40e-9 } };
    const [left] = play(benchOf(dut, model), silence, open);
    const thermal = 4 * 1.380649e-23 * 300 * ((100 * 46000) / 46100);
    const density = Math.sqrt(100e-9 ** 2 + 300e-9 ** 2 + 100 * ((40e-9 * 46000) / 46100) ** 2 + 100 * thermal);
    expectClose(rmsOf(left, 0, left.length) / (density * Math.sqrt(RATE_HZ / 2)), 1, rmsError);
    let correlation = 0;
    for (let frame = 1; frame < left.length; frame++) correlation += left[frame] * left[frame - 1];
    expectClose(correlation / left.length / (density ** 2 * (RATE_HZ / 2)), 0, {
      ...rmsError,
      because: 'four standard errors of a correlation of 196,000 samples',
    });
  });

  it('inputs without a cable have noise too', () => {
    const bench = benchOf(straightDut, noisy);
    const frames = {
      format: 'int24',
      sampleRateHz: RATE_HZ,
      channelCount: 1,
      frameCount: 1000,
      data: new Uint8Array(3000),
    } as const;
    const raw = bench.record({ frames, tailFrames: 99000, inputChannelCount: 4, wiring: open, takeNumber: 1 });
    const fourth = Float64Array.from(
      { length: 100000 },
      (_, frame) => raw.frames[4 * frame + 3] * bench.rig.input.fullScaleVoltsRms * Math.SQRT2,
    );
    expectClose(rmsOf(fourth, 0, 100000) / (100e-9 * Math.sqrt(RATE_HZ / 2)), 1, rmsError);
  });

  it('every sample lies on the grid of 24 bits', () => {
    const bench = benchOf(straightDut, noisy);
    const frames = {
      format: 'int24',
      sampleRateHz: RATE_HZ,
      channelCount: 2,
      frameCount: 9000,
      data: new Uint8Array(54000).fill(17),
    } as const;
    const raw = bench.record({ frames, tailFrames: 0, inputChannelCount: 2, wiring: open, takeNumber: 1 });
    expect(raw.frames.every((x) => Number.isInteger(x * 2 ** 23) && x >= -1 && x < 1)).toBe(true);
    expect(new Set(raw.frames).size).toBeGreaterThan(20);
  });

  it('leaks into the neighbour, flat and rising', () => {
    const dut = { ...straightDut, crosstalk: { flatRatio: 1e-4, risingRatioAt20kHz: 1e-3 } };
    const bench = benchOf(dut);
    for (const frequencyHz of [100, 1000, 20000]) {
      const tone = sine(RATE_HZ, LENGTH * 3, frequencyHz, 2);
      const quiet = new Float64Array(tone.length);
      const [left, right] = play(bench, [tone, quiet, quiet], open);
      const separation = dbFromRatio(
        findTone(right, START, LENGTH, RATE_HZ, frequencyHz).amplitude /
          findTone(left, START, LENGTH, RATE_HZ, frequencyHz).amplitude,
      );
      expectClose(separation, dbFromRatio(Math.hypot(1e-4, (1e-3 * frequencyHz) / 20000)), {
        within: 0.05,
        unit: 'dB',
        because: 'a leak of 200 µV is 100 steps of 24 bits: undithered rounding of ±0.3 %',
      });
    }
  });

  it('the input’s coupling is a one-pole high-pass', () => {
    const model = { ...idealInterface, input: { ...idealInterface.input, lowCornerHz: 4 } };
    const [left] = playSine(benchOf(straightDut, model), 10, 1, loopback, { seconds: 1.4 });
    const level = dbFromRatio(findTone(left, 0.4 * RATE_HZ, RATE_HZ, RATE_HZ, 10).amplitude / Math.SQRT2);
    expectClose(level, dbFromRatio(1e5 / 100100) - 10 * Math.log10(1 + 0.16), filterError);
  });

  it('the latency is the model’s, to the frame', () => {
    const click = new Float64Array(100);
    click[0] = 5;
    const [left] = play(benchOf(straightDut), click, loopback);
    expect(left.indexOf(Math.max(...left))).toBe(idealInterface.latencyFrames);
  });
});
