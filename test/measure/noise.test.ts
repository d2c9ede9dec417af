import { describe, expect, it } from 'vitest';
import { analyzeNoise } from '../../core/measure/noise/analyze.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48000;
const bandHz = [20, 20000] as const;

describe('idle noise', () => {
  it('[NOISE-1] reads the share of white noise that lies in the band', () => {
    const frames = 2 ** 17;
    const noise = analyzeNoise(whiteNoise(frames, 1e-6, 1), 0, frames, sampleRateHz, bandHz);
    expectClose(20 * Math.log10(noise.weighted.unweighted.rms / (1e-6 * Math.sqrt(19_980 / 24_000))), 0, {
      within: 0.12,
      unit: 'dB',
      because: 'three standard uncertainties of 2.7 s of noise are 0.11 dB',
    });
    expectClose(20 * Math.log10(noise.weighted.a.rms / noise.weighted.unweighted.rms), -2.05, {
      within: 0.12,
      unit: 'dB',
      because: 'the two readings share most of their noise',
    });
  });

  it('[NOISE-1] of a wider band rises by the bandwidth: 20 kHz to 80 kHz is 6.0 dB', () => {
    const frames = 2 ** 18;
    const samples = whiteNoise(frames, 1e-6, 2);
    const narrow = analyzeNoise(samples, 0, frames, 192_000, bandHz);
    const wide = analyzeNoise(samples, 0, frames, 192_000, [20, 80_000]);
    expectClose(20 * Math.log10(wide.weighted.unweighted.rms / narrow.weighted.unweighted.rms), 6.02, {
      within: 0.15,
      unit: 'dB',
      because: 'three standard uncertainties of the narrower reading over 1.4 s are 0.15 dB',
    });
  });

  it('[NOISE-2] weights a tone as the table says, with no warping near the Nyquist frequency', () => {
    const frames = 48_000;
    for (const [frequencyHz, db] of [
      [1000, 0],
      [15_848.9, -6.6],
      [19_000, -8.7],
    ] as const) {
      const samples = tones(44_100, frames, [{ frequencyHz, amplitude: Math.SQRT2 }]);
      const noise = analyzeNoise(samples, 0, frames, 44_100, bandHz);
      expectClose(20 * Math.log10(noise.weighted.a.rms), db, {
        within: 0.06,
        unit: 'dB',
        because: 'the table is rounded to 0.1 dB (19 kHz: the closed form)',
      });
    }
  });

  it('[NOISE-3] states how much chance there is in it', () => {
    const frames = 4800;
    const trials = 200;
    const readings = Array.from({ length: trials }, (_, seed) =>
      analyzeNoise(whiteNoise(frames, 1, 1000 + seed), 0, frames, sampleRateHz, bandHz),
    );
    const mean = readings.reduce((sum, reading) => sum + reading.weighted.unweighted.rms, 0) / trials;
    const variance =
      readings.reduce((sum, reading) => sum + (reading.weighted.unweighted.rms - mean) ** 2, 0) / (trials - 1);
    expectClose((2 * Math.sqrt(variance)) / mean / readings[0].weighted.unweighted.relativeUncertainty, 1, {
      within: 0.15,
      unit: '1',
      because: 'a standard deviation from 200 readings is itself good to 5 %, three of which are 15 %',
    });
  });

  it('[NOISE-4] is not moved by DC, even where 20 Hz lies inside the lobe of a short record', () => {
    for (const frames of [50_000, 9600]) {
      const samples = whiteNoise(frames, 1e-6, 4);
      const without = analyzeNoise(samples, 0, frames, sampleRateHz, bandHz);
      const lifted = samples.map((value) => value + 0.01);
      const withDc = analyzeNoise(lifted, 0, frames, sampleRateHz, bandHz);
      expectClose(20 * Math.log10(withDc.weighted.unweighted.rms / without.weighted.unweighted.rms), 0, {
        within: 1e-3,
        unit: 'dB',
        because: 'the mean is taken off, and the rest of it rounds to 1e-16 of 10 mV',
      });
    }
  });

  it('[NOISE-5] counts hum: it is noise to the ear', () => {
    const frames = 72_000;
    const hiss = whiteNoise(frames, 1e-6, 6);
    const hum = tones(sampleRateHz, frames, [{ frequencyHz: 50, amplitude: 2e-6 * Math.SQRT2 }]);
    const both = analyzeNoise(sumOf(hiss, hum), 0, frames, sampleRateHz, bandHz);
    const alone = analyzeNoise(hiss, 0, frames, sampleRateHz, bandHz);
    expectClose(both.weighted.unweighted.rms ** 2 - alone.weighted.unweighted.rms ** 2, 4e-12, {
      within: 1e-13,
      unit: 'V²',
      because: 'the hiss within the hum’s own line beats with it by about 2 %',
    });
    expect(both.weighted.a.rms / alone.weighted.a.rms).toBeLessThan(1.01);
  });
});
