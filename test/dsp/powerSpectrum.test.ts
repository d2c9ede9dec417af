import { describe, expect, it } from 'vitest';
import { bandPower, noiseDensityBeside, powerSpectrum } from '../../core/dsp/powerSpectrum.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48000;

describe('powerSpectrum', () => {
  it('holds a tone’s mean square in its lobe, whatever the length and the place between bins', () => {
    for (const frames of [32_768, 40_001, 65_000]) {
      const samples = tones(sampleRateHz, frames, [{ frequencyHz: 1003.7, amplitude: 2 }], 0.5);
      const spectrum = powerSpectrum(samples, 0, frames, sampleRateHz, 0.5);
      expectClose(bandPower(spectrum, 1003.7 - 30, 1003.7 + 30), 2, {
        within: 1e-7,
        unit: 'V²',
        because: 'the lobe holds all but 1e-9 of the tone; edges of zero-padded bins share the rest',
      });
    }
  });

  it('holds the mean square of noise', () => {
    const frames = 2 ** 17;
    const spectrum = powerSpectrum(whiteNoise(frames, 0.01, 3), 0, frames, sampleRateHz, 0);
    expectClose(bandPower(spectrum, 0, sampleRateHz / 2) / 1e-4, 1, {
      within: 0.025,
      unit: '1',
      because: 'three standard deviations, 3·sqrt(3.67/65536), are 2.2 %',
    });
    expectClose(noiseDensityBeside(spectrum, 5000, 30, 4000) / (1e-4 / 24000), 1, {
      within: 0.06,
      unit: '1',
      because: 'three standard deviations in 8 kHz over 2.7 s, 3·sqrt(3.67/21845), are 3.9 %; half as much again',
    });
  });

  it('splits a band without loss or overlap', () => {
    const frames = 10_000;
    const samples = sumOf(whiteNoise(frames, 1, 4), tones(sampleRateHz, frames, [{ frequencyHz: 777, amplitude: 1 }]));
    const spectrum = powerSpectrum(samples, 0, frames, sampleRateHz, 0);
    const edges = [20, 333.3, 777, 777.1, 8000, 20000];
    const parts = edges.slice(1).reduce((sum, high, index) => sum + bandPower(spectrum, edges[index], high), 0);
    expectClose(parts / bandPower(spectrum, 20, 20000), 1, {
      within: 1e-12,
      unit: '1',
      because: 'only rounding differs',
    });
    expect(bandPower(spectrum, 500, 400)).toBe(0);
  });
});
