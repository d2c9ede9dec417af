import { describe, expect, it } from 'vitest';
import type { Analysis, Capture } from '../../core/measure/analysis.ts';
import { multitoneKind } from '../../core/measure/multitone/kind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { expectClose } from '../expectClose.ts';
import { playedTones, type PlayedTone } from '../playerTones.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = 3 * sampleRateHz;
/** Someone else's tones, of unlike levels. */
const OWN_TONES: readonly PlayedTone[] = [
  { frequencyHz: 101.3, amplitude: 0.2 },
  { frequencyHz: 1013.7, amplitude: 0.1 },
  { frequencyHz: 4021.1, amplitude: 0.05 },
  { frequencyHz: 12_007.9, amplitude: 0.02 },
];

const capture = (channels: readonly Float64Array[]): Capture => ({ sampleRateHz, unit: 'V', channels });
const measure = (
  channels: readonly Float64Array[],
  reference: readonly Float64Array[] | null,
  settings: MeasureSettings = {},
): Analysis =>
  multitoneKind.analyze(
    { captures: { main: capture(channels) }, reference: reference === null ? null : capture(reference) },
    settings,
  );
const played = playedTones(sampleRateHz, frames, OWN_TONES);

describe('multitone with a reference', () => {
  it('[MT-4] reads the response at the tones that were played, re 1 kHz', () => {
    const gainsDb = [-1, 0, 0.5, -3];
    const captured = playedTones(
      sampleRateHz,
      frames,
      OWN_TONES.map((tone, index) => ({ ...tone, amplitude: 0.3 * tone.amplitude * 10 ** (gainsDb[index] / 20) })),
      { offsetPpm: 50, wanderPpm: 1 },
    );
    const { curves } = measure([captured], [played]).channels[0];
    expect(curves.response.frequenciesHz).toHaveLength(4);
    for (const [index, gainDb] of gainsDb.entries())
      expectClose(curves.response.magnitudesDb[index] as number, gainDb, {
        within: 0.001,
        unit: 'dB',
        because: 'there is no noise',
      });
  });

  it('[MT-4] reads the density of noise between the tones', () => {
    const { curves } = measure([sumOf(played, whiteNoise(frames, 1e-4, 3))], [played]).channels[0];
    const { frequenciesHz, densitiesRmsPerRootHz } = curves.density;
    for (const [index, hz] of frequenciesHz.entries()) {
      if ((hz as number) < 5000) continue;
      expectClose(20 * Math.log10(densitiesRmsPerRootHz[index] as number), 20 * Math.log10(1e-4 / Math.sqrt(24_000)), {
        within: 0.5,
        unit: 'dB',
        because: 'a sixth of an octave holds some 2,000 independent bins: 0.1 dB is one standard deviation',
      });
    }
  });

  it('[MT-3] takes the band that is asked for and names it', () => {
    const hum = playedTones(sampleRateHz, frames, [{ frequencyHz: 30, amplitude: 1e-3 }]);
    const wide = measure([sumOf(played, hum)], [played]);
    const narrow = measure([sumOf(played, hum)], [played], { bandHz: [60, 18_000] });
    expectClose(wide.channels[0].figures.tdn.value as number, 1e-3 / Math.hypot(0.2, 0.1, 0.05, 0.02), {
      within: 1e-5,
      unit: 'ratio',
      because: 'the one line that is no tone',
    });
    expect(narrow.channels[0].figures.tdn.value).toBeLessThan(1e-6);
    expect(narrow.definitionId).toContain('60-18k');
  });

  it('[MT-6] refuses a reference that holds no tones, and tones too near each other for the record', () => {
    expect(() => measure([played], [whiteNoise(frames, 0.1, 1)])).toThrow(/holds \d+ tones but must hold at least 3/u);
    const near = playedTones(sampleRateHz, frames, [...OWN_TONES, { frequencyHz: 1018.7, amplitude: 0.1 }]);
    expect(() => measure([near], [near])).toThrow(/must last/u);
  });

  it('[MT-6] a channel that holds something else has no figure', () => {
    const { channels } = measure([whiteNoise(frames, 0.1, 2), played], [played]);
    expect(channels[0].figures.tdn.reasonCode).toBe('no-stimulus');
    expect(channels[1].figures.tdn.value).not.toBeNull();
  });

  it('[MT-6] leaves the time-reference channel out', () => {
    const { channels } = measure([played, played], [played], { timeReferenceChannel: 2 });
    expect(channels.map(({ channel }) => channel)).toEqual([1]);
  });
});
