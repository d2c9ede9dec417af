import { describe, expect, it } from 'vitest';
import { inverseRealFft, realFft } from '../../core/dsp/fft.ts';
import { analyzeNoise } from '../../core/measure/noise/analyze.ts';
import { createRandom } from '../../core/signal/random.ts';
import { addGaussianNoise } from '../../core/simulate/gaussianNoise.ts';
import { weightingPower, type Weighting } from '../../core/standards/weighting.ts';
import { expectClose } from '../expectClose.ts';

const WEIGHTINGS: readonly Weighting[] = ['unweighted', 'a', '468', 'ccir-rms'];
const BAND_HZ = [20, 20_000] as const;

/** Noise that rises by 48 dB an octave above 20 kHz, as a noise shaper's does. */
function shaped(white: Float64Array, sampleRateHz: number): Float64Array {
  const spectrum = realFft(white, white.length);
  for (let bin = 0; bin <= white.length / 2; bin++) {
    const gain = Math.min(Math.max((bin * sampleRateHz) / white.length / 20_000, 1) ** 8, 1e4);
    spectrum[2 * bin] *= gain;
    spectrum[2 * bin + 1] *= gain;
  }
  return inverseRealFft(spectrum);
}

/** Rms of exactly this record in the band: its own transform, every bin weighted. */
function realisedRms(samples: Float64Array, sampleRateHz: number, weighting: Weighting): number {
  const { length } = samples;
  const spectrum = realFft(samples, length);
  const binWidthHz = sampleRateHz / length;
  let sum = 0;
  for (let bin = Math.ceil(BAND_HZ[0] / binWidthHz); bin * binWidthHz <= BAND_HZ[1]; bin++)
    sum +=
      weightingPower(weighting, bin * binWidthHz) *
      (spectrum[2 * bin] * spectrum[2 * bin] + spectrum[2 * bin + 1] * spectrum[2 * bin + 1]);
  return Math.sqrt(2 * sum) / length;
}

describe('weighted noise', () => {
  it.each([
    [48_000, 2 ** 18, 'white'],
    [192_000, 2 ** 20, 'white'],
    [192_000, 2 ** 20, 'shaped'],
  ] as const)('[NOISE-1] is the realised noise at %d Hz, %d frames, %s', (sampleRateHz, frames, kind) => {
    for (let seed = 1; seed <= 3; seed++) {
      const white = new Float64Array(frames);
      addGaussianNoise(white, 0, frames, 1e-5, createRandom(seed));
      const samples = kind === 'white' ? white : shaped(white, sampleRateHz);
      const { weighted } = analyzeNoise(
        samples.map((value) => value + 1e-3),
        0,
        frames,
        sampleRateHz,
        BAND_HZ,
      );
      for (const weighting of WEIGHTINGS)
        expectClose(20 * Math.log10(weighted[weighting].rms / realisedRms(samples, sampleRateHz, weighting)), 0, {
          within: 0.02,
          unit: 'dB',
          because: `the table asks for it (${weighting})`,
        });
    }
  });

  it.each([8000, 40_000])('[NOISE-3] covers its expectation in 95 of 100 records of %d frames', (frames) => {
    const sampleRateHz = 48_000;
    const runs = 500;
    const random = createRandom(11);
    const inside: Record<Weighting, number> = { unweighted: 0, a: 0, '468': 0, 'ccir-rms': 0 };
    const expected = WEIGHTINGS.map((weighting) => {
      let sum = 0;
      for (let hz = 22.5; hz < 20_000; hz += 5) sum += 5 * weightingPower(weighting, hz);
      return Math.sqrt(sum / (sampleRateHz / 2));
    });
    for (let run = 0; run < runs; run++) {
      const samples = new Float64Array(frames);
      addGaussianNoise(samples, 0, frames, 1, random);
      const { weighted } = analyzeNoise(samples, 0, frames, sampleRateHz, BAND_HZ);
      for (const [index, weighting] of WEIGHTINGS.entries()) {
        const { rms, relativeUncertainty } = weighted[weighting];
        if (Math.abs(rms - expected[index]) <= relativeUncertainty * rms) inside[weighting]++;
      }
    }
    for (const weighting of WEIGHTINGS) {
      expect(inside[weighting] / runs, weighting).toBeGreaterThanOrEqual(0.93);
      expect(inside[weighting] / runs, weighting).toBeLessThanOrEqual(0.985);
    }
  });
});
