import { describe, expect, it } from 'vitest';
import { lineSpectrum, removeMean } from '../../core/dsp/lineSpectrum.ts';
import { narrowBand } from '../../core/dsp/narrowBand.ts';
import { bandPower, toPowerSpectrum } from '../../core/dsp/powerSpectrum.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 8000;

describe('the line spectrum', () => {
  // 1, 3, 5 and 7 parts of a power of two, and just over each
  it.each([8192, 12_288, 10_240, 14_336, 8193, 12_289, 9001])(
    'is the transform of the weighted record of %i samples, to the last bin',
    (length) => {
      const samples = whiteNoise(length + 10, 1, length);
      const spectrum = lineSpectrum(samples, 10, length, sampleRateHz, 30, sampleRateHz / 2);
      expect(spectrum.size).toBeGreaterThanOrEqual(length);
      expect(spectrum.size).toBeLessThan(1.34 * length);
      expect(spectrum.binCount).toBe(spectrum.size / 2 + 1);
      for (const bin of [0, 1, 777, 2 ** 11, 4000, spectrum.binCount - 1]) {
        let re = 0;
        let im = 0;
        for (let index = 0; index < length; index++) {
          const angle = (2 * Math.PI * ((bin * index) % spectrum.size)) / spectrum.size;
          const value = spectrum.window.weightAt(index) * samples[10 + index];
          re += value * Math.cos(angle);
          im -= value * Math.sin(angle);
        }
        const because = 'rounding of ten thousand terms of size 1';
        expectClose(spectrum.bins[2 * bin], re, { within: 1e-9, unit: 'V', because });
        expectClose(spectrum.bins[2 * bin + 1], im, { within: 1e-9, unit: 'V', because });
      }
    },
  );

  it('gives the same bins when only the lower ones are asked for', () => {
    const samples = whiteNoise(12_000, 1, 2);
    const all = lineSpectrum(samples, 0, 12_000, sampleRateHz, 30, 4000);
    const some = lineSpectrum(samples, 0, 12_000, sampleRateHz, 30, 1000);
    expect(some.binCount).toBeLessThan(all.binCount / 3.9);
    expect(some.bins).toEqual(all.bins.slice(0, some.bins.length));
  });

  it('keeps the mean square of tones and noise', () => {
    const length = 40_000;
    const noise = whiteNoise(length, 0.1, 3);
    const samples = sumOf(noise, tones(sampleRateHz, length, [{ frequencyHz: 1234.5, amplitude: 1 }]));
    const power = toPowerSpectrum(lineSpectrum(samples, 0, length, sampleRateHz, 30, 4000));
    expectClose(bandPower(power, 1204.5, 1264.5) / 0.5, 1, {
      within: 0.003,
      unit: '1',
      because: 'noise of 0.01 V² in 60 of 4,000 Hz is 3e-4 of it, and beats with the tone by a few 1e-4',
    });
    const noisePower = noise.reduce((sum, value) => sum + value * value, 0) / length;
    expectClose(bandPower(power, 0, 4000) / (0.5 + noisePower), 1, {
      within: 0.002,
      unit: '1',
      because: 'the tapered twentieth of the record holds 2,000 readings of a fiftieth of the power',
    });
  });

  it('takes out the mean with a bass tone, hum and a broken number of cycles beside it', () => {
    const length = 11_111;
    const lines = [
      { frequencyHz: 63.7, amplitude: 1, phaseRadians: 0.4 },
      { frequencyHz: 50, amplitude: 0.1 },
    ];
    const spectrum = lineSpectrum(tones(sampleRateHz, length, lines, 0.25), 0, length, sampleRateHz, 15, 400);
    expectClose(removeMean(spectrum), 0.25, {
      within: 3e-7,
      unit: 'V',
      because: 'the window’s closed transform is good to 1e-6 at this low a rate',
    });
    expect(bandPower(toPowerSpectrum(spectrum), 0, 10)).toBeLessThan(1e-12);
  });
});

describe('a narrow band in time', () => {
  it('is the tone times the window, with what modulates it slowly', () => {
    const length = 16_000;
    const depth = 0.1;
    // 1 Hz of amplitude modulation in closed form: two sidebands
    const samples = tones(sampleRateHz, length, [
      { frequencyHz: 1000.3, amplitude: 2, phaseRadians: 0.5 },
      { frequencyHz: 1001.3, amplitude: depth, phaseRadians: 0.5 },
      { frequencyHz: 999.3, amplitude: depth, phaseRadians: 0.5 },
    ]);
    const spectrum = lineSpectrum(samples, 0, length, sampleRateHz, 30, 2000);
    const band = narrowBand(spectrum, 1000);
    for (let index = 0; index < band.re.length; index += 7) {
      const seconds = index * band.stepSeconds;
      const amplitude = band.weights[index] * 2 * (1 + depth * Math.cos(2 * Math.PI * seconds));
      const phase = 2 * Math.PI * (1000.3 - band.centreHz) * seconds + 0.5;
      const because = 'of sidebands 1 Hz from the middle the skirt is cut at 29 Hz, where it is 150 dB down';
      expectClose(band.re[index], amplitude * Math.cos(phase), { within: 1e-6, unit: 'V', because });
      expectClose(band.im[index], amplitude * Math.sin(phase), { within: 1e-6, unit: 'V', because });
    }
  });
});
