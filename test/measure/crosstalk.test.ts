import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../core/measure/analysis.ts';
import { crosstalk } from '../../core/measure/crosstalk/kind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { playedTones } from '../playerTones.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = 2 * sampleRateHz;
const tone = playedTones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: 1 }]);
const silent = (seed: number): Float64Array => whiteNoise(frames, 1e-6, seed);
const scaled = (samples: Float64Array, gain: number): Float64Array => samples.map((value) => value * gain);

const measure = (channels: readonly Float64Array[], settings: MeasureSettings = {}): Analysis =>
  crosstalk.analyze({ captures: { main: { sampleRateHz, unit: 'V', channels } }, reference: null }, settings);

describe('who is driven', () => {
  it('[XT-5] one channel alone gives one way', () => {
    const { channels } = measure([tone, sumOf(scaled(tone, 1e-3), silent(1))]);
    expect(channels[0].figures.crosstalk.reasonCode).toBe('no-stimulus');
    expectClose(channels[1].figures.crosstalk.db as number, -60, { within: 0.01, unit: 'dB', because: '60 dB SNR' });
    expect(channels[1].figures.crosstalk.conditions.channelsDriven).toEqual(['1']);
  });

  it('[XT-5] of two drivers the worse stands for a third channel', () => {
    const half = frames / 2;
    const first = tone.map((value, frame) => (frame < half ? value : 0));
    const second = tone.map((value, frame) => (frame < half ? 0 : value));
    const third = first.map((value, frame) => 1e-4 * value + 1e-3 * second[frame]);
    const { channels } = measure([first, second, sumOf(third, silent(2))].map((each, n) => sumOf(each, silent(5 + n))));
    expectClose(channels[2].figures.crosstalk.db as number, -60, { within: 0.1, unit: 'dB', because: 'noise' });
    expect(channels[2].figures.crosstalk.conditions.channelsDriven).toEqual(['2']);
  });

  it('[XT-5] separation worse than 6 dB needs the driven channel named', () => {
    const channels = [tone, scaled(tone, 0.7)];
    expect(() => measure(channels)).toThrow(/must be driven alone/u);
    const named = measure(channels, { drivenChannel: 1 });
    expectClose(named.channels[1].figures.crosstalk.db as number, 20 * Math.log10(0.7), {
      within: 1e-6,
      unit: 'dB',
      because: 'there is no noise',
    });
    expect(() => measure(channels, { drivenChannel: 3 })).toThrow(/must be one of 2 channels/u);
  });

  it('[XT-6] broadband counts noise and hum, at the tone does not', () => {
    const noisy = sumOf(scaled(tone, 1e-4), whiteNoise(frames, 1e-3, 3));
    const { figures } = measure([tone, noisy]).channels[1];
    expectClose(figures.crosstalk.db as number, -80, {
      within: 1,
      unit: 'dB',
      because: '31 dB over its cell of noise',
    });
    const expected = 20 * Math.log10((1e-3 * Math.sqrt(19_980 / 24_000)) / Math.SQRT1_2);
    expectClose(figures['crosstalk-broadband'].db as number, expected, { within: 0.1, unit: 'dB', because: 'noise' });
  });
});

describe('the stimulus', () => {
  const bench = { sampleRateHz, channelCount: 2, levelVoltsRms: 1, fullScaleVoltsPeak: 2, random: createRandom(1) };

  it('[XT-2] drives one channel after the other, never two at once, and never over the level', () => {
    for (const settings of [{}, { frequencyHz: 997 }]) {
      const [{ channels }] = crosstalk.stimulus({ seconds: 1, ...settings }, bench);
      expect(channels).toHaveLength(2);
      expect(channels[0].findIndex((value, frame) => value !== 0 && channels[1][frame] !== 0)).toBe(-1);
      for (const samples of channels)
        expectClose(
          samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
          Math.SQRT2,
          { within: 0.06, unit: 'V', because: 'a second of samples misses the top of a period by 0.3 dB at most' },
        );
    }
  });

  it('[XT-2] refuses a tone above half the rate', () => {
    expect(() => crosstalk.stimulus({ frequencyHz: 30_000 }, bench)).toThrow(/must be below 24000 Hz/u);
  });
});
