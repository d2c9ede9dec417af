import { describe, expect, it } from 'vitest';
import { buildSteppedTones } from '../../core/signal/steppedTones.ts';
import { expectClose } from '../expectClose.ts';

const sampleRateHz = 48_000;

describe('stepped tones', () => {
  const steps = [
    { frequencyHz: 100, voltsRms: 1, seconds: 0.2 },
    { frequencyHz: 1000, voltsRms: 1, seconds: 0.1 },
    { frequencyHz: 1000, voltsRms: 0.1, seconds: 0.1 },
    { frequencyHz: 15_000, voltsRms: 0.5, seconds: 0.05 },
  ];
  const { samples, stretches } = buildSteppedTones(sampleRateHz, steps);

  it('[STEP-1] stand still where they say, at their frequency and level', () => {
    expect(stretches.map(({ frames }) => frames)).toEqual([9600, 4800, 4800, 2400]);
    for (const { frequencyHz, voltsRms, startFrame, frames } of stretches) {
      // x[n+1] + x[n−1] = 2 cos(ω) x[n] holds for a sine and nothing else
      const twoCos = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
      let square = 0;
      for (let frame = startFrame; frame < startFrame + frames; frame++) {
        square += samples[frame] ** 2;
        if (frame > startFrame && frame < startFrame + frames - 1)
          expectClose(samples[frame + 1] + samples[frame - 1], twoCos * samples[frame], {
            within: 1e-11,
            unit: 'V',
            because: 'float64 rounds at 1e-16 and the phase at 1e-13 cycles',
          });
      }
      expectClose(Math.sqrt(square / frames), voltsRms, {
        within: 1e-9,
        unit: 'V',
        because: 'every stretch holds whole cycles',
      });
    }
  });

  it('[STEP-1] go over without a click: no sample is further from the last than the tone itself goes', () => {
    const [low, , , high] = stretches;
    let steepest = 0;
    for (let frame = 1; frame < low.startFrame + low.frames; frame++)
      steepest = Math.max(steepest, Math.abs(samples[frame] - samples[frame - 1]));
    expect(steepest).toBeLessThan((2 * Math.PI * 100 * Math.SQRT2 * 1.001) / sampleRateHz);
    for (let frame = high.startFrame + high.frames; frame < samples.length; frame++)
      expect(Math.abs(samples[frame])).toBeLessThan(0.5 * Math.SQRT2 + 1e-12);
    expect(samples[0]).toBe(0);
    expect(samples.at(-1)).toBe(0);
  });

  it('[STEP-1] change level over 20 ms, frequency alone over 5 ms or three quarters of a period', () => {
    const gaps = stretches
      .slice(1)
      .map(({ startFrame }, index) => startFrame - stretches[index].startFrame - stretches[index].frames);
    // 100 Hz lasts 10 ms a period
    expect(gaps).toEqual([360, 960, 960]);
  });
});
