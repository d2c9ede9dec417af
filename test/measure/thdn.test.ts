import { describe, expect, it } from 'vitest';
import { bandPower, powerSpectrum } from '../../core/dsp/powerSpectrum.ts';
import { lineHalfWidthHz } from '../../core/dsp/toneLine.ts';
import { shortestRecordSeconds } from '../../core/dsp/taperedRectangle.ts';
import { analyzeThdn } from '../../core/measure/thdn/analyze.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise, type SyntheticTone } from '../synthetic.ts';

const sampleRateHz = 48000;
const frames = 48_000;
const settings = { sampleRateHz, frequencyHz: 997, bandHz: [20, 20000] as const, harmonicCount: 10 };
const db = (ratio: number): number => 20 * Math.log10(ratio);

/** A tone of 1 V rms with harmonics of given ratios, by order. */
function distorted(frequencyHz: number, ratios: Readonly<Record<number, number>>): Float64Array {
  const harmonics: SyntheticTone[] = Object.entries(ratios).map(([order, ratio]) => ({
    frequencyHz: Number(order) * frequencyHz,
    amplitude: ratio * Math.SQRT2,
    phaseRadians: Number(order),
  }));
  return tones(sampleRateHz, frames, [{ frequencyHz, amplitude: Math.SQRT2, phaseRadians: 0.2 }, ...harmonics]);
}

