import { describe, expect, it } from 'vitest';
import { LiveAnalyzer } from '../../core/measure/live/liveAnalyzer.ts';
import { DEFAULT_LIVE_OPTIONS, type LiveOptions, type LiveReading } from '../../core/measure/live/liveReading.ts';
import { thinStretch, triggeredStart } from '../../core/measure/live/scopeView.ts';
import { SpectrumAverage } from '../../core/measure/live/spectrumAverage.ts';
import { SpectrumView } from '../../core/measure/live/spectrumView.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const RATE_HZ = 48_000;
const POINTS = 2 ** 15;

/** The first reading of a record with these options. */
function read(samples: Float64Array, options: Partial<LiveOptions> = {}): LiveReading {
  let reading: LiveReading | null = null;
  const analyzer = new LiveAnalyzer(
    {
      ...DEFAULT_LIVE_OPTIONS,
      ...options,
      sampleRateHz: RATE_HZ,
      channelCount: 1,
      spectrumPoints: POINTS,
      updatesPerSecond: 20,
      clipLevel: 10,
    },
    ([first]) => (reading ??= first),
  );
  analyzer.push([samples.subarray(0, POINTS)]);
  return reading!;
}

const tone = (frequencyHz: number, amplitude: number) => ({ frequencyHz, amplitude });

describe('live readings of distortion, noise and hum', () => {
  it('[LIVE-8] harmonics and THD are those that were put in', () => {
    const parts = [tone(1000, 1), tone(2000, 1e-3), tone(3000, 5e-4), tone(10_000, 1e-4)];
    const { harmonicRms, harmonicIsBound, thdRatio } = read(tones(RATE_HZ, RATE_HZ, parts));
    for (const [order, amplitude] of [
      [1, 1],
      [2, 1e-3],
      [3, 5e-4],
      [10, 1e-4],
    ] as const) {
      expectClose(dbFromRatio((harmonicRms[order - 1] * Math.SQRT2) / amplitude), 0, {
        within: 1e-6,
        unit: 'dB',
        because: 'the window leaves nothing of a line beyond its lobe',
      });
      expect(harmonicIsBound[order - 1]).toBe(0);
    }
    expectClose(dbFromRatio(thdRatio! / Math.hypot(1e-3, 5e-4, 1e-4)), 0, {
      within: 1e-6,
      unit: 'dB',
      because: 'the window leaves nothing of a line beyond its lobe',
    });
  });

  it('[LIVE-8] only harmonics within the band count; without one there is no THD', () => {
    const parts = [tone(7000, 1), tone(14_000, 1e-3), tone(21_000, 1e-2)];
    const samples = tones(RATE_HZ, RATE_HZ, parts);
    expectClose(dbFromRatio(read(samples).thdRatio!), -60, { within: 1e-6, unit: 'dB', because: 'as above' });
    expect(read(samples, { bandHz: [20, 13_000] }).thdRatio).toBeNull();
  });

  it('[LIVE-8] a harmonic under the noise is a bound', () => {
    const samples = sumOf(
      tones(RATE_HZ, RATE_HZ, [tone(1000, 1), tone(2000, 1e-3), tone(3000, 1e-6)]),
      whiteNoise(RATE_HZ, 1e-3, 5),
    );
    const { harmonicIsBound, harmonicRms } = read(samples);
    expect([...harmonicIsBound.subarray(0, 3)]).toEqual([0, 0, 1]);
    expect(harmonicRms[2]).toBeGreaterThan(1e-6 * Math.SQRT1_2);
  });

  it('[LIVE-9] THD+N re the fundamental is larger than re the total, as their definitions say', () => {
    const samples = tones(RATE_HZ, RATE_HZ, [tone(1000, 1), tone(2500, 0.5)]);
    const total = read(samples).thdnRatio!;
    const fundamental = read(samples, { denominator: 'fundamental' }).thdnRatio!;
    expectClose(total, 0.5 / Math.hypot(1, 0.5), { within: 1e-9, unit: 'ratio', because: 'closed form' });
    expectClose(fundamental, 0.5, { within: 1e-9, unit: 'ratio', because: 'closed form' });
  });

  it('[LIVE-10] noise leaves out the tone and its harmonics; A-weighted white noise reads 2.05 dB less', () => {
    const noise = whiteNoise(RATE_HZ, 1e-3, 6);
    const samples = sumOf(tones(RATE_HZ, RATE_HZ, [tone(1000, 1), tone(2000, 0.01)]), noise);
    const inBand = 1e-3 * Math.sqrt(19_980 / 24_000);
    const plain = read(samples).noiseRms;
    expectClose(dbFromRatio(plain / inBand), 0, {
      within: 0.25,
      unit: 'dB',
      because: 'three standard deviations of 13,600 windowed degrees of freedom: 0.23 dB at k = 3',
    });
    const weighted = read(samples, { weighting: 'a' }).noiseRms;
    expectClose(dbFromRatio(weighted / plain), -2.05, {
      within: 0.15,
      unit: 'dB',
      because: 'IEC 61672-1 over 20 Hz to 20 kHz, scatter of one record of noise',
    });
  });

  it('[LIVE-11] hum is the mains and its multiples, at whichever mains frequency has more', () => {
    const parts = [tone(1000, 1), tone(60, 1e-4), tone(180, 3e-5), tone(50, 1e-6)];
    const { humRms, mainsHz } = read(tones(RATE_HZ, RATE_HZ, parts));
    expect(mainsHz).toBe(60);
    expectClose(dbFromRatio((humRms * Math.SQRT2) / Math.hypot(1e-4, 3e-5)), 0, {
      within: 0.1,
      unit: 'dB',
      because: 'the lines at 50 and 60 Hz share the edges of their lobes, 10 Hz wide',
    });
  });

  it('[LIVE-12] averages: linear counts all alike until there are n, exponential the newest 1/n, off only the newest', () => {
    const expected = { off: [1, 5, 3, 9], linear: [1, 3, 3, 6], exponential: [1, 3, 3, 6] } as const;
    for (const kind of ['off', 'linear', 'exponential'] as const) {
      const average = new SpectrumAverage(1);
      average.change({ kind, count: 2 }, true);
      [1, 5, 3, 9].forEach((power, index) => {
        average.newest[0] = power;
        average.add();
        expect(average.power[0]).toBe(expected[kind][index]);
      });
      expect(average.held![0]).toBe(9);
      expect(average.count).toBe(kind === 'off' ? 1 : 2);
    }
    const average = new SpectrumAverage(1);
    average.change({ kind: 'linear', count: 3 }, false);
    [3, 6, 9].forEach((power) => {
      average.newest[0] = power;
      average.add();
    });
    expect(average.power[0]).toBe(6);
    expect(average.held).toBeNull();
    average.restart();
    average.newest[0] = 1;
    average.add();
    expect(average.power[0]).toBe(1);
  });
});

