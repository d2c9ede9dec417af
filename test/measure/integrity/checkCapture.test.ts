import { describe, expect, it } from 'vitest';
import { checkCapture } from '../../../core/measure/integrity/checkCapture.ts';
import type { AnalysisFinding } from '../../../core/measure/analysis.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { multitoneSignal } from '../../clock/cleanCaptures.ts';
import { noiseSignal, played, recorded, sweepSignal, toneSignal } from '../../clock/freeRunning.ts';
import { expectClose } from '../../expectClose.ts';
import { whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const seconds = 2;
const AT = Math.round(1.21 * sampleRateHz);
const signals = {
  tone: toneSignal(sampleRateHz, seconds, [{ frequencyHz: 997, amplitude: 0.7 }]),
  sweep: sweepSignal(sampleRateHz, seconds, 20, 20_000),
  multitone: multitoneSignal(sampleRateHz, seconds, createRandom(3).uniform),
  noise: noiseSignal(sampleRateHz, seconds, 20, 20_000, 4),
} as const;
type Name = keyof typeof signals;

const referenceOf = (name: Name): Float64Array => played(signals[name]);
/** As a 24-bit converter on another clock takes it down. */
const captureOf = (name: Name): Float64Array =>
  recorded(signals[name], { ppm: 25, wanderPpm: 2, latencyFrames: 900.3 }, { noiseRms: 2e-5 }).map(
    (value) => Math.round(value * 2 ** 23) / 2 ** 23,
  );

function check(channels: readonly Float64Array[], reference: readonly Float64Array[] | null): AnalysisFinding[] {
  const { findings } = checkCapture({
    capture: { sampleRateHz, unit: 'FS', channels },
    reference: reference === null ? null : { sampleRateHz, unit: 'FS', channels: reference },
  });
  return [...findings];
}

function drop(samples: Float64Array, count: number): Float64Array {
  const out = new Float64Array(samples.length - count);
  out.set(samples.subarray(0, AT));
  out.set(samples.subarray(AT + count), AT);
  return out;
}

function repeat(samples: Float64Array, count: number): Float64Array {
  const out = new Float64Array(samples.length + count);
  out.set(samples.subarray(0, AT));
  out.set(samples.subarray(AT - count), AT);
  return out;
}

const place = { within: 5e-4, unit: 's', because: 'half a millisecond is promised' };
const all = Object.keys(signals) as Name[];

describe('a capture of any stimulus', () => {
  it.each(all)(
    '[INT-10] [INT-14] shows lost and repeated samples of %s, with count and place',
    (name) => {
      for (const [damaged, code, count] of [
        [drop(captureOf(name), 1), 'dropped-samples', 1],
        [drop(captureOf(name), 12), 'dropped-samples', 12],
        [repeat(captureOf(name), 1), 'repeated-samples', 1],
      ] as const) {
        const findings = check([damaged], [referenceOf(name)]);
        expect(findings, `${name} ${code} ${count}`).toHaveLength(1);
        // What goes on after a break in a multitone is not told apart by its own past
        if (name !== 'multitone') expect(findings[0]).toMatchObject({ code, count, channel: 1, damaging: true });
        expectClose(findings[0].atSeconds ?? Number.NaN, AT / sampleRateHz, place);
      }
    },
    20_000,
  );

  it.each(all)(
    '[INT-11] [INT-13] shows a blanked block and a mute of %s',
    (name) => {
      const blanked = captureOf(name).fill(0, AT, AT + 256);
      const muted = captureOf(name);
      muted.set(whiteNoise(2400, 2e-5, 6), AT);
      for (const [damaged, code] of [
        [blanked, 'missing-block'],
        [muted, 'muted'],
      ] as const) {
        const [finding, ...others] = check([damaged], null);
        expect(finding, name).toMatchObject({ code, damaging: true });
        expect(others).toEqual([]);
        expectClose(finding.atSeconds ?? Number.NaN, AT / sampleRateHz, place);
      }
    },
    20_000,
  );

  it.each(['tone', 'sweep'] as const)(
    '[INT-12] shows peaks of %s cut off at any level, and whether the recorder or the device did it',
    (name) => {
      const cut = captureOf(name).map((value) => Math.min(Math.max(value, -0.3), 0.3));
      expect(check([cut], null)).toMatchObject([{ code: 'clipped', damaging: true }]);
      const noise = whiteNoise(cut.length, 1e-5, 7);
      const ahead = cut.map((value, index) => value + noise[index]);
      expect(check([ahead], null)).toMatchObject([{ code: 'clipped', damaging: false }]);
    },
    20_000,
  );

  it('[INT-13] tells a jump of the mean and a click apart', () => {
    const jumped = captureOf('tone').map((value, index) => (index < AT ? value : value + 0.02));
    const clicked = captureOf('tone');
    clicked[AT] += 0.05;
    expect(check([jumped], null)).toMatchObject([{ code: 'dc-step' }]);
    expect(check([clicked], null)).toMatchObject([{ code: 'pop' }]);
  });
});

describe('a capture against what was played', () => {
  it('[INT-17] is inverted, ends early, or is of something else', () => {
    const capture = captureOf('noise');
    const reference = [referenceOf('noise')];
    expect(check([capture.map((value) => -value)], reference)).toMatchObject([{ code: 'inverted', damaging: false }]);
    expect(check([capture.slice(0, 70_000)], reference)).toMatchObject([{ code: 'truncated', damaging: true }]);
    expect(check([whiteNoise(capture.length, 0.1, 3)], reference).map(({ code }) => code)).toEqual(['no-stimulus']);
  });

  it('[INT-15] shows a header that gives 44.1 kHz as 48 kHz', () => {
    const slow = sweepSignal(44_100, seconds, 20, 20_000);
    const findings = check(
      [recorded(slow, { ppm: 0, latencyFrames: 500 }, { noiseRms: 1e-5 })],
      [referenceOf('sweep')],
    );
    expect(findings.map(({ code }) => code)).toContain('wrong-rate');
  });

  it('[INT-18] shows silence, a dead channel, one channel twice, and channels the wrong way round', () => {
    const [tone, noise] = [captureOf('tone'), captureOf('noise')];
    const silent = new Float64Array(tone.length);
    const codes = (channels: readonly Float64Array[], reference: readonly Float64Array[] | null): string[] =>
      check(channels, reference).map(({ code }) => code);
    expect(codes([silent, silent], null)).toEqual(['silence']);
    expect(codes([tone, silent], null)).toEqual(['dead-channel']);
    expect(codes([tone, tone], null)).toEqual(['mono']);
    const crossed = codes([noise, tone], [referenceOf('tone'), referenceOf('noise')]);
    expect(crossed[0]).toBe('swapped-channels');
  });

  it('[INT-18] shows two noises of one spectrum the wrong way round, and a tone whose second channel is inverted', () => {
    const other = noiseSignal(sampleRateHz, seconds, 20, 20_000, 77);
    const clock = { ppm: 25, wanderPpm: 2, latencyFrames: 900.3 };
    const [first, second] = [captureOf('noise'), recorded(other, clock, { noiseRms: 2e-5 })];
    const references = [referenceOf('noise'), played(other)];
    expect(check([first, second], references)).toEqual([]);
    expect(check([second, first], references).map(({ code }) => code)).toEqual(['swapped-channels']);
    const tone = captureOf('tone');
    const opposite = tone.map((value, index) => -value + 1e-6 * Math.sin(index * index));
    expect(check([tone, opposite], [referenceOf('tone')])).toMatchObject([
      { code: 'inverted', channel: 2, damaging: false },
    ]);
  }, 20_000);

  it('[INT-19] is too short to be checked under 0.1 s', () => {
    expect(check([new Float64Array(100)], null)).toMatchObject([{ code: 'too-short', count: 100 }]);
  });
});
