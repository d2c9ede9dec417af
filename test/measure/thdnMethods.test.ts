import { describe, expect, it } from 'vitest';
import { analyzeThdn, type ThdnAnalysis } from '../../core/measure/thdn/analyze.ts';
import { compareMethods } from '../../core/measure/thdn/compareMethods.ts';
import { methodPower, THDN_METHODS } from '../../core/measure/thdn/methods.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = 2 * sampleRateHz;
const FREQUENCY_HZ = 997.31;
const BAND_HZ = [20, 20_000] as const;
const db = (ratio: number): number => 20 * Math.log10(ratio);
const settings = { sampleRateHz, frequencyHz: 997, bandHz: BAND_HZ, harmonicCount: 10 };

const withLine = (lineHz: number, ratio: number): Float64Array =>
  tones(sampleRateHz, frames, [
    { frequencyHz: FREQUENCY_HZ, amplitude: Math.SQRT2 },
    { frequencyHz: lineHz, amplitude: ratio * Math.SQRT2, phaseRadians: 1 },
  ]);

describe('method presets of THD+N', () => {
  it.each([
    ['aes17-notch', 2, 0.46],
    ['aes17-notch', 3, 0.15],
    ['ap-bandreject', 2, 0.16],
    ['ap-bandreject', 3, 0.02],
    ['lobe', 2, 0],
    ['octave', 2, 0],
  ] as const)('[THDN-10] %s takes so much off harmonic %i: %f dB', (method, order, takenDb) => {
    const samples = withLine(order * FREQUENCY_HZ, 1e-4);
    const { thdnRatio } = analyzeThdn(samples, 0, frames, { ...settings, method });
    const because = 'the stated figures have two digits';
    expectClose(db(thdnRatio), -80 - takenDb, { within: 0.005, unit: 'dB', because });
    expectClose(-10 * Math.log10(methodPower(method, order, 1)), takenDb, { within: 0.005, unit: 'dB', because });
  });

  it('[THDN-10] the band reject is 3 dB down at 0.725 and 1.38 times the tone, 20 dB at ±10 %, 44 dB at ±2.5 %', () => {
    const at = (x: number): number => 10 * Math.log10(methodPower('ap-bandreject', x, 1));
    for (const x of [0.725, 1.38])
      expectClose(at(x), -3.01, { within: 0.03, unit: 'dB', because: 'x has three digits' });
    for (const x of [0.9, 1.1]) expectClose(at(x), -20.5, { within: 1, unit: 'dB', because: 'stated as about' });
    for (const x of [0.975, 1.025]) expectClose(at(x), -44.4, { within: 1, unit: 'dB', because: 'stated as about' });
  });

  it.each([
    ['octave', 1300, null],
    ['octave', 1500, 0],
    ['aes17-notch', 1300, 10 * Math.log10(0.2887 / (0.2887 + 0.25))],
    ['lobe', 1300, 0],
  ] as const)('[THDN-10] %s reads a line at %d Hz beside the tone at %f dB', (method, lineHz, expectedDb) => {
    const { thdnRatio } = analyzeThdn(withLine(lineHz, 1e-4), 0, frames, { ...settings, method });
    if (expectedDb === null) expect(db(thdnRatio)).toBeLessThan(-150);
    else
      expectClose(db(thdnRatio), -80 + expectedDb, {
        within: 0.02,
        unit: 'dB',
        because: 'u² = (1300/997.31 − 997.31/1300)² = 0.2881 is rounded',
      });
  });

  it('[THDN-10] none lets anything of the tone through: THD+N of −120 dB in noise above the band rejected', () => {
    const samples = withLine(9000, 1e-6);
    for (const method of THDN_METHODS) {
      const { thdnRatio } = analyzeThdn(samples, 0, frames, { ...settings, method });
      expectClose(db(thdnRatio), -120, {
        within: 0.02,
        unit: 'dB',
        because: 'at nine times the tone the notch takes 0.014 dB; leakage is −155 dB',
      });
    }
  });

  it('[THDN-10] shows all four on one capture with why they differ', () => {
    const samples = sumOf(
      tones(sampleRateHz, frames, [
        { frequencyHz: FREQUENCY_HZ, amplitude: Math.SQRT2 },
        { frequencyHz: 2 * FREQUENCY_HZ, amplitude: 1e-4 },
        { frequencyHz: 3 * FREQUENCY_HZ, amplitude: 5e-5 },
      ]),
      whiteNoise(frames, 2e-5, 3),
    );
    const analysis = analyzeThdn(samples, 0, frames, settings);
    const rows = compareMethods(analysis, BAND_HZ, 'total');
    expect(rows.map(({ method }) => method)).toEqual(['lobe', 'aes17-notch', 'ap-bandreject', 'octave']);
    expect(rows[0]).toMatchObject({ differenceDb: 0, thdnRatio: analysis.thdnRatio });
    expect(rows[1].text).toContain('0.46 dB off H2, 0.15 dB off H3');
    expect(rows[3].text).toMatch(/octave around the tone as tone.* off the noise/);
    expect(rows[1].definitionId).toBe('thdn.aes17-notch.total.20-20k');
    for (const { method, thdnRatio } of rows.slice(1)) {
      expect(thdnRatio).toBeLessThan(rows[0].thdnRatio);
      expect(thdnRatio).toBe(analyzeThdn(samples, 0, frames, { ...settings, method }).thdnRatio);
    }
  });

  it('[THDN-1] has the fundamental in its denominator when asked: 1 V on 1 V is 0 dB, not −3.01 dB', () => {
    const ratioOf = (denominator: 'total' | 'fundamental'): ThdnAnalysis =>
      analyzeThdn(withLine(2 * FREQUENCY_HZ, 1), 0, frames, { ...settings, denominator });
    const tolerance = { within: 1e-7, unit: '1', because: 'closed form; leakage is −155 dB' };
    expectClose(ratioOf('fundamental').thdnRatio, 1, tolerance);
    expectClose(ratioOf('total').thdnRatio, Math.SQRT1_2, tolerance);
  });

  it('[THDN-5] counts a harmonic on the band’s edge whole, whichever way the clocks differ', () => {
    for (const ppm of [-100, 0, 100]) {
      const frequencyHz = 10_000 * (1 + ppm * 1e-6);
      const samples = tones(sampleRateHz, frames, [
        { frequencyHz, amplitude: Math.SQRT2 },
        { frequencyHz: 2 * frequencyHz, amplitude: Math.SQRT2 * 1e-4 },
      ]);
      const { thdRatio, thdnRatio } = analyzeThdn(samples, 0, frames, { ...settings, frequencyHz: 10_000 });
      const tolerance = { within: 0.001, unit: 'dB', because: 'a single line without noise' };
      expectClose(db(thdRatio ?? NaN), -80, tolerance);
      expectClose(db(thdnRatio), -80, tolerance);
    }
  });

  it('[THDN-7] lines of hum do not widen the uncertainty that noise alone gives', () => {
    const noise = whiteNoise(frames, 1e-5, 8);
    const tone = tones(sampleRateHz, frames, [{ frequencyHz: FREQUENCY_HZ, amplitude: Math.SQRT2 }]);
    const hum = tones(sampleRateHz, frames, [{ frequencyHz: 100.1, amplitude: 1e-3 }]);
    const { thdnRatio, thdnUncertainty } = analyzeThdn(sumOf(sumOf(tone, noise), hum), 0, frames, settings);
    expectClose(db(thdnRatio), -63.01, { within: 0.01, unit: 'dB', because: 'noise is 38 dB under the hum' });
    // Noise of 1/T in phase with the line: 1e-5·sqrt(0.55/48000) of 7e-4
    expectClose(thdnUncertainty / thdnRatio / 1e-4, 1, {
      within: 0.6,
      unit: '1',
      because: 'one neighbourhood’s noise',
    });
  });
});
