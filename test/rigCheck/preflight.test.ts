import { describe, expect, it } from 'vitest';
import type { PreflightCheckId } from '../../core/rigCheck/preflight.ts';
import { preflightStimulus } from '../../core/rigCheck/preflightStimulus.ts';
import { runPreflight } from '../../core/rigCheck/runPreflight.ts';
import { found, preflight, RATE_HZ, USB, type Alter } from './preflightOf.ts';
import { simulatedLoopback, withFrames } from './simulatedTakes.ts';

/** Each sample of each channel through a function. */
const each =
  (change: (sample: number, channel: number, frame: number) => number): Alter =>
  (capture) =>
    withFrames(capture, (frame, channel, was) => change(was[frame * capture.channelCount + channel], channel, frame));

describe('a preflight', () => {
  it('[PRE-2] plays at a tenth of the lowest limit, the quietest thing that tells enough', () => {
    const { rig } = simulatedLoopback(USB, [], (said) => ({
      ...said,
      limits: { ...said.limits, outputVoltsRms: 0.5 },
    }));
    const stimulus = preflightStimulus(rig);
    expect(stimulus.loudVoltsRms).toBe(0.05);
    const peak = Math.max(
      ...stimulus.channels.flatMap((samples) => [samples.reduce((a, b) => Math.max(a, Math.abs(b)), 0)]),
    );
    expect(peak).toBeLessThanOrEqual(0.05 * Math.SQRT2);
  });

  const cases: readonly (readonly [
    string,
    Parameters<typeof preflight>[1],
    readonly (readonly [PreflightCheckId, string])[],
  ])[] = [
    [
      'a rate the stream owns up to',
      { faults: [{ kind: 'wrong-rate', take: 'every', actualSampleRateHz: 44100 }] },
      [['rate', 'failed']],
    ],
    [
      'lost samples',
      { faults: [{ kind: 'drop-frames', take: 'every', atSeconds: 4.5, frames: 64 }] },
      [['samples', 'failed']],
    ],
    ['a volume at half', { alter: each((x) => x / 2) }, [['level', 'failed']]],
    ['a mute', { alter: each((x) => x * 1e-5) }, [['signal', 'failed']]],
    ['DC', { alter: each((x) => x + 0.01) }, [['dc', 'warning']]],
    [
      'hum',
      { alter: each((x, _, frame) => x + 1e-4 * Math.sin((2 * Math.PI * 50 * frame) / RATE_HZ)) },
      [['hum', 'warning']],
    ],
    ['one channel inverted', { alter: each((x, channel) => (channel === 1 ? -x : x)) }, [['polarity', 'warning']]],
    ['both channels inverted', { alter: each((x) => -x) }, [['polarity', 'warning']]],
    ['a host API that goes through the mixer', { hostApi: 'MME' }, [['path', 'warning']]],
  ];
  it.each(cases)('[PRE-3] names %s and nothing else', (_, how, expected) => {
    expect(found(preflight(USB, how))).toEqual(expected);
  });

  it('[PRE-4] names channels that are swapped, and channels that are mixed', () => {
    const swapped = preflight(USB, {
      alter: (capture) => withFrames(capture, (frame, channel, was) => was[frame * capture.channelCount + 1 - channel]),
    });
    expect(found(swapped)).toEqual([['channels', 'failed']]);
    expect(swapped.checks.find(({ id }) => id === 'channels')?.text).toContain('input left hears output right');
    const mixed = preflight(USB, {
      alter: (capture) =>
        withFrames(
          capture,
          (frame, _, was) => (was[frame * capture.channelCount] + was[frame * capture.channelCount + 1]) / 2,
        ),
    });
    expect(found(mixed)).toEqual([['channels', 'failed']]);
  });

  it('[PRE-5] names an equaliser and a compressor as effects', () => {
    const state = new Float64Array(2);
    const bass = each((x, channel) => {
      state[channel] += 0.04 * (x - state[channel]);
      return x + 0.5 * state[channel];
    });
    expect(found(preflight(USB, { alter: bass })).map(([id]) => id)).toContain('effects');
    const envelope = new Float64Array(2).fill(0.01);
    const compressor = each((x, channel) => {
      envelope[channel] = Math.max(Math.abs(x), envelope[channel] * 0.9996);
      return x * (Math.max(envelope[channel], 0.001) / 0.05) ** -0.05;
    });
    expect(found(preflight(USB, { alter: compressor })).map(([id]) => id)).toContain('effects');
  });

  it('[PRE-6] hears another rate that nothing owns up to', () => {
    const slow: Alter = (capture) =>
      withFrames(capture, (frame, channel, was) => {
        const place = (frame * 44.1) / 48;
        const whole = Math.floor(place);
        const share = place - whole;
        const at = (index: number): number => was[index * capture.channelCount + channel] ?? 0;
        return (1 - share) * at(whole) + share * at(whole + 1);
      });
    expect(found(preflight(USB, { alter: slow }))).toEqual([['rate', 'failed']]);
  });

  it('[PRE-8] plays nothing where the stream cannot be opened, and gives every failure its advice', () => {
    const { context, run } = simulatedLoopback(USB);
    const path = { outputDevice: 'x', inputDevice: 'x', hostApi: null, sampleRateHz: 192000, refusal: 'device busy' };
    const refused = run(runPreflight(context, path, true), () => {
      throw new Error('something was played');
    });
    expect(found(refused)).toEqual([['path', 'failed']]);
    expect(refused.checks.every(({ status, advice }) => (status === 'failed') === (advice !== null))).toBe(true);
  });
});
