import { describe, expect, it } from 'vitest';
import { analyzeLevel } from '../../core/measure/level/analyze.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48000;

describe('level of a sine', () => {
  it.each([
    [997, 0],
    [1000, 23],
    [1000, -100],
    [997, 1000],
    [19_997, 100],
  ])('[LEVEL-1] reads %d Hz, %i ppm off, without whole cycles', (nominalHz, ppm) => {
    const frames = 31_111;
    const frequencyHz = nominalHz * (1 + ppm * 1e-6);
    const level = analyzeLevel(
      tones(sampleRateHz, frames, [{ frequencyHz, amplitude: Math.SQRT2 }]),
      0,
      frames,
      sampleRateHz,
      nominalHz,
    );
    expectClose(20 * Math.log10(level.rms), 0, {
      within: 1e-7,
      unit: 'dB',
      because: 'the window’s leakage of −180 dB is 1e-8 dB',
    });
    expectClose((level.frequencyHz / frequencyHz - 1) * 1e6, 0, {
      within: 1e-4,
      unit: 'ppm',
      because: 'leakage of −180 dB over 300 cycles or more',
    });
  });

  it('[LEVEL-2] is not moved by DC, harmonics or hum', () => {
    const frames = 33_600;
    const level = analyzeLevel(
      tones(
        sampleRateHz,
        frames,
        [
          { frequencyHz: 1000, amplitude: Math.SQRT2 },
          { frequencyHz: 2000, amplitude: 0.3 },
          { frequencyHz: 50, amplitude: 0.3 },
        ],
        1,
      ),
      0,
      frames,
      sampleRateHz,
      1000,
    );
    expectClose(level.rms, 1, {
      within: 1e-8,
      unit: 'V',
      because: 'all of them lie far outside the lobe, which leaks at −180 dB',
    });
  });

  it('[LEVEL-1] has the noise in the line taken off: unbiased even where noise is 13 dB above the tone', () => {
    const frames = 48_000;
    const clean = tones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: 1 }]);
    const runs = 60;
    let power = 0;
    for (let seed = 0; seed < runs; seed++)
      power += analyzeLevel(sumOf(clean, whiteNoise(frames, 3, 40 + seed)), 0, frames, sampleRateHz, 997).rms ** 2;
    expectClose(power / runs / 0.5, 1, {
      within: 0.015,
      unit: '1',
      because: 'a run scatters by 4 %, 60 by 0.5 %, three of them; the noise in 60 Hz is 4.5 % of the tone',
    });
  });

  it('[LEVEL-3] states a repeatability that covers the error made in noise', () => {
    const frames = 12_000;
    const random = createRandom(21);
    const trials = 60;
    let covered = 0;
    const clean = tones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: Math.SQRT2, phaseRadians: 0.5 }]);
    for (let trial = 0; trial < trials; trial++) {
      const noise = whiteNoise(frames, 0.01, Math.floor(random.uniform() * 2 ** 31));
      const level = analyzeLevel(sumOf(clean, noise), 0, frames, sampleRateHz, 997);
      if (Math.abs(level.rms - 1) <= level.relativeRepeatability) covered++;
    }
    // 95.45 % are expected; fewer than 50 of 60 has a chance of 1 in 10,000
    expect(covered).toBeGreaterThanOrEqual(50);
  });

  it('[LEVEL-3] sees a level that wanders', () => {
    const frames = 48_000;
    const samples = tones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: 1 }]).map(
      (value, index) => value * (1 + (0.01 * index) / frames),
    );
    const level = analyzeLevel(samples, 0, frames, sampleRateHz, 997);
    // 16 readings spread evenly over 1 %: 2.18 · 1 % / sqrt(12 · 16) = 0.157 %
    expectClose(level.relativeRepeatability, 0.00157, {
      within: 0.0002,
      unit: '1',
      because: 'sixteen windowed readings instead of a continuum, 15/16 of the span',
    });
  });

  it('[LEVEL-4] scales with the capture', () => {
    const frames = 20_000;
    const samples = sumOf(
      tones(sampleRateHz, frames, [{ frequencyHz: 1000, amplitude: 1 }]),
      whiteNoise(frames, 0.001, 5),
    );
    const one = analyzeLevel(samples, 0, frames, sampleRateHz, 1000);
    const tenth = analyzeLevel(
      samples.map((value) => 0.1 * value),
      0,
      frames,
      sampleRateHz,
      1000,
    );
    expectClose(tenth.rms / one.rms, 0.1, { within: 1e-13, unit: '1', because: 'only rounding differs' });
    expectClose(tenth.relativeRepeatability / one.relativeRepeatability, 1, {
      within: 1e-9,
      unit: '1',
      because: 'scatter of 1e-5 of the level loses five digits of sixteen',
    });
  });
});