describe('THD+N of a sine', () => {
  it.each([-40, -80, -100, -120])('[THDN-1] is harmonics and noise over the total, at %i dB', (levelDb) => {
    const ratio = 10 ** (levelDb / 20);
    const noise = whiteNoise(frames, 0.5 * ratio, 31);
    const { thdnRatio } = analyzeThdn(
      sumOf(distorted(997.01, { 2: 0.8 * ratio, 3: 0.6 * ratio }), noise),
      0,
      frames,
      settings,
    );
    const realised = bandPower(powerSpectrum(noise, 0, frames, sampleRateHz, 0), 20, 20000);
    const residual = ratio * ratio + realised;
    expectClose(db(thdnRatio), db(Math.sqrt(residual / (1 + residual))), {
      within: 0.1,
      unit: 'dB',
      because: 'the noise beats with the harmonics in their own lines, 14 Hz of 20 kHz: 2.2 % of the power at most',
    });
  });

  it('[THDN-1] is exact where nothing is left to chance: two harmonics, no noise, −120 dB', () => {
    const { thdnRatio, thdRatio } = analyzeThdn(distorted(996.9, { 2: 0.8e-6, 5: 0.6e-6 }), 0, frames, settings);
    const because = 'what leaks from the fundamental at −180 dB is 0.001 of a residual at −120 dB';
    expectClose(db(thdnRatio), -120, { within: 0.005, unit: 'dB', because });
    expectClose(db(thdRatio ?? NaN), -120, { within: 0.005, unit: 'dB', because });
  });

  it('[THDN-1] has the total in its denominator: 1 V of distortion on 1 V is −3.01 dB, not 0', () => {
    const { thdnRatio, thdRatio } = analyzeThdn(distorted(997, { 2: 1 }), 0, frames, settings);
    const because = 'closed form; leakage is −180 dB';
    expectClose(thdnRatio, Math.SQRT1_2, { within: 1e-7, unit: '1', because });
    expectClose(thdRatio ?? NaN, 1, { within: 1e-7, unit: '1', because });
  });

  it('[THDN-2] removes a line of fixed width in hertz, whatever the record’s length', () => {
    const long = 5 * frames;
    const inside = { frequencyHz: 997 + 20, amplitude: 1e-3 };
    const outside = { frequencyHz: 997 + 60, amplitude: 1e-3 };
    for (const length of [frames / 2, frames, long]) {
      const tone = { frequencyHz: 997, amplitude: 1 };
      const withInside = analyzeThdn(tones(sampleRateHz, length, [tone, inside]), 0, length, settings);
      const withOutside = analyzeThdn(tones(sampleRateHz, length, [tone, outside]), 0, length, settings);
      expect(db(withOutside.thdnRatio)).toBeGreaterThan(-60.5);
      // In half a second the lobe of a line 20 Hz off reaches over the edge
      expect(db(withInside.thdnRatio)).toBeLessThan(length < frames ? -65 : -75);
    }
    expect(lineHalfWidthHz(997)).toBe(30);
    expectClose(lineHalfWidthHz(20), 6, { within: 1e-12, unit: 'Hz', because: 'three tenths of the tone' });
    expectClose(shortestRecordSeconds(30), 0.24, { within: 1e-12, unit: 's', because: '7.2 / 30 Hz' });
  });

  it('[THDN-3] is unchanged when the capture is scaled by 0.1, inverted, or lifted by DC', () => {
    const samples = sumOf(distorted(997, { 2: 1e-5, 3: 3e-6 }), whiteNoise(frames, 3e-6, 8));
    const original = analyzeThdn(samples, 0, frames, settings);
    for (const [scale, dc, within] of [
      [0.1, 0, 1e-6],
      [-1, 0, 1e-6],
      [1, 0.2, 1e-3],
    ] as const) {
      const changed = analyzeThdn(
        samples.map((value) => scale * value + dc),
        0,
        frames,
        settings,
      );
      expectClose(db(changed.thdnRatio), db(original.thdnRatio), {
        within,
        unit: 'dB',
        because: 'rounding is 1e-10 of a −97 dB residual; 0.2 V of DC leaks 1e-4 of it',
      });
    }
  });

  it('[THDN-4] lists each harmonic in the band at its own level', () => {
    const { harmonics, noiseRms } = analyzeThdn(
      sumOf(distorted(997.03, { 2: 1e-4, 3: 2e-5, 7: 5e-5 }), whiteNoise(frames, 1e-6, 9)),
      0,
      frames,
      settings,
    );
    expect(harmonics.map(({ order }) => order)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const [order, voltsRms] of [
      [2, 1e-4],
      [3, 2e-5],
      [7, 5e-5],
    ]) {
      const found = harmonics.find((harmonic) => harmonic.order === order)!;
      expect(found.isBound).toBe(false);
      expectClose(db(found.rms / voltsRms), 0, {
        within: 0.05,
        unit: 'dB',
        because: 'noise in 15 Hz is 57 dB under the weakest: 0.012 dB a standard deviation, and its lobe is one of few',
      });
    }
    expectClose(db(noiseRms / (1e-6 * Math.sqrt(19_980 / 24_000))), 0, {
      within: 0.6,
      unit: 'dB',
      because: 'the harmonics taken off hold 130 times the noise’s power in all, and 0.1 % of that is left uncertain',
    });
  });

  it('[THDN-4] calls a harmonic under the local noise a bound, and leaves it out of THD', () => {
    const { harmonics, thdRatio } = analyzeThdn(
      sumOf(distorted(997, { 2: 1e-3, 3: 1e-7 }), whiteNoise(frames, 1e-4, 12)),
      0,
      frames,
      settings,
    );
    expect(harmonics[1]).toMatchObject({ order: 3, isBound: true });
    expect(harmonics[1].rms).toBeGreaterThan(1e-7);
    expectClose(db(thdRatio ?? NaN), -60, {
      within: 0.1,
      unit: 'dB',
      because: 'noise in the harmonic’s line is 52 dB under it',
    });
  });

  it('[THDN-4] makes THD of the harmonics that stand out alone, by root sum of squares', () => {
    const samples = sumOf(distorted(997, { 2: 2e-5 }), whiteNoise(frames, 1e-4, 13));
    const { harmonics, thdRatio, fundamentalRms } = analyzeThdn(samples, 0, frames, settings);
    const standing = harmonics.filter(({ isBound }) => !isBound);
    expect(standing.length).toBeLessThan(harmonics.length);
    expectClose(thdRatio ?? NaN, Math.hypot(...standing.map(({ rms }) => rms)) / fundamentalRms, {
      within: 1e-15,
      unit: '1',
      because: 'the same sum in another order',
    });
  });

  it('[THDN-5] has no THD where no harmonic lies in the band: null, not 0', () => {
    const tone = tones(sampleRateHz, frames, [{ frequencyHz: 15_000, amplitude: 1 }]);
    const analysis = analyzeThdn(tone, 0, frames, { ...settings, frequencyHz: 15_000 });
    expect(analysis.thdRatio).toBeNull();
    expect(analysis.harmonics).toEqual([]);
  });

  it('[THDN-5] counts a harmonic only inside the band', () => {
    const samples = distorted(6000, { 2: 1e-3, 3: 1e-3 });
    const narrow = analyzeThdn(samples, 0, frames, { ...settings, frequencyHz: 6000, bandHz: [20, 15_000] });
    expectClose(db(narrow.thdRatio ?? NaN), -60, { within: 1e-3, unit: 'dB', because: 'only the second is left' });
    expectClose(db(narrow.thdnRatio), -60, { within: 1e-3, unit: 'dB', because: 'only the second is left' });
    const wide = analyzeThdn(samples, 0, frames, { ...settings, frequencyHz: 6000 });
    expectClose(db(wide.thdnRatio), -56.99, { within: 0.01, unit: 'dB', because: 'two equal ones are 3.01 dB more' });
  });

  it('[THDN-6] puts back the noise that hides under the fundamental', () => {
    // A band hardly wider than the line: half of the noise in it must come from the estimate
    const noise = whiteNoise(4 * frames, 1e-3, 15);
    const bandHz = [937, 1057] as const;
    const samples = sumOf(tones(sampleRateHz, 4 * frames, [{ frequencyHz: 997, amplitude: Math.SQRT2 }]), noise);
    const { residualRms } = analyzeThdn(samples, 0, 4 * frames, { ...settings, bandHz });
    expectClose(db(residualRms / (1e-3 * Math.sqrt(120 / 24_000))), 0, {
      within: 1.1,
      unit: 'dB',
      because:
        '60 Hz over 4 s are 240 degrees of freedom, less the window’s 3.67: three standard deviations; without it −3 dB',
    });
  });

  it('[THDN-7] states an uncertainty that covers the chance in noise', () => {
    const part = 9600;
    const count = 60;
    const ratios = Array.from({ length: count }, (_, seed) => {
      const samples = sumOf(
        tones(sampleRateHz, part, [{ frequencyHz: 997, amplitude: Math.SQRT2 }]),
        whiteNoise(part, 1e-4, 500 + seed),
      );
      return analyzeThdn(samples, 0, part, settings);
    });
    const truth = 1e-4 * Math.sqrt(19_980 / 24_000);
    const covered = ratios.filter(({ thdnRatio, thdnUncertainty }) => Math.abs(thdnRatio - truth) <= thdnUncertainty);
    // 95.45 % are expected; fewer than 50 of 60 has a chance of 1 in 10,000
    expect(covered.length).toBeGreaterThanOrEqual(50);
  });

  it('[THDN-7] states an uncertainty that covers how noise meets a harmonic far above it', () => {
    const part = 19_200;
    const clean = tones(sampleRateHz, part, [
      { frequencyHz: 997.3, amplitude: Math.SQRT2 },
      { frequencyHz: 1994.6, amplitude: Math.SQRT2 * 1e-3, phaseRadians: 1 },
    ]);
    const truth = Math.sqrt(1e-6 + (1e-8 * 19_980) / 24_000);
    let covered = 0;
    for (let seed = 0; seed < 60; seed++) {
      const samples = sumOf(clean, whiteNoise(part, 1e-4, 900 + seed));
      const { thdnRatio, thdnUncertainty } = analyzeThdn(samples, 0, part, settings);
      if (Math.abs(thdnRatio - truth) <= thdnUncertainty) covered++;
    }
    // 95.45 % are expected; fewer than 50 of 60 has a chance of 1 in 10,000
    expect(covered).toBeGreaterThanOrEqual(50);
  });

  it('[THDN-8] finds a tone whose player is 100 ppm off, with harmonics to match', () => {
    const samples = distorted(997 * 1.0001, { 2: 1e-5, 9: 1e-5 });
    const { thdRatio, frequencyHz } = analyzeThdn(samples, 0, frames, settings);
    expectClose((frequencyHz / 997 - 1) * 1e6, 100, { within: 1e-3, unit: 'ppm', because: 'leakage is −180 dB' });
    expectClose(db(thdRatio ?? NaN), -96.99, { within: 0.01, unit: 'dB', because: 'two of −100 dB add to −96.99 dB' });
  });
});
