import { describe, expect, it } from 'vitest';
import type { Analysis, AmplitudeUnit, KindDefinition, StimulusBench } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { channelBalance } from '../../core/measure/channel-balance/kind.ts';
import { dynamicRange } from '../../core/measure/dynamic-range/kind.ts';
import { humKind } from '../../core/measure/hum/kind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { spectrumKind } from '../../core/measure/spectrum/kind.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const bench: StimulusBench = {
  sampleRateHz,
  channelCount: 2,
  levelVoltsRms: 1,
  fullScaleVoltsPeak: 2,
  random: createRandom(1),
};

function analyze(
  kind: KindDefinition,
  channels: readonly Float64Array[],
  settings: MeasureSettings = {},
  unit: AmplitudeUnit = 'V',
): Analysis {
  return analyzeKind(kind, { captures: { main: { sampleRateHz, unit, channels } }, reference: null }, settings);
}

describe('dynamic range', () => {
  const tone = dynamicRange.stimulus({}, bench)[0].channels[0];
  const NOISE_RMS = 1e-5;
  const samples = sumOf(tone, whiteNoise(tone.length, NOISE_RMS, 4));
  const inBandDb = 20 * Math.log10(NOISE_RMS * Math.sqrt(19_980 / 24_000));

  it.each([
    ['dynamic-range', 1.68],
    ['dynamic-range-a', -2.05],
  ])('[DR-1] of white noise: %s is the noise and %d dB', (id, weightingDb) => {
    const { figures } = analyze(dynamicRange, [samples], { fullLevelRms: 1 }).channels[0];
    expectClose(figures[id].db ?? 0, -(inBandDb + weightingDb), {
      within: 0.1,
      unit: 'dB',
      because: 'three standard deviations of the weighted noise in 4 s are 0.08 dB',
    });
    expect(figures[id].definitionId).toContain('full-level');
  });

  it('[DR-2] takes the maximum for 60 dB over the tone where it is not said', () => {
    const stated = analyze(dynamicRange, [samples], { fullLevelRms: 1 }).channels[0].figures['dynamic-range'];
    const found = analyze(dynamicRange, [samples]).channels[0].figures['dynamic-range'];
    expectClose(found.db ?? 0, stated.db ?? 0, {
      within: 0.01,
      unit: 'dB',
      because: 'the tone is 40 dB over the noise',
    });
    expect(found.definitionId).toContain('tone-plus-60db');
  });

  it('[DR-3] leaves what the tone brings with it, and asks for a tone', () => {
    const distorted = samples.map((value) => value + 30 * value * value);
    const clean = analyze(dynamicRange, [samples]).channels[0].figures['dynamic-range-a'];
    const dirty = analyze(dynamicRange, [distorted]).channels[0].figures['dynamic-range-a'];
    expect((clean.db ?? 0) - (dirty.db ?? 0)).toBeGreaterThan(3);
    expect(() => analyze(dynamicRange, [whiteNoise(sampleRateHz, 1, 1)])).toThrow(/no tone/u);
  });
});

describe('hum', () => {
  const seconds = 4;
  const lines = (mainsHz: number): Float64Array =>
    tones(sampleRateHz, seconds * sampleRateHz, [
      { frequencyHz: mainsHz, amplitude: 1e-4 },
      { frequencyHz: 3 * mainsHz, amplitude: 3e-5, phaseRadians: 1 },
      { frequencyHz: 19 * mainsHz, amplitude: 1e-5, phaseRadians: 2 },
      { frequencyHz: 997, amplitude: 1 },
    ]);
  const noise = whiteNoise(seconds * sampleRateHz, 1e-6, 2);

  it.each([50, 60, 49.9, 60.2])('[HUM-1] of %d Hz is found, with its multiples', (mainsHz) => {
    const { figures, curves } = analyze(humKind, [sumOf(lines(mainsHz), noise)]).channels[0];
    // 19 × 60 Hz is beyond the twentieth of an octave above 1 kHz that is looked at
    const expected = Math.hypot(1e-4, 3e-5, mainsHz < 55 ? 1e-5 : 0) / Math.SQRT2;
    expectClose(20 * Math.log10((figures.hum.value ?? 0) / expected), 0, {
      within: 0.02,
      unit: 'dB',
      because: 'the lines are 40 dB and more over the noise in 5 Hz',
    });
    expect(figures.hum.flags).toEqual([`mains-${mainsHz < 55 ? 50 : 60}`]);
    expectClose(figures.hum.conditions.frequencyHz ?? 0, mainsHz, {
      within: 0.02,
      unit: 'Hz',
      because: 'a tenth of a bin',
    });
    expect(curves['hum-lines'].frequenciesHz.length).toBe(mainsHz < 55 ? 3 : 2);
  });

  it('[HUM-2] that is not there is a bound', () => {
    const { figures, curves } = analyze(humKind, [noise]).channels[0];
    expect(figures.hum.text).toMatch(/^</u);
    expect(figures.hum.flags).toEqual(['upper-bound']);
    expect(curves['hum-lines'].frequenciesHz).toEqual([]);
    // 10 Hz of noise of 1 µV in 24 kHz
    expect(figures.hum.value ?? 1).toBeLessThan(6e-8);
  });

  it('[HUM-3] of the mains that is asked for, in a record that is long enough', () => {
    const forced = analyze(humKind, [sumOf(lines(50), noise)], { mainsHz: 60 }).channels[0].figures.hum;
    expect(forced.value ?? 1).toBeLessThan(1e-5);
    expect(() => analyze(humKind, [noise.slice(0, 20_000)])).toThrow(/0\.45 s/u);
  });
});

