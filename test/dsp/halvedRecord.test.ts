import { describe, expect, it } from 'vitest';
import { realFft } from '../../core/dsp/fft.ts';
import { halvingsFor, type HalfBand } from '../../core/dsp/halfBand.ts';
import { fillHalved, halvingCorrection, mostHalvings } from '../../core/dsp/halvedRecord.ts';
import { binPower, lineSpectrum, type LineSpectrum } from '../../core/dsp/lineSpectrum.ts';
import { narrowBand } from '../../core/dsp/narrowBand.ts';
import { HALVER_FRAMES } from '../../core/dsp/rateHalver.ts';
import { createFallbackHalver } from '../../core/dsp/rateHalverFallback.ts';
import { createKernelHalver } from '../../core/dsp/rateHalverKernel.ts';
import { expectClose } from '../expectClose.ts';
import { tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 192_000;

function largestDifference(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let index = 0; index < a.length; index++) most = Math.max(most, Math.abs(a[index] - b[index]));
  return most;
}

describe('a halved record', () => {
  // Little of their broken ends lies where it folds
  const frequencies = [0, 997, 5003.3, 19_990].map((frequencyHz) => ({ frequencyHz, amplitude: 1, phaseRadians: 1 }));
  it.each([
    ['ends well before the circle does', 50_000],
    ['fills the circle, so that the filters ring on over its beginning', 65_536],
  ])('[FFT-8] has the spectrum of the record where it %s', (_, frames) => {
    const size = 65_536;
    const samples = tones(sampleRateHz, frames, frequencies);
    const filters = halvingsFor(20_500, sampleRateHz, mostHalvings(size));
    const target = new Float64Array(size / 2 ** filters.length);
    fillHalved(target, filters, samples);
    const halved = realFft(target, target.length);
    const whole = realFft(samples, size);
    const binCount = Math.floor((20_500 * size) / sampleRateHz);
    const correction = halvingCorrection(filters, size, binCount);
    for (let bin = 0; bin < binCount; bin++) {
      const re = halved[2 * bin] * correction[2 * bin] - halved[2 * bin + 1] * correction[2 * bin + 1];
      const im = halved[2 * bin] * correction[2 * bin + 1] + halved[2 * bin + 1] * correction[2 * bin];
      const tolerance = { within: 1e-12 * frames, unit: 'of a sum', because: 'rounding in two ways there' };
      expectClose(re, whole[2 * bin], tolerance);
      expectClose(im, whole[2 * bin + 1], tolerance);
    }
    expect(filters).toHaveLength(2);
  });

  describe('under a line spectrum', () => {
    const length = 400_000;
    const spectraOf = (lines: Parameters<typeof tones>[2]): { low: LineSpectrum; all: LineSpectrum } => {
      const samples = tones(sampleRateHz, length, lines);
      return {
        low: lineSpectrum(samples, 0, length, sampleRateHz, 30, 20_000),
        all: lineSpectrum(samples, 0, length, sampleRateHz, 30, sampleRateHz / 2),
      };
    };

    it('[FFT-8] leaves lines their power, bin by bin, 175 dB over what folds', () => {
      const { low, all } = spectraOf([
        { frequencyHz: 997, amplitude: 1 },
        { frequencyHz: 19_333.1, amplitude: 1 },
        { frequencyHz: 70_000.7, amplitude: 1 },
      ]);
      expect(low.binWidthHz).toBe(all.binWidthHz);
      expect(all.backTurns).toBeNull();
      const line = length / 2;
      for (let bin = 0; bin < low.binCount; bin++) {
        const found = Math.sqrt(binPower(low, bin) / low.powerScale) / line;
        const expected = Math.sqrt(binPower(all, bin) / all.powerScale) / line;
        if (Math.abs(found - expected) > 10 ** (-172 / 20))
          expect.fail(`bin ${bin} is ${found} but must be ${expected}`);
      }
    });

    it.each([50, 997.03, 19_333.1])(
      '[FFT-8] gives the narrow band about %d Hz its own phase and level',
      (frequencyHz) => {
        const { low, all } = spectraOf([{ frequencyHz, amplitude: 1, phaseRadians: 0.7 }]);
        const found = narrowBand(low, frequencyHz);
        const expected = narrowBand(all, frequencyHz);
        expect(found.centreHz).toBe(expected.centreHz);
        for (let index = 0; index < found.re.length; index++) {
          if (expected.weights[index] < 0.01) continue;
          const because = 'the weights are those of whole frames, of 30,000 from nothing to all';
          for (const part of ['re', 'im'] as const)
            expectClose(found[part][index] / found.weights[index], expected[part][index] / expected.weights[index], {
              within: 1e-3 / Math.sqrt(expected.weights[index]),
              unit: 'V',
              because,
            });
        }
      },
    );
  });
});

describe('the cascade of filters', () => {
  const cascades: readonly (readonly [string, readonly HalfBand[]])[] = [
    ['wide', halvingsFor(10_000, 96_000, 1)],
    ['steep', halvingsFor(20_000, 96_000, 1)],
    ['wide and steep', halvingsFor(20_000, 192_000, 8)],
  ];

  it.each(cascades)('[FFT-5] is the same in the kernel and in JavaScript: %s', (_, filters) => {
    const kernel = createKernelHalver();
    if (kernel === null) throw new Error('this platform has no WebAssembly with vectors: the kernel cannot be tested');
    const oracle = createFallbackHalver();
    const samples = [whiteNoise(3 * HALVER_FRAMES, 1, 3), whiteNoise(3 * HALVER_FRAMES, 1, 4)];
    // Twice: the second time must not remember the first
    for (let time = 0; time < 2; time++) {
      kernel.begin(filters);
      oracle.begin(filters);
      for (let from = 0; from < samples[0].length; from += HALVER_FRAMES) {
        for (const [stretch, values] of samples.entries()) {
          kernel.inputs[stretch].set(values.subarray(from, from + HALVER_FRAMES));
          oracle.inputs[stretch].set(values.subarray(from, from + HALVER_FRAMES));
        }
        const found = kernel.next();
        const expected = oracle.next();
        for (const stretch of [0, 1]) {
          expect(found[stretch]).toHaveLength(HALVER_FRAMES / 2 ** filters.length);
          const difference = largestDifference(found[stretch], expected[stretch]);
          expectClose(difference, 0, { within: 1e-13, unit: 'of rms 1', because: 'rounding' });
        }
      }
    }
  });

  it('[FFT-8] has forgotten its input after 1,024 outputs', () => {
    const halver = createFallbackHalver();
    halver.begin(halvingsFor(20_000, 96_000, 1));
    const [input] = halver.inputs;
    input.fill(1);
    halver.next();
    input.fill(0);
    // The last of 1,024 outputs after the input's end
    const [outputs] = halver.next();
    expect(outputs).toHaveLength(1024);
    expect(Math.abs(outputs[1023])).toBeLessThan(1e-10);
  });
});