describe('what the page is sent', () => {
  it('[LIVE-13] every peak of the spectrum is in the thinned one, whatever the width', () => {
    const power = Float64Array.from({ length: POINTS / 2 + 1 }, (_, bin) => (bin === 6789 ? 1 : 1e-12));
    const binWidthHz = RATE_HZ / POINTS;
    const spectrum = { power, binWidthHz, lobeHalfWidthHz: 0, recordSeconds: 1 };
    for (const columns of [10, 333, 900]) {
      const view = new SpectrumView({ lowHz: 20, highHz: 24_000, columns }, spectrum);
      const [lowest, highest] = [new Float32Array(view.pointCount), new Float32Array(view.pointCount)];
      view.read(power, 4, lowest, highest);
      const top = highest.indexOf(2);
      expect(highest.filter((level) => level > 1)).toHaveLength(1);
      expectClose(Math.log(view.frequenciesHz[top] / (6789 * binWidthHz)), 0, {
        within: Math.log(1200) / columns,
        unit: 'of a column',
        because: 'it stands in the column that holds it',
      });
      expect(view.pointCount).toBeLessThanOrEqual(columns + 2);
    }
  });

  it('[LIVE-13] zoomed in, each bin is a point of its own', () => {
    const power = new Float64Array(POINTS / 2 + 1);
    const spectrum = { power, binWidthHz: 1.5, lobeHalfWidthHz: 0, recordSeconds: 1 };
    const { frequenciesHz } = new SpectrumView({ lowHz: 990, highHz: 1010, columns: 800 }, spectrum);
    for (let point = 1; point < frequenciesHz.length; point++)
      expect(frequenciesHz[point] - frequenciesHz[point - 1]).toBe(1.5);
  });

  it('[LIVE-14] the scope begins where the signal rises through its middle, noise or not', () => {
    const noise = whiteNoise(RATE_HZ, 0.01, 8);
    const wave = tones(RATE_HZ, RATE_HZ, [tone(100.37, 1)], 0.2);
    const samples = sumOf(wave, noise);
    for (const end of [20_000, 31_111, 48_000]) {
      const start = triggeredStart({ samples, start: 0, end }, 1000);
      expect(start + 1000).toBeLessThanOrEqual(end);
      // The tones are cosines: they rise through zero after three quarters of a cycle
      expectClose(((100.37 * start) / RATE_HZ) % 1, 0.75, {
        within: 0.02,
        unit: 'cycles',
        because:
          'noise of 1 % moves the crossing by 0.0016 cycles rms, and the middle of the extremes by as much again',
      });
    }
  });

  it('[LIVE-14] thinned scope keeps the extremes, and draws a line where there are fewer samples than columns', () => {
    const samples = Float64Array.from({ length: 1000 }, (_, index) => (index === 512 ? 7 : index % 2));
    const [lowest, highest] = [new Float32Array(50), new Float32Array(50)];
    thinStretch(samples, 0, 1000, lowest, highest);
    expect(Math.max(...highest)).toBe(7);
    expect(new Set(lowest)).toEqual(new Set([0]));
    thinStretch(
      Float64Array.from({ length: 100 }, (_, index) => index),
      10.25,
      25,
      lowest,
      highest,
    );
    expect([...lowest.slice(0, 3)]).toEqual([10.25, 10.75, 11.25]);
    expect(lowest).toEqual(highest);
  });
});
