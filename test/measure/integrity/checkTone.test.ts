import { describe, expect, it } from 'vitest';
import { fitSine } from '../../../core/dsp/fitSine.ts';
import { checkTone } from '../../../core/measure/integrity/checkTone.ts';
import type { IntegrityFinding } from '../../../core/measure/integrity/finding.ts';
import { expectClose } from '../../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../../synthetic.ts';

const check = (samples: Float64Array, sampleRateHz: number, frequencyHz = 1000): IntegrityFinding[] => {
  const fit = fitSine(samples, 0, samples.length, sampleRateHz, frequencyHz);
  return checkTone(samples, 0, samples.length, sampleRateHz, fit, 'left');
};

const tone = (sampleRateHz: number, seconds: number, frequencyHz = 1000): Float64Array =>
  tones(sampleRateHz, Math.round(seconds * sampleRateHz), [{ frequencyHz, amplitude: 1, phaseRadians: 0.3 }]);

/** Takes `count` samples out at a place. */
function drop(samples: Float64Array, at: number, count: number): Float64Array {
  const out = new Float64Array(samples.length - count);
  out.set(samples.subarray(0, at));
  out.set(samples.subarray(at + count), at);
  return out;
}

/** Plays `count` samples again. */
function repeat(samples: Float64Array, at: number, count: number): Float64Array {
  const out = new Float64Array(samples.length + count);
  out.set(samples.subarray(0, at + count));
  out.set(samples.subarray(at), at + count);
  return out;
}

const fiveMilliseconds = {
  within: 0.005,
  unit: 's',
  because: 'a block is four cycles, 4 ms, and the fault lies within it or at its edge',
};

describe('a steady tone', () => {
  it.each([48_000, 384_000])(
    '[INT-1] shows one sample lost in 10 s at %i Hz, within 5 ms of its place',
    (sampleRateHz) => {
      const at = Math.round(6.7891 * sampleRateHz);
      const findings = check(drop(tone(sampleRateHz, 10), at, 1), sampleRateHz);
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ code: 'dropped-samples', count: 1, channel: 'left', damaging: true });
      expectClose(findings[0].atSeconds!, 6.7891, fiveMilliseconds);
    },
  );

  it.each([48_000, 192_000])('[INT-1] shows one sample lost wherever in a block it is, at %i Hz', (sampleRateHz) => {
    const samples = tone(sampleRateHz, 0.5);
    const block = (4 * sampleRateHz) / 1000;
    for (let offset = 0; offset < block; offset += Math.round(block / 24)) {
      const at = Math.round(0.2 * sampleRateHz) + offset;
      const findings = check(drop(samples, at, 1), sampleRateHz);
      expect(
        findings.map(({ code, count }) => [code, count]),
        `offset ${offset}`,
      ).toEqual([['dropped-samples', 1]]);
      expectClose(findings[0].atSeconds!, at / sampleRateHz, fiveMilliseconds);
    }
  });

  it.each([1, 7])('[INT-2] shows %i repeated samples', (count) => {
    const findings = check(repeat(tone(48_000, 4), 100_000, count), 48_000);
    expect(findings.map((finding) => [finding.code, finding.count])).toEqual([['repeated-samples', count]]);
    expectClose(findings[0].atSeconds!, 100_000 / 48_000, fiveMilliseconds);
  });

  it('[INT-1] shows each of two losses', () => {
    const samples = drop(drop(tone(48_000, 4), 150_000, 3), 50_000, 2);
    const findings = check(samples, 48_000);
    expect(findings.map(({ code, count }) => [code, count])).toEqual([
      ['dropped-samples', 2],
      ['dropped-samples', 3],
    ]);
  });

  it('[INT-3] shows a mute, its place and its length', () => {
    const samples = tone(48_000, 4);
    samples.fill(0, 96_000, 96_000 + 4800);
    const muted = check(samples, 48_000).find((finding) => finding.code === 'muted')!;
    expectClose(muted.atSeconds!, 2, fiveMilliseconds);
    expectClose(muted.count! / 48_000, 0.1, { within: 0.008, unit: 's', because: 'whole blocks of 4 ms are counted' });
  });

  it.each([
    ['23 ppm of clock offset', 1000.023],
    ['−100 ppm', 999.9],
    ['a tone between block lengths', 997],
    ['a low tone', 60],
    ['a high tone', 15_000],
  ])('[INT-4] is not called damaged for %s', (_, frequencyHz) => {
    const nominalHz = Math.round(frequencyHz);
    expect(check(tone(48_000, 4, frequencyHz), 48_000, nominalHz)).toEqual([]);
  });

  it('[INT-4] is not called damaged for a clock that wanders by 2 ppm over seconds', () => {
    for (const sampleRateHz of [48_000, 384_000]) {
      const frames = 5 * sampleRateHz;
      const samples = Float64Array.from({ length: frames }, (_, frame) => {
        const seconds = frame / sampleRateHz;
        const late = 23e-6 * seconds + ((2e-6 * 10) / (2 * Math.PI)) * Math.sin((2 * Math.PI * seconds) / 10);
        return Math.sin(2 * Math.PI * 1000 * (seconds + late));
      });
      expect(check(samples, sampleRateHz)).toEqual([]);
    }
  });

  it('[INT-4] is not called damaged for noise or distortion', () => {
    for (const rms of [1e-5, 1e-3, 0.03]) {
      for (const seed of [1, 2, 3]) {
        const samples = sumOf(tone(48_000, 4), whiteNoise(4 * 48_000, rms, seed));
        expect(check(samples, 48_000), `${rms} of noise, seed ${seed}`).toEqual([]);
      }
    }
    const clipped = tone(48_000, 2).map((value) => Math.min(Math.max(value, -0.7), 0.7));
    expect(check(clipped, 48_000)).toEqual([]);
  });

  it('[INT-1] shows the loss in noise 40 dB under the tone', () => {
    const samples = sumOf(drop(tone(48_000, 4), 80_000, 1), whiteNoise(4 * 48_000 - 1, 0.007, 5));
    const findings = check(samples, 48_000);
    expect(findings.map(({ code, count }) => [code, count])).toEqual([['dropped-samples', 1]]);
    expectClose(findings[0].atSeconds!, 80_000 / 48_000, fiveMilliseconds);
  });
});
