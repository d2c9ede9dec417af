import { describe, expect, it } from 'vitest';
import type { AnalysisInput, Capture } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { gain } from '../../core/measure/gain/kind.ts';
import { level } from '../../core/measure/level/kind.ts';
import { thdn } from '../../core/measure/thdn/kind.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = 2 * sampleRateHz;
const bench = {
  sampleRateHz,
  channelCount: 2,
  levelVoltsRms: 1,
  fullScaleVoltsPeak: 2,
  random: createRandom(1),
};
const capture = (channels: readonly Float64Array[], unit: Capture['unit'] = 'V'): Capture => ({
  sampleRateHz,
  unit,
  channels,
});
const input = (main: Capture, reference: Capture | null = null): AnalysisInput => ({ captures: { main }, reference });
const dirty = (frequencyHz: number, peak: number): Float64Array =>
  sumOf(
    tones(
      sampleRateHz,
      frames,
      [
        { frequencyHz, amplitude: peak, phaseRadians: 0.4 },
        { frequencyHz: 2 * frequencyHz, amplitude: peak * 1e-4, phaseRadians: 0.4 },
      ],
      0.01,
    ),
    whiteNoise(frames, 1e-6, 5),
  );

describe('kind thdn', () => {
  it('[THDN-1] gives every figure of a tone it finds by itself, and its definition', () => {
    const analysis = analyzeKind(thdn, input(capture([dirty(1234.5, 0.5)], 'FS')), {});
    expect(analysis).toMatchObject({ kind: 'thdn', definitionId: 'thdn.lobe.total.20-20k', frames, clock: null });
    const { figures, curves } = analysis.channels[0];
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining([
        ...['frequency', 'level', 'dc', 'thd', 'thd-r', 'thd-n', 'sinad', 'enob', 'snr', 'noise'],
        ...Array.from({ length: 9 }, (_, index) => `h${index + 2}`),
      ]),
    );
    const tolerance = { within: 1e-5, unit: 'of it', because: 'noise of 1e-6 in a line of 1/2 s' };
    expectClose((figures.level.value ?? NaN) / 0.5, 1, tolerance);
    expect(figures.level).toMatchObject({ unit: 'FS', dbReference: 'full-scale-sine' });
    expectClose((figures.dc.value ?? NaN) / (0.01 * Math.SQRT2), 1, tolerance);
    expectClose(figures.h2.db ?? NaN, -80, { within: 0.01, unit: 'dB', because: 'the line is 69 dB over its noise' });
    expectClose(figures.thd.db ?? NaN, -80, { within: 0.01, unit: 'dB', because: 'the line is 69 dB over its noise' });
    expectClose((figures.sinad.db ?? NaN) + (figures['thd-n'].db ?? NaN), 0, {
      within: 1e-12,
      unit: 'dB',
      because: 'one is the other’s inverse',
    });
    expectClose(figures.enob.value ?? NaN, ((figures.sinad.db ?? NaN) - 1.76) / 6.02, {
      within: 1e-12,
      unit: 'bits',
      because: 'its definition',
    });
    expect(figures.enob.text).toMatch(/bits$/);
    // 1 FS is the rms of a full-scale sine: noise of 1e-6 rms is 1.41e-6 of it
    expectClose((figures.noise.value ?? NaN) / (1e-6 * Math.SQRT2 * Math.sqrt(19_980 / 24_000)), 1, {
      within: 0.02,
      unit: '1',
      because: '40,000 readings of noise',
    });
    expect(figures.h5).toMatchObject({ value: null, reasonCode: 'below-noise' });
    expectClose(curves.harmonics.phasesRadians[0] ?? NaN, -0.4, {
      within: 0.01,
      unit: 'rad',
      because: 'φ₂ − 2 φ₁ = 0.4 − 0.8; the line is 69 dB over its noise',
    });
    expect(curves.spectrum.frequenciesHz.length).toBe(curves.spectrum.levelsRms.length);
    for (const figure of Object.values(figures)) {
      if (figure.value !== null) expect(Number.isFinite(figure.uncertainty)).toBe(true);
    }
  });

  it('[THDN-9] takes its own stimulus without silence and ramps, and the clock from what was played', () => {
    const [take] = thdn.stimulus({}, bench);
    const played = take.channels[0];
    const analysis = analyzeKind(thdn, input(capture([played, played]), capture([played])), { harmonicCount: 5 });
    const { figures } = analysis.channels[1];
    expectClose(figures.frequency.value ?? NaN, 997, { within: 1e-6, unit: 'Hz', because: 'only rounding is left' });
    expectClose(figures.level.value ?? NaN, 1, { within: 1e-8, unit: 'V', because: 'only rounding is left' });
    expect(figures['thd-n'].db).toBeLessThan(-150);
    expect(figures.h6).toBeUndefined();
    expectClose(analysis.clock?.ppm ?? NaN, 0, { within: 1e-4, unit: 'ppm', because: 'it is the same clock' });
  });

  it('[THDN-5] says why there is no THD when no harmonic lies in the band', () => {
    const { figures } = analyzeKind(thdn, input(capture([dirty(12_000, 0.5)])), {}).channels[0];
    for (const id of ['thd', 'thd-r', 'h2'])
      expect(figures[id]).toMatchObject({ value: null, reasonCode: 'no-harmonic-in-band' });
  });

  it('[THDN-10] heeds method, denominator and band, and says so in the definition', () => {
    const settings = { method: 'octave', denominator: 'fundamental', bandHz: [22, 22_400] } as const;
    const analysis = analyzeKind(thdn, input(capture([dirty(997, 0.5)])), { ...settings, bandHz: [22, 22_400] });
    expect(analysis.definitionId).toBe('thdn.octave.fundamental.22-22.4k');
    expect(analysis.channels[0].figures['thd-n'].dbReference).toBe('fundamental');
  });

  it('[THDN-9] cuts the band it was not asked for to a low sample rate', () => {
    const samples = tones(16_000, 32_000, [{ frequencyHz: 997, amplitude: 1 }]);
    const low = { sampleRateHz: 16_000, unit: 'V', channels: [samples] } as const;
    expect(analyzeKind(thdn, input(low), {}).definitionId).toBe('thdn.lobe.total.20-8k');
    expect(() => analyzeKind(thdn, input(low), { bandHz: [20, 20_000] })).toThrow(
      expect.objectContaining({ code: 'band-above-nyquist' }),
    );
  });
});

