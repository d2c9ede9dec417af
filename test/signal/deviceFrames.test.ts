import { describe, expect, it } from 'vitest';
import { dbfsFromRms } from '../../core/units/decibel.ts';
import { bitsOf, decodeDeviceFrames, encodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { createRandom } from '../../core/signal/random.ts';
import { sine } from '../../core/signal/sine.ts';
import type { SampleFormat } from '../../core/signal/types.ts';
import { expectClose } from '../expectClose.ts';
import { rmsOf } from '../simulate/tone.ts';

const INTEGER_FORMATS: readonly SampleFormat[] = ['int16', 'int24', 'int32'];

describe('encodeDeviceFrames and decodeDeviceFrames', () => {
  it.each(INTEGER_FORMATS)('keep every value on the grid of %s exactly, both ends included', (format) => {
    const steps = 2 ** ((bitsOf(format) ?? 0) - 1);
    const random = createRandom(5);
    const edges = [-steps, -steps + 1, -256, -255, -1, 0, 1, 127, 128, 255, 256, 32767, steps - 1];
    const left = Float64Array.from(
      [...edges, ...edges.map(() => Math.floor((2 * random.uniform() - 1) * steps))],
      (n) => n / steps,
    );
    const right = Float64Array.from(left).reverse();
    const frames = encodeDeviceFrames([left, right], 48000, format);
    expect(frames).toMatchObject({ format, sampleRateHz: 48000, channelCount: 2, frameCount: left.length });
    expect(decodeDeviceFrames(frames)).toEqual([left, right]);
  });

  it('keeps float32 values exactly', () => {
    const samples = Float64Array.from([-1, -0.1, 0, 2 ** -30, 1 / 3, 1], Math.fround);
    expect(decodeDeviceFrames(encodeDeviceFrames([samples], 48000, 'float32'))).toEqual([samples]);
  });

  it('packs int24 as three little-endian bytes, channels interleaved', () => {
    const left = Float64Array.from([0x123456 / 2 ** 23]);
    const right = Float64Array.from([-2 / 2 ** 23]);
    expect([...encodeDeviceFrames([left, right], 48000, 'int24').data]).toEqual([0x56, 0x34, 0x12, 0xfe, 0xff, 0xff]);
  });

  it('rounds to the nearest step', () => {
    const samples = Float64Array.from([0.4, 0.6, -0.4, -0.6, 1.49], (steps) => steps / 32768);
    expect([...encodeDeviceFrames([samples], 48000, 'int16').data]).toEqual([0, 1, 0, -1, 1]);
  });

  it.each([
    ['int16', 1],
    ['int24', 1],
    ['int32', -1.0000001],
    ['float32', 1.0001],
    ['int16', NaN],
  ] as const)('refuses what %s cannot hold: %d', (format, value) => {
    expect(() => encodeDeviceFrames([Float64Array.from([0, value])], 48000, format)).toThrow(/at frame 1 does not fit/);
  });

  it('refuses channels of different lengths', () => {
    expect(() => encodeDeviceFrames([new Float64Array(2), new Float64Array(3)], 48000, 'int16')).toThrow(
      /channel 2 has 3/,
    );
  });
});

describe('TPDF dither', () => {
  const frames = 1 << 18;
  const silence = new Float64Array(frames);

  it('of 16 bits on silence is −93.32 dB re a full-scale sine, full band', () => {
    const [samples] = decodeDeviceFrames(encodeDeviceFrames([silence], 48000, 'int16', { dither: createRandom(1) }));
    // Dither and rounding: variance (1/6 + 1/12) step²
    expectClose(dbfsFromRms(rmsOf(samples, 0, frames)), -93.32, {
      within: 0.04,
      unit: 'dB',
      because: 'three standard deviations of the rms of 2^18 samples are 0.036 dB, the target is rounded to 0.01 dB',
    });
  });

  it('makes the error independent of the signal: a tone of half a step survives without distortion', () => {
    const amplitude = 0.5 / 32768;
    const tone = sine(48000, frames, 48000 * (33 / frames), amplitude / Math.SQRT2);
    const [samples] = decodeDeviceFrames(encodeDeviceFrames([tone], 48000, 'int16', { dither: createRandom(2) }));
    const found = (harmonic: number): number => {
      let re = 0;
      let im = 0;
      for (let n = 0; n < frames; n++) {
        re += samples[n] * Math.cos((2 * Math.PI * 33 * harmonic * n) / frames);
        im += samples[n] * Math.sin((2 * Math.PI * 33 * harmonic * n) / frames);
      }
      return ((2 * Math.hypot(re, im)) / frames) * 32768;
    };
    const noise = {
      within: 0.006,
      unit: 'steps',
      because: 'the dither leaves 0.5·sqrt(4/2^18) = 0.002 steps in a bin; three times that',
    };
    expectClose(found(1), 0.5, noise);
    expectClose(found(3), 0, noise);
  });

  it('never clips: with dither one step is kept free at each end', () => {
    const top = (32767 - 1) / 32768;
    const samples = new Float64Array(5000).fill(top);
    const { data } = encodeDeviceFrames([samples], 48000, 'int16', { dither: createRandom(3) });
    expect(Math.max(...data)).toBeLessThanOrEqual(32767);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(32765);
    expect(() =>
      encodeDeviceFrames([new Float64Array(1).fill(32767 / 32768)], 48000, 'int16', { dither: createRandom(3) }),
    ).toThrow();
  });

  it('is left out on request: a full-scale 16-bit sine then has 98.09 dB to its rounding error', () => {
    const amplitude = 32767 / 32768;
    const tone = sine(48000, 48000, 997, amplitude / Math.SQRT2);
    const [samples] = decodeDeviceFrames(encodeDeviceFrames([tone], 48000, 'int16'));
    const error = samples.map((value, n) => value - tone[n]);
    expectClose(-dbfsFromRms(rmsOf(error, 0, error.length)), 98.09, {
      within: 0.05,
      unit: 'dB',
      because: 'the rounding error of one sine is only nearly uniform',
    });
  });
});
