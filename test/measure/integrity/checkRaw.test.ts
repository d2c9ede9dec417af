import { describe, expect, it } from 'vitest';
import { checkRaw } from '../../../core/measure/integrity/checkRaw.ts';
import type { RawCapture, StreamReport } from '../../../core/signal/types.ts';
import { tones } from '../../synthetic.ts';
import { flawlessReport } from '../../../core/signal/flawlessReport.ts';

const sampleRateHz = 48_000;
const names = new Map([
  [0, 'left'],
  [1, 'right'],
]);

function capture(channels: readonly Float64Array[], report: Partial<StreamReport> = {}): RawCapture {
  const frameCount = channels[0].length;
  const frames = new Float32Array(frameCount * channels.length);
  channels.forEach((samples, channel) => {
    samples.forEach((value, frame) => {
      frames[frame * channels.length + channel] = value;
    });
  });
  return {
    sampleRateHz,
    channelCount: channels.length,
    frameCount,
    frames,
    report: { ...flawlessReport('simulated', sampleRateHz, frameCount), ...report },
  };
}

const sine = (amplitude: number): Float64Array => tones(sampleRateHz, 4800, [{ frequencyHz: 1000, amplitude }]);
const quiet = sine(0.5);
const clipAt = (samples: Float64Array, limit: number): Float64Array =>
  samples.map((value) => Math.min(Math.max(value, -limit), limit));

describe('a raw capture', () => {
  it('[INT-9] has nothing wrong with it when nothing is', () => {
    expect(checkRaw(capture([quiet, sine(0.998)]), names)).toEqual([]);
    expect(checkRaw(capture([new Float64Array(4800), quiet]), names)).toEqual([]);
  });

  it('[INT-5] that clips is said to, with channel, place and count of samples', () => {
    const loud = clipAt(sine(1.2), 1);
    const atEnd = loud.filter((value) => Math.abs(value) >= 1).length;
    const [finding, ...others] = checkRaw(capture([quiet, loud]), names);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'clipped', channel: 'right', atSeconds: 0, count: atEnd, damaging: true });
  });

  it('[INT-5] that clips at one end of a 24-bit converter only is said to', () => {
    const loud = sine(1.05).map((value) => Math.min(Math.max(value, -0.9), 1 - 2 ** -23));
    expect(checkRaw(capture([loud, quiet]), names)).toMatchObject([{ code: 'clipped', channel: 'left' }]);
  });

  it('[INT-5] that just reaches full scale is not called clipped', () => {
    expect(checkRaw(capture([sine(1), quiet]), names)).toEqual([]);
  });

  it.each([NaN, Infinity, -Infinity])('[INT-6] with a sample of %d names it', (bad) => {
    const damaged = Float64Array.from(quiet);
    damaged[1234] = bad;
    expect(checkRaw(capture([damaged, quiet]), names)).toMatchObject([
      { code: 'not-finite', channel: 'left', atSeconds: 1234 / sampleRateHz, damaging: true },
    ]);
  });

  it('[INT-7] whose stream lost samples says where', () => {
    const raw = capture([quiet, quiet], { xruns: [{ kind: 'input-overflow', atFrame: 2400 }] });
    expect(checkRaw(raw, names)).toMatchObject([{ code: 'xrun', channel: 'stream', atSeconds: 0.05, damaging: true }]);
  });

  it('[INT-8] that ends early says by how much', () => {
    const raw = capture([quiet, quiet], { requestedFrames: 6000 });
    expect(checkRaw(raw, names)).toMatchObject([{ code: 'truncated', count: 1200, atSeconds: 0.1, damaging: true }]);
  });

  it('[INT-8] of a device that runs at another rate says so; 100 ppm is no other rate', () => {
    expect(checkRaw(capture([quiet, quiet], { actualSampleRateHz: 44_100 }), names)).toMatchObject([
      { code: 'wrong-rate' },
    ]);
    expect(checkRaw(capture([quiet, quiet], { actualSampleRateHz: 48_004.8 }), names)).toEqual([]);
  });

  it('[INT-9] is not judged by channels the rig does not use', () => {
    const damaged = Float64Array.from(quiet).fill(NaN, 5, 6);
    expect(checkRaw(capture([quiet, quiet, damaged]), names)).toEqual([]);
  });
});
