import { describe, expect, it } from 'vitest';
import { realFft } from '../../core/dsp/fft.ts';
import { buildLivePattern, type LiveSignal } from '../../core/signal/livePattern.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

const RATE_HZ = 48_000;
const SNAP_FRAMES = 2 ** 15;
const build = (signal: LiveSignal, snapFrames: number | null = null, sampleRateHz = RATE_HZ) =>
  buildLivePattern(signal, sampleRateHz, snapFrames, createRandom(4));

/** Largest second difference across the seam over the largest anywhere else. */
function seam(samples: Float64Array): number {
  const at = (index: number): number => samples[(index + samples.length) % samples.length];
  const bend = (index: number): number => Math.abs(at(index - 1) - 2 * at(index) + at(index + 1));
  let inside = 0;
  for (let index = 1; index < samples.length - 1; index++) inside = Math.max(inside, bend(index));
  return Math.max(bend(0), bend(-1)) / inside;
}

describe('live patterns', () => {
  it.each([1, 10.0007, 19.99, 440.123, 997.3, 12_345.678, 21_600])(
    '[LIVE-20] meet %d Hz to 1 mHz with whole cycles about a second long',
    (frequencyHz) => {
      const { samples, frequenciesHz, rms, peak } = build({ kind: 'sine', frequencyHz });
      expectClose(frequenciesHz[0], frequencyHz, { within: 1e-3, unit: 'Hz', because: 'the bound of LIVE-20' });
      const cycles = (frequenciesHz[0] * samples.length) / RATE_HZ;
      expectClose(cycles, Math.round(cycles), { within: 1e-9, unit: 'cycles', because: 'rounding of a quotient' });
      expectClose(rms, 1, { within: 1e-12, unit: 'relative', because: 'whole cycles of a sine' });
      expect(peak).toBeLessThanOrEqual(Math.SQRT2 * (1 + 1e-12));
      expect(samples.length / RATE_HZ).toBeGreaterThanOrEqual(0.5);
      expect(samples.length / RATE_HZ).toBeLessThanOrEqual(1.5);
    },
  );

  it('[LIVE-20] keep a whole number of hertz exactly, at every rate', () => {
    for (const rate of [44_100, 96_000, 192_000])
      expect(build({ kind: 'sine', frequencyHz: 997 }, null, rate).frequenciesHz).toEqual([997]);
    expect(build({ kind: 'two-tone', frequenciesHz: [60, 7000], ratio: 4 }).frequenciesHz).toEqual([60, 7000]);
  });

  it('[LIVE-20] meet two tones of any frequency to 1 mHz', () => {
    const { frequenciesHz } = build({ kind: 'two-tone', frequenciesHz: [19_000.37, 20_000.71], ratio: 1 });
    expectClose(frequenciesHz[0], 19_000.37, { within: 2e-3, unit: 'Hz', because: 'two tones share one length' });
    expectClose(frequenciesHz[1], 20_000.71, { within: 2e-3, unit: 'Hz', because: 'two tones share one length' });
  });

  it('[LIVE-21] snapped tones lie on bins of the record', () => {
    const { samples, frequenciesHz } = build({ kind: 'sine', frequencyHz: 1000 }, SNAP_FRAMES);
    expect(samples.length).toBe(SNAP_FRAMES);
    expect((frequenciesHz[0] * SNAP_FRAMES) / RATE_HZ).toBe(683);
  });

  it.each<LiveSignal>([
    { kind: 'sine', frequencyHz: 997.3 },
    { kind: 'two-tone', frequenciesHz: [60, 7000], ratio: 4 },
    { kind: 'multitone' },
    { kind: 'sweep', lowHz: 20, highHz: 20_000 },
    { kind: 'noise', colour: 'white' },
    { kind: 'noise', colour: 'pink' },
    { kind: 'square', frequencyHz: 100 },
  ])('[LIVE-20] go round without a seam: $kind', (signal) => {
    expect(seam(build(signal).samples)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it.each<LiveSignal>([
    { kind: 'two-tone', frequenciesHz: [60, 7000], ratio: 4 },
    { kind: 'multitone' },
    { kind: 'sweep', lowHz: 20, highHz: 20_000 },
  ])('[LIVE-22] peak where a sine of that level does: $kind', (signal) => {
    const { peak } = build(signal);
    expect(peak).toBeLessThanOrEqual(Math.SQRT2 * 1.003);
    // The highest place of 32 tones may lie between two samples
    expect(peak).toBeGreaterThan(Math.SQRT2 * 0.96);
  });

  it('[LIVE-22] a square wave is 4/π of a sine at its frequency, odd harmonics falling as 1/n, nothing beyond its band', () => {
    const { samples, rms } = build({ kind: 'square', frequencyHz: 1500 }, SNAP_FRAMES);
    const spectrum = realFft(samples, SNAP_FRAMES);
    const amplitude = (bin: number): number => (2 / SNAP_FRAMES) * Math.hypot(spectrum[2 * bin], spectrum[2 * bin + 1]);
    for (const order of [1, 3, 13])
      expectClose(amplitude(1024 * order), 4 / Math.PI / order, {
        within: 1e-9,
        unit: 'of the flat top',
        because: 'rounding of a recurrence over 15 orders',
      });
    for (const order of [2, 15]) expect(amplitude(1024 * order)).toBeLessThan(1e-9);
    expectClose(rms, 1, { within: 0.03, unit: 'relative', because: 'seven of its harmonics hold 97 % of its power' });
  });

  it('[LIVE-23] noise has an rms of 1 and the slope of its colour, and repeats with its seed', () => {
    for (const [colour, slopeDb] of [
      ['white', 0],
      ['pink', -3.0103],
    ] as const) {
      const { samples, rms } = build({ kind: 'noise', colour });
      expectClose(rms, 1, { within: 1e-9, unit: 'relative', because: 'it is scaled to it' });
      const spectrum = realFft(samples, samples.length);
      const binWidthHz = RATE_HZ / samples.length;
      const power = (fromHz: number, toHz: number): number => {
        let sum = 0;
        for (let bin = Math.ceil(fromHz / binWidthHz); bin < toHz / binWidthHz; bin++)
          sum += spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
        return sum / (toHz - fromHz);
      };
      expectClose(10 * Math.log10(power(4000, 8000) / power(2000, 4000)), slopeDb, {
        within: 0.02,
        unit: 'dB for an octave',
        because: 'its lines have exactly that height; the octaves end within a bin',
      });
      expect(build({ kind: 'noise', colour }).samples).toEqual(samples);
    }
  });

  it('[LIVE-24] refuse a frequency beyond 0.45 of the rate or below 1 Hz', () => {
    for (const frequencyHz of [0.5, 21_700])
      expect(() => build({ kind: 'sine', frequencyHz })).toThrow(
        expect.objectContaining({ code: 'frequency-outside' }),
      );
  });
});