describe('spectrum', () => {
  it('[SPEC-1] lines read their level and frequency wherever they lie between bins', () => {
    const frames = 65_536;
    const random = createRandom(3);
    for (let run = 0; run < 20; run++) {
      const frequencyHz = 300 + 18_000 * random.uniform();
      const samples = sumOf(
        tones(
          sampleRateHz,
          frames,
          [
            { frequencyHz, amplitude: Math.SQRT2 },
            { frequencyHz: frequencyHz / 2 + 50, amplitude: 1e-5 * Math.SQRT2, phaseRadians: 1 },
          ],
          0.01,
        ),
        whiteNoise(frames, 1e-8, run + 1),
      );
      const { lines, spectrum } = analyze(spectrumKind, [samples]).channels[0].curves;
      expect(lines.frequenciesHz.length).toBe(2);
      for (const [index, truth] of [1, 1e-5].entries())
        expectClose(20 * Math.log10((lines.levelsRms[index] ?? 0) / truth), 0, {
          within: 0.01,
          unit: 'dB',
          because: 'a parabola through the logarithm of this window’s lobe is off by 0.005 dB',
        });
      expectClose(lines.frequenciesHz[0] ?? 0, frequencyHz, {
        within: 0.01,
        unit: 'Hz',
        because: 'a hundredth of a bin',
      });
      expectClose(Math.max(...spectrum.levelsRms.map((level) => level ?? 0)), 1, {
        within: 0.002,
        unit: 'V',
        because: 'the thinned curve keeps the peak',
      });
    }
  });

  it('[SPEC-2] density of white noise is flat, and full scale is a sine’s', () => {
    const { density } = analyze(spectrumKind, [whiteNoise(4 * sampleRateHz, 1, 9)], {}, 'FS').channels[0].curves;
    const last = density.densities.slice(-60).map((value) => value ?? 0);
    const mean = Math.sqrt(last.reduce((sum, value) => sum + value * value, 0) / last.length);
    expectClose(mean, Math.SQRT2 / Math.sqrt(24_000), { within: 1e-4, unit: 'FS/√Hz', because: '1 % of the density' });
  });
});

describe('channel balance', () => {
  const played = channelBalance.stimulus({}, bench)[0].channels[0];

  it('[BAL-1] is the level of channel 2 re channel 1, against level and frequency', () => {
    const ratio = 10 ** (0.25 / 20);
    const left = sumOf(played, whiteNoise(played.length, 1e-6, 1));
    const right = sumOf(
      played.map((value) => ratio * value),
      whiteNoise(played.length, 1e-6, 2),
    );
    const { channels } = analyze(channelBalance, [left, right]);
    expect(channels[0].figures).toEqual({});
    expectClose(channels[1].figures['channel-balance'].db ?? 0, 0.25, {
      within: 1e-4,
      unit: 'dB',
      because: '120 dB over noise',
    });
    const { 'balance-vs-level': byLevel, 'balance-vs-frequency': byFrequency } = channels[1].curves;
    expect(byLevel.balancesDb.length).toBe(13);
    expect(byFrequency.balancesDb.length).toBe(11);
    for (const [index, db] of byLevel.balancesDb.entries())
      expectClose(db ?? 0, 0.25, {
        within: 2 * (byLevel.uncertaintiesDb[index] ?? 0) + 1e-4,
        unit: 'dB',
        because: 'the uncertainty is k = 2',
      });
    for (const db of byFrequency.balancesDb)
      expectClose(db ?? 0, 0.25, { within: 1e-3, unit: 'dB', because: 'every tone is at full level' });
  });
});
