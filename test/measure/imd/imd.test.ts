import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../core/measure/analysis.ts';
import { imdAesModulation } from '../../../core/measure/imd-aes-modulation/kind.ts';
import { imdCcif } from '../../../core/measure/imd-ccif/kind.ts';
import { imdSmpte } from '../../../core/measure/imd-smpte/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { expectClose } from '../../expectClose.ts';
import { playedTones } from '../../playerTones.ts';
import { sumOf, whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const ratio = (db: number): number => 10 ** (db / 20);

const measure = (
  definition: typeof imdCcif,
  channels: readonly Float64Array[],
  settings: MeasureSettings = {},
  rateHz = sampleRateHz,
): Analysis =>
  definition.analyze({ captures: { main: { sampleRateHz: rateHz, unit: 'V', channels } }, reference: null }, settings);

const ccif = (frames: number, productDb: number): Float64Array =>
  playedTones(sampleRateHz, frames, [
    { frequencyHz: 19_000, amplitude: 0.4 },
    { frequencyHz: 20_000, amplitude: 0.4 },
    { frequencyHz: 1000, amplitude: 0.4 * ratio(productDb) },
    { frequencyHz: 18_000, amplitude: 0.4 * ratio(productDb) },
  ]);
const smpte = (frames: number, seconds0 = 0): Float64Array => {
  const tones = playedTones(sampleRateHz, frames, [
    { frequencyHz: 60, amplitude: 0.4 },
    { frequencyHz: 7000, amplitude: 0.1 },
    { frequencyHz: 6940, amplitude: 1e-4 },
  ]);
  return tones.map((value, frame) => (frame < seconds0 * sampleRateHz ? 0 : value));
};

describe('intermodulation', () => {
  it('[IMD-4] re f2 alone is 6.02 dB higher than re both, and says so', () => {
    const samples = ccif(2 * sampleRateHz, -80);
    const bySum = measure(imdCcif, [samples]);
    const byF2 = measure(imdCcif, [samples], { imdReference: 'f2' });
    const d2 = (analysis: Analysis): number => analysis.channels[0].figures['imd-ccif-d2'].db as number;
    expectClose(d2(byF2) - d2(bySum), 20 * Math.log10(2), { within: 1e-6, unit: 'dB', because: 'equal tones' });
    expect(byF2.definitionId).toContain('re-f2');
    expect(bySum.definitionId).toContain('re-sum');
    expect(byF2.channels[0].figures['imd-ccif-d2'].dbReference).toBe('f2');
  });

  it('[IMD-3] does not mind silence before and after, scale or polarity', () => {
    const bare = measure(imdSmpte, [smpte(4 * sampleRateHz)]).channels[0].figures['imd-smpte'].db as number;
    const late = smpte(4 * sampleRateHz, 0.73).map((value) => -0.01 * value);
    expectClose(measure(imdSmpte, [late]).channels[0].figures['imd-smpte'].db as number, bare, {
      within: 0.01,
      unit: 'dB',
      because: 'leakage at -160 dB is all that differs',
    });
  });

  it('[IMD-2] is a bound under the noise, and none is passed off for a value', () => {
    const { figures, flags, curves } = measure(imdCcif, [
      sumOf(ccif(2 * sampleRateHz, -150), whiteNoise(2 * sampleRateHz, 1e-5, 9)),
    ]).channels[0];
    expect(flags).toContain('below-noise');
    expect(figures['imd-ccif-d3'].text).toMatch(/^</u);
    expect(figures['imd-ccif-d3'].value).toBeGreaterThan(ratio(-150));
    expect(curves.products.isBound.filter((each) => each === 1).length).toBeGreaterThan(0);
  });

  it('[IMD-2] the true value lies inside U as often as k = 2 says', () => {
    const clean = ccif(sampleRateHz, -100);
    const expected = measure(imdCcif, [clean]).channels[0].figures['imd-ccif-d2'].value as number;
    let inside = 0;
    const random = createRandom(3);
    for (let run = 0; run < 100; run++) {
      const noise = whiteNoise(sampleRateHz, 5e-5, Math.floor(1e9 * random.uniform()));
      const { value, uncertainty } = measure(imdCcif, [sumOf(clean, noise)]).channels[0].figures['imd-ccif-d2'];
      if (Math.abs((value as number) - expected) <= (uncertainty as number)) inside++;
    }
    // 95 expected; 88 is three standard deviations of a hundred draws below
    expect(inside).toBeGreaterThanOrEqual(88);
  });

  it('[IMD-6] a channel without the tones has no figure and says why', () => {
    const { channels, clock } = measure(imdSmpte, [whiteNoise(2 * sampleRateHz, 0.1, 1), smpte(2 * sampleRateHz)]);
    expect(channels[0].figures['imd-smpte'].value).toBeNull();
    expect(channels[0].figures['imd-smpte'].reasonCode).toBe('no-stimulus');
    expect(channels[1].figures['imd-smpte'].value).not.toBeNull();
    expect(clock).not.toBeNull();
  });

  it('[IMD-6] flags tones that are not 4:1', () => {
    const equal = playedTones(sampleRateHz, 2 * sampleRateHz, [
      { frequencyHz: 60, amplitude: 0.3 },
      { frequencyHz: 7000, amplitude: 0.3 },
    ]);
    expect(measure(imdSmpte, [equal]).channels[0].flags).toContain('tone-ratio');
    expect(measure(imdSmpte, [smpte(2 * sampleRateHz)]).channels[0].flags).not.toContain('tone-ratio');
  });

  it('[IMD-6] refuses a rate below the tones and a record too short for its lines', () => {
    expect(() => measure(imdCcif, [ccif(sampleRateHz, -80)], {}, 32_000)).toThrow(
      /20000 Hz but must be below 16000 Hz/u,
    );
    expect(() => measure(imdAesModulation, [smpte(0.35 * sampleRateHz)])).toThrow(/must last/u);
  });

  it('[IMD-1] lists odd order beside the modulation figure that is blind to it', () => {
    const samples = playedTones(sampleRateHz, 3 * sampleRateHz, [
      { frequencyHz: 41, amplitude: 0.4 },
      { frequencyHz: 7993, amplitude: 0.1 },
      { frequencyHz: 7993 + 82, amplitude: 0.1 * ratio(-60) },
    ]);
    const { figures, curves } = measure(imdAesModulation, [samples]).channels[0];
    expect(figures['imd-aes-modulation'].value).toBeLessThan(1e-6);
    const { multiplesOfF1, ratiosDb } = curves.products;
    expectClose(ratiosDb[multiplesOfF1.indexOf(2)] as number, -60, { within: 0.001, unit: 'dB', because: 'no noise' });
  });
});
