import { describe, expect, it } from 'vitest';
import { fitHarmonics, residualOf } from '../../core/dsp/fitHarmonics.ts';
import { refineHarmonicFrequency } from '../../core/dsp/refineHarmonicFrequency.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;

describe('least squares of a periodic wave', () => {
  const frequencyHz = 63.7;
  const frames = 4100;
  const wave = tones(sampleRateHz, frames, [
    { frequencyHz, amplitude: 1, phaseRadians: 0.3 },
    { frequencyHz: 2 * frequencyHz, amplitude: 1e-3, phaseRadians: 1 },
    { frequencyHz: 3 * frequencyHz, amplitude: 1e-5, phaseRadians: 2 },
  ]);

  it('[STEP-4] parts DC, drift and harmonics of 5.4 periods exactly', () => {
    const moved = wave.map((value, index) => value + 0.2 + 1e-5 * index);
    const fit = fitHarmonics(moved, 0, frames, sampleRateHz, frequencyHz, 3, 1);
    for (const [order, amplitude] of [1, 1e-3, 1e-5].entries())
      expectClose(Math.hypot(fit.cosines[order], fit.sines[order]), amplitude, {
        within: 1e-13,
        unit: '1',
        because: 'float64 rounds at 1e-16 and the system is well conditioned',
      });
    expectClose(fit.mean[0], 0.2 + 1e-5 * fit.middle, { within: 1e-13, unit: '1', because: 'float64' });
    expect(Math.max(...residualOf(moved, sampleRateHz, fit).map(Math.abs))).toBeLessThan(1e-13);
  });

  it('[STEP-4] follows a mean that settles', () => {
    const settling = wave.map((value, index) => value + 0.01 * Math.exp(-index / 3000));
    const drift = residualOf(
      settling,
      sampleRateHz,
      fitHarmonics(settling, 0, frames, sampleRateHz, frequencyHz, 3, 1),
    );
    const polynomial = residualOf(
      settling,
      sampleRateHz,
      fitHarmonics(settling, 0, frames, sampleRateHz, frequencyHz, 3, 5),
    );
    const rms = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(rms(drift)).toBeGreaterThan(1e-4);
    expect(rms(polynomial)).toBeLessThan(2e-7);
  });

  it('[STEP-4] finds the frequency of few periods beside DC and harmonics', () => {
    const lifted = wave.map((value) => value + 0.1);
    const found = refineHarmonicFrequency(lifted, 0, frames, sampleRateHz, frequencyHz * (1 + 1e-3), 3);
    expectClose(found / frequencyHz, 1, { within: 1e-10, unit: '1', because: 'the search ends after four passes' });
  });

  it('[STEP-4] of noise takes no more than its own few degrees of freedom', () => {
    const noise = whiteNoise(frames, 1e-3, 5);
    const noisy = sumOf(wave, noise);
    const left = residualOf(noisy, sampleRateHz, fitHarmonics(noisy, 0, frames, sampleRateHz, frequencyHz, 10, 5));
    const power = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0);
    expectClose(power(left) / power(noise), 1 - 26 / frames, {
      within: 0.006,
      unit: '1',
      because: '26 of 4,100 degrees of freedom are fitted, give or take sqrt(52) and the frame left out',
    });
  });

  it('[STEP-4] refuses records and orders it cannot tell apart', () => {
    for (const [length, orders] of [
      [1000, 3],
      [4100, 400],
    ])
      expect(() => fitHarmonics(wave, 0, length, sampleRateHz, frequencyHz, orders, 1)).toThrow(AmpbenchError);
  });
});
