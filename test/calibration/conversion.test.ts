import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import { toDeviceFrames } from '../../core/calibration/toDeviceFrames.ts';
import { toVolts } from '../../core/calibration/toVolts.ts';
import { decodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { createRandom } from '../../core/signal/random.ts';
import type { StreamReport } from '../../core/signal/types.ts';
import { expectClose } from '../expectClose.ts';

const output = { fullScaleVoltsRms: 2 };
const stimulusOf = (...volts: number[]) => ({ sampleRateHz: 48000, channels: [Float64Array.from(volts)] });

describe('toDeviceFrames', () => {
  it('puts the peak of a full-scale sine at full scale', () => {
    const peak = 2 * Math.SQRT2;
    const frames = toDeviceFrames(stimulusOf(peak / 2, -peak, 0), output, 'int24', createRandom(1), { dither: 'none' });
    const [samples] = decodeDeviceFrames(frames);
    const step = { within: 2 ** -24, unit: 'FS', because: 'half a step of 24 bits' };
    expectClose(samples[0], 0.5, step);
    expectClose(samples[1], -1, step);
    expect(samples[2]).toBe(0);
  });

  it('[float32] is not dithered', () => {
    const frames = toDeviceFrames(stimulusOf(0, 0, 0), output, 'float32', createRandom(1), { dither: 'tpdf' });
    expect([...frames.data]).toEqual([0, 0, 0]);
  });

  it.each([
    ['int16', 2 * Math.SQRT2],
    ['int24', 2 * Math.SQRT2],
    ['int32', -2.83],
    ['float32', 2.83],
    ['int24', NaN],
  ] as const)('refuses more than %s can hold: %d V, naming volts, limit and place', (format, volts) => {
    let caught: unknown = null;
    try {
      toDeviceFrames(stimulusOf(0, volts), output, format, createRandom(1), { dither: 'none' });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(AmpbenchError);
    expect(caught).toMatchObject({ kind: 'plan', code: 'stimulus-over-full-scale' });
    expect((caught as AmpbenchError).message).toMatch(/channel 1 at frame 1 .* V peak/);
    expect((caught as AmpbenchError).tip).toBeTruthy();
  });

  it('gives the same samples for the same seed, others for another', () => {
    const encode = (seed: number) =>
      toDeviceFrames(stimulusOf(...new Array<number>(64).fill(0.1)), output, 'int16', createRandom(seed), {
        dither: 'tpdf',
      });
    expect(encode(1)).toEqual(encode(1));
    expect(encode(1)).not.toEqual(encode(2));
  });
});

describe('toVolts', () => {
  const report = { driver: 'simulated' } as StreamReport;

  it('scales by full scale and divider, channel by channel', () => {
    const raw = {
      sampleRateHz: 48000,
      channelCount: 2,
      frameCount: 2,
      frames: Float32Array.from([0.5, -1, 0.25, 0]),
      report,
    };
    const { channels, sampleRateHz } = toVolts(raw, { input: { fullScaleVoltsRms: 10, dividerRatio: 3 } });
    const peak = 30 * Math.SQRT2;
    expect(sampleRateHz).toBe(48000);
    expect(channels).toEqual([Float64Array.from([0.5 * peak, 0.25 * peak]), Float64Array.from([-peak, 0])]);
  });
});
