import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { decimate, interpolate, oversamplingFor } from '../../core/simulate/oversampling.ts';
import { createPlayerClock } from '../../core/simulate/playerClock.ts';
import { resamplePlayed } from '../../core/simulate/resample.ts';
import { expectClose } from '../expectClose.ts';

const sineAt = (frames: number, cyclesPerFrame: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, frame) => Math.sin(2 * Math.PI * cyclesPerFrame * frame));

const worstError = (actual: Float64Array, wanted: (frame: number) => number, margin: number): number => {
  let worst = 0;
  for (let frame = margin; frame < actual.length - margin; frame++)
    worst = Math.max(worst, Math.abs(actual[frame] - wanted(frame)));
  return worst;
};

const db = (decibels: number): number => 10 ** (decibels / 20);

describe('oversampling', () => {
  it('computes at 384 kHz or above', () => {
    expect([384000, 352800, 192000, 96000, 48000, 44100].map(oversamplingFor)).toEqual([1, 2, 2, 4, 8, 9]);
  });

  it.each([
    [2, 0.01, -125],
    [2, 0.45, -110],
    [8, 0.3, -115],
    [9, 0.45, -110],
  ])('%d-fold: a tone at %d of the rate goes up and comes back', (factor, cyclesPerFrame, errorDb) => {
    const tone = sineAt(6000, cyclesPerFrame);
    const up = new Float64Array(6000 * factor);
    interpolate(tone, factor, up);
    const within = {
      within: db(errorDb),
      unit: 'FS',
      because: 'the window’s ripple; it grows towards the band’s edge',
    };
    expectClose(
      worstError(up, (frame) => Math.sin((2 * Math.PI * cyclesPerFrame * frame) / factor), 100 * factor),
      0,
      within,
    );
    const down = new Float64Array(6000);
    decimate(up, factor, down);
    expectClose(
      worstError(down, (frame) => tone[frame], 200),
      0,
      { ...within, within: 2 * within.within },
    );
  });

  it.each([0.55, 0.6, 1, 1.25])('nothing folds back from %d of the rate', (cyclesPerFrame) => {
    const factor = 4;
    const high = Float64Array.from({ length: 6000 * factor }, (_, frame) =>
      Math.sin((2 * Math.PI * cyclesPerFrame * frame) / factor + 1),
    );
    const down = new Float64Array(6000);
    decimate(high, factor, down);
    expectClose(
      worstError(down, () => 0, 200),
      0,
      { within: db(-115), unit: 'FS', because: 'the filter’s stop band' },
    );
  });
});

describe('resamplePlayed', () => {
  it.each([
    [0.0026, -130],
    [0.1, -130],
    [0.26, -115],
    [0.4, -105],
  ])('follows a tone at %d of the rate on another clock', (cyclesPerFrame, errorDb) => {
    const rateHz = 384000;
    const clock = { framesAt: (seconds: number) => seconds * rateHz * 1.01 - 100.3 };
    const output = new Float64Array(30000);
    resamplePlayed([sineAt(32000, cyclesPerFrame)], [output], clock, rateHz);
    const wanted = (frame: number): number => Math.sin(2 * Math.PI * cyclesPerFrame * clock.framesAt(frame / rateHz));
    expectClose(worstError(output, wanted, 500), 0, {
      within: db(errorDb),
      unit: 'FS',
      because: 'window and table of the filter',
    });
  });

  it('is silent before the player starts and after it ends', () => {
    const output = new Float64Array(400);
    resamplePlayed([new Float64Array(100).fill(1)], [output], { framesAt: (seconds) => seconds * 1000 - 150 }, 1000);
    expect(output.subarray(0, 120).every((x) => x === 0)).toBe(true);
    expect(output.subarray(280).every((x) => x === 0)).toBe(true);
    expect(output.some((x) => x !== 0)).toBe(true);
  });
});

describe('createPlayerClock', () => {
  const model = { offsetPpm: 23, wanderPpm: 1, startSpreadSeconds: 0.001 };
  const clock = createPlayerClock(model, 48000, 100, createRandom(1));
  const ppmAt = (seconds: number): number =>
    ((clock.framesAt(seconds + 0.05) - clock.framesAt(seconds - 0.05)) / 4800 - 1) * 1e6;

  it('runs at the offset on average, within its wander at any time', () => {
    const readings = Array.from({ length: 5330 }, (_, tenth) => ppmAt(1 + tenth / 10));
    // 533 s are 13 periods of 41 s and 41 of 13 s
    const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
    expectClose(mean, 23, { within: 0.001, unit: 'ppm', because: 'both wanders run through whole periods' });
    expectClose(Math.max(...readings), 24, { within: 0.05, unit: 'ppm', because: 'their peaks nearly meet in 533 s' });
    expectClose(Math.min(...readings), 22, { within: 0.05, unit: 'ppm', because: 'their peaks nearly meet in 533 s' });
  });

  it('starts after the latency, by up to the spread', () => {
    const start = -clock.framesAt(0);
    expect(start).toBeGreaterThanOrEqual(100);
    expect(start).toBeLessThan(148);
  });
});