describe('tones that are not there', () => {
  it.each([level, thdn])('[LEVEL-5] $kind names what it looked for and what it found', (kind) => {
    const tone = capture([tones(sampleRateHz, frames, [{ frequencyHz: 1000, amplitude: 1 }])]);
    const failing = (main: Capture, frequencyHz?: number) => () =>
      analyzeKind(kind, input(main), frequencyHz === undefined ? {} : { frequencyHz });
    expect(failing(tone, 990)).toThrow(/990 Hz was expected .* at 1000\.00 Hz in channel 1/);
    expect(failing(tone, 5000)).toThrow(/nothing at 5000 Hz stands/);
    expect(failing(tone, 30_000)).toThrow(expect.objectContaining({ code: 'frequency-above-nyquist' }));
    expect(failing(capture([whiteNoise(frames, 1, 3)]))).toThrow(expect.objectContaining({ code: 'no-tone' }));
    expect(failing(capture([Float64Array.of(0.5)]))).toThrow(expect.objectContaining({ code: 'record-too-short' }));
    expect(failing(capture([new Float64Array(frames)]))).toThrow(expect.objectContaining({ code: 'silence' }));
    expect(failing(capture([new Float64Array(frames).fill(0.2)]))).toThrow(
      expect.objectContaining({ code: 'silence' }),
    );
    expect(failing(capture([tones(sampleRateHz, 3000, [{ frequencyHz: 997, amplitude: 1 }])]), 20)).toThrow(
      expect.objectContaining({ code: 'record-too-short' }),
    );
  });

  it.each([level, thdn])(
    '[LEVEL-5] $kind has no figures of a channel that is all zero, and the others’ all the same',
    (kind) => {
      const live = tones(sampleRateHz, frames, [{ frequencyHz: 1000, amplitude: 1 }]);
      const { channels } = analyzeKind(kind, input(capture([new Float64Array(frames), live])), {});
      expect(channels[0].flags).toEqual(['dead-channel', 'capture-damaged']);
      expect(channels[0].figures.level).toMatchObject({ value: null, reasonCode: 'capture-damaged' });
      expectClose(channels[1].figures.level.value ?? NaN, Math.SQRT1_2, {
        within: 1e-8,
        unit: 'V',
        because: 'nothing but the tone is there',
      });
    },
  );
});

describe('kind gain', () => {
  const played = tones(sampleRateHz, frames, [{ frequencyHz: 1000, amplitude: 0.2 }]);
  const amplified = played.map((value) => -2.5 * value);
  const tolerance = { within: 1e-8, unit: '1', because: 'nothing but the tone is there' };

  it('[GAIN-4] is what came back over what was played', () => {
    const { channels, clock } = analyzeKind(gain, input(capture([amplified]), capture([played])), { loadOhms: 33 });
    expectClose(channels[0].figures.gain.value ?? NaN, 2.5, tolerance);
    expect(channels[0].figures.gain).toMatchObject({
      definitionId: 'gain.re-played',
      dbReference: 'input',
      conditions: { loadOhms: 33 },
    });
    expectClose(clock?.ppm ?? NaN, 0, { within: 1e-4, unit: 'ppm', because: 'it is the same clock' });
  });

  it('[GAIN-4] is re a captured channel where one is cabled straight to the player, which has no gain of its own', () => {
    const { channels } = analyzeKind(gain, input(capture([amplified, played])), { timeReferenceChannel: 2 });
    expect(channels.map(({ channel }) => channel)).toEqual([1]);
    expectClose(channels[0].figures.gain.value ?? NaN, 2.5, tolerance);
    expect(channels[0].figures.gain.definitionId).toBe('gain.re-captured-drive');
  });

  it('[GAIN-4] is refused without a drive, with one in another unit, and with a channel that is not there', () => {
    const failing =
      (reference: Capture | null, settings = {}) =>
      () =>
        analyzeKind(gain, input(capture([amplified]), reference), settings);
    expect(failing(null)).toThrow(expect.objectContaining({ code: 'reference-missing' }));
    expect(failing(capture([played], 'FS'))).toThrow(expect.objectContaining({ code: 'units-differ' }));
    expect(failing(null, { timeReferenceChannel: 3 })).toThrow(expect.objectContaining({ code: 'no-such-channel' }));
    expect(failing(capture([new Float64Array(frames)]))).toThrow(expect.objectContaining({ code: 'silence' }));
  });
});

describe('the steady part of a capture', () => {
  it.each([20, 60, 997, 15_000])('[LEVEL-6] leaves out silence and ramps around %d Hz', (frequencyHz) => {
    const [take] = level.stimulus({ frequencyHz }, bench);
    const shifted = new Float64Array(take.channels[0].length + 20_000);
    shifted.set(take.channels[0], 13_577);
    const { figures } = analyzeKind(level, input(capture([shifted])), {}).channels[0];
    expectClose(20 * Math.log10(figures.level.value ?? NaN), 0, {
      within: 1e-5,
      unit: 'dB',
      because: 'nothing but the tone is left; bass has a skirt of −140 dB in a second',
    });
  });
});
