import { describe, expect, it } from 'vitest';
import { inverseRealFft, nextPowerOfTwo, nextTransformLength, realFft } from '../../core/dsp/fft.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { expectClose } from '../expectClose.ts';
import { tones, whiteNoise } from '../synthetic.ts';

/** The definition itself, X[k] = Σ x[n] e^(−2πi kn/N). */
function directTransform(samples: Float64Array): Float64Array {
  const size = samples.length;
  const out = new Float64Array(size + 2);
  for (let bin = 0; bin <= size / 2; bin++) {
    for (let index = 0; index < size; index++) {
      const angle = (-2 * Math.PI * ((bin * index) % size)) / size;
      out[2 * bin] += samples[index] * Math.cos(angle);
      out[2 * bin + 1] += samples[index] * Math.sin(angle);
    }
  }
  return out;
}

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0);

describe('realFft', () => {
  it.each([4, 8, 12, 16, 20, 28, 32, 64, 96, 160, 192, 224, 256])(
    '[FFT-1] is the sum that defines it, at %i points',
    (size) => {
      const samples = whiteNoise(size, 1, size);
      expectClose(largestDifference(realFft(samples, size), directTransform(samples)), 0, {
        within: 1e-12,
        unit: 'of rms 1',
        because: 'the direct sum of 256 terms itself rounds to some 1e-14',
      });
    },
  );

  it.each([12, 16, 4096, 5 * 2 ** 12, 2 ** 17])('[FFT-3] comes back through its inverse, at %i points', (size) => {
    const samples = whiteNoise(size, 1, 5);
    expectClose(largestDifference(inverseRealFft(realFft(samples, size)), samples), 0, {
      within: 1e-13,
      unit: 'of rms 1',
      because: 'rounding grows with the root of log2 N from 1e-16',
    });
  });

  it('[FFT-1] fills a shorter record up with zeros and leaves it as it was', () => {
    // What an earlier, longer record left behind must not shine through
    realFft(whiteNoise(128, 1, 3), 128);
    const short = whiteNoise(100, 1, 2);
    const kept = Float64Array.from(short);
    const padded = new Float64Array(128);
    padded.set(short);
    const filled = realFft(short, 128);
    expect(filled).toEqual(realFft(padded, 128));
    expect(short).toEqual(kept);
  });

  it('[FFT-2] puts nothing beside a coherent sine above −315 dBc at 2^20 points', () => {
    const size = 2 ** 20;
    const bin = 2723;
    const spectrum = realFft(tones(size, size, [{ frequencyHz: bin, amplitude: 1 }]), size);
    const magnitude = (at: number): number => Math.hypot(spectrum[2 * at], spectrum[2 * at + 1]);
    let worst = 0;
    for (let at = 0; at <= size / 2; at++) if (at !== bin) worst = Math.max(worst, magnitude(at));
    expect(20 * Math.log10(worst / magnitude(bin))).toBeLessThan(-315);
  });

  it.each([2, 6, 36, 44, 50, 60.5])(
    '[FFT-7] refuses a length of %d, which is none of a transform, naming it',
    (size) => {
      expect(() => realFft(new Float64Array(2), size)).toThrow(AmpbenchError);
      expect(() => realFft(new Float64Array(2), size)).toThrow(`length is ${size} `);
    },
  );

  it('[FFT-7] finds the next power of two', () => {
    expect([1, 4, 5, 1024, 1025].map(nextPowerOfTwo)).toEqual([4, 4, 8, 1024, 2048]);
  });

  it('[FFT-7] finds the next length that can be transformed', () => {
    expect([1, 5, 13, 21, 29, 1025, 768_000].map(nextTransformLength)).toEqual([4, 8, 16, 24, 32, 1280, 786_432]);
    expect([9, 17, 25].map(nextTransformLength)).toEqual([12, 20, 28]);
  });
});
