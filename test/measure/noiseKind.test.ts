import { describe, expect, it } from 'vitest';
import type { Analysis, Capture, StimulusBench } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { noiseKind } from '../../core/measure/noise/kind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const bench: StimulusBench = {
  sampleRateHz,
  channelCount: 1,
  levelVoltsRms: 1,
  fullScaleVoltsPeak: 2,
  random: createRandom(1),
};
const played = noiseKind.stimulus({}, bench)[0].channels[0];
const silenceStarts = played.length - 4 * sampleRateHz;
const DELAY = 1500;
const NOISE_RMS = 1e-6;

/** The device's output: the stimulus and noise; the noise stops or falls from `mutedFrom` on. */
function recorded(mutedFrom: number, mutedRms: number): Float64Array {
  const frames = played.length + 2 * DELAY;
  const awake = whiteNoise(frames, NOISE_RMS, 1);
  const muted = whiteNoise(frames, mutedRms, 2);
  return Float64Array.from(
    { length: frames },
    (_, frame) => (played[frame - DELAY] ?? 0) + (frame < mutedFrom ? awake[frame] : muted[frame]),
  );
}

function analyze(samples: Float64Array, settings: MeasureSettings = {}, known = true): Analysis {
  const capture = (channel: Float64Array): Capture => ({ sampleRateHz, unit: 'V', channels: [channel] });
  return analyzeKind(
    noiseKind,
    { captures: { main: capture(samples) }, reference: known ? capture(played) : null },
    settings,
  );
}

const inBand = NOISE_RMS * Math.sqrt(19_980 / 24_000);

describe('noise of a device', () => {
  it('[NOISE-7] is that of its silence where it does not mute', () => {
    const { figures, flags, curves } = analyze(recorded(Infinity, 0), { fullLevelRms: 1 }).channels[0];
    expect(flags).toEqual([]);
    expectClose(20 * Math.log10((figures.noise.value ?? 0) / inBand), 0, {
      within: 0.08,
      unit: 'dB',
      because: 'three standard deviations of noise of 20 kHz in 3.9 s are 0.05 dB',
    });
    expect(figures.noise.definitionId).toBe('noise.rms.20-20k');
    expectClose(figures.snr.value ?? 0, 1 / (figures.noise.value ?? 1), {
      within: 1e-3,
      unit: '1',
      because: 'as defined',
    });
    const densities = curves.density.densities.slice(-100).map((value) => value ?? 0);
    const mean = Math.sqrt(densities.reduce((sum, value) => sum + value * value, 0) / densities.length);
    expectClose(mean / (NOISE_RMS / Math.sqrt(24_000)), 1, {
      within: 0.03,
      unit: '1',
      because: 'white noise, and a hundred columns of many bins each',
    });
  });

  it.each([
    ['goes quieter by 30 dB at once', silenceStarts + DELAY, NOISE_RMS / 30],
    ['goes dead at once', silenceStarts + DELAY, 0],
    ['goes dead two seconds later', silenceStarts + DELAY + 2 * sampleRateHz, 0],
  ])('[NOISE-7] is read beside a quiet tone where it %s', (_name, mutedFrom, mutedRms) => {
    const { figures, flags } = analyze(recorded(mutedFrom, mutedRms)).channels[0];
    expect(flags).toEqual(['muted-on-silence']);
    expect(figures.noise.definitionId).toBe('noise.rms.20-20k.with-tone');
    expectClose(20 * Math.log10((figures.noise.value ?? 0) / inBand), 0, {
      within: 0.12,
      unit: 'dB',
      because: 'three standard deviations of noise of 20 kHz in 1.4 s are 0.08 dB',
    });
  });

  it('[NOISE-7] of a capture alone is all of it, and says where it falls silent', () => {
    const noise = whiteNoise(2 * sampleRateHz, NOISE_RMS, 5);
    expect(analyze(noise, {}, false).channels[0].flags).toEqual([]);
    expect(analyze(noise.fill(0, sampleRateHz), {}, false).channels[0].flags).toEqual(['muted-on-silence']);
  });

  it('[NOISE-8] lists hum beside it', () => {
    const hum = tones(sampleRateHz, 4 * sampleRateHz, [{ frequencyHz: 50, amplitude: 1e-5 * Math.SQRT2 }]);
    const { hum: figure } = analyze(sumOf(whiteNoise(hum.length, NOISE_RMS, 6), hum), {}, false).channels[0].figures;
    expectClose(figure.value ?? 0, 1e-5, { within: 3e-8, unit: 'V', because: '50 dB over the noise of its line' });
  });

  it('[NOISE-8] cannot be had of a dead channel', () => {
    const { figures, flags } = analyze(new Float64Array(sampleRateHz), {}, false).channels[0];
    expect(figures.noise.value).toBeNull();
    expect(figures.noise.reasonCode).toBe('capture-damaged');
    expect(flags).toContain('dead-channel');
  });

  it('[NOISE-9] refuses a band the capture does not hold', () => {
    const noise = whiteNoise(sampleRateHz, 1, 1);
    expect(() => analyze(noise, { bandHz: [20, 40_000] }, false)).toThrow(/40000.*24000/u);
    expect(() => analyze(noise, { bandHz: [200, 100] }, false)).toThrow(/200/u);
  });
});
