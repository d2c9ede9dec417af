import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import { buildProgram } from '../../core/signal/program.ts';
import { RAMP_SECONDS } from '../../core/signal/ramp.ts';
import { sine } from '../../core/signal/sine.ts';
import { exponentialSweep, sweepRateSeconds } from '../../core/signal/sweep.ts';
import { expectClose } from '../expectClose.ts';

const sampleRateHz = 48000;

describe('exponentialSweep', () => {
  const settings = { sampleRateHz, lowHz: 10, highHz: 20000, seconds: 2, voltsRms: 0.5 };
  const samples = exponentialSweep(settings);

  it('has a whole number of cycles f1·L, so that harmonics lead by L ln n', () => {
    const cycles = settings.lowHz * sweepRateSeconds(settings);
    expectClose(cycles, Math.round(cycles), {
      within: 1e-9,
      unit: 'cycles',
      because: 'it is rounded to a whole number',
    });
    expectClose(sweepRateSeconds(settings) * Math.log(2000), 2, {
      within: 0.4,
      unit: 's',
      because: 'one cycle of 10 Hz more or less is 0.76 s, and half of that is the rounding',
    });
  });

  it('passes each frequency when it should, at the level asked', () => {
    const rateSeconds = sweepRateSeconds(settings);
    for (const frequencyHz of [100, 1000, 5000]) {
      const at = Math.round(rateSeconds * Math.log(frequencyHz / settings.lowHz) * sampleRateHz);
      // Zero crossings of some 20 cycles around the place
      const half = Math.round((10 * sampleRateHz) / frequencyHz);
      let crossings = 0;
      for (let index = at - half; index < at + half; index++)
        if (samples[index] < 0 !== samples[index + 1] < 0) crossings++;
      const shareOfOctave = ((2 * half) / sampleRateHz / rateSeconds) ** 2;
      expectClose(crossings / 2 / ((2 * half) / sampleRateHz) / frequencyHz, 1, {
        within: 0.03 + shareOfOctave,
        unit: '1',
        because: 'half a cycle at either end of 20 cycles, and the curvature of the sweep over them',
      });
    }
    expectClose(Math.max(...samples.subarray(20_000, 60_000)), 0.5 * Math.SQRT2, {
      within: 1e-3,
      unit: 'V',
      because: 'some sample of many cycles lies near a crest',
    });
  });

  it.each([
    [0, 20000],
    [100, 50],
    [10, 24000],
  ])('refuses a band of %d Hz to %d Hz', (lowHz, highHz) => {
    expect(() => exponentialSweep({ ...settings, lowHz, highHz })).toThrow(AmpbenchError);
  });
});

describe('buildProgram', () => {
  const program = buildProgram(sampleRateHz, [
    { kind: 'silence', seconds: 0.1 },
    { kind: 'tone', id: 'tone', frequencyHz: 997, voltsRms: 0.3, seconds: 0.5 },
    { kind: 'silence', id: 'pause', seconds: 0.1 },
    { kind: 'sweep', id: 'sweep', lowHz: 20, highHz: 20000, voltsRms: 0.2, seconds: 1 },
  ]);

  it('knows where each segment lies', () => {
    expect(program.places.get('tone')).toEqual({ id: 'tone', startFrame: 4800, frames: 24_000 });
    expect(program.places.get('pause')).toEqual({ id: 'pause', startFrame: 28_800, frames: 4800 });
    expect(program.places.get('sweep')?.startFrame).toBe(33_600);
    expect(program.peakVoltsRms).toBe(0.3);
  });

  it('ramps both ends of whatever sounds, over at least 20 ms', () => {
    const ramp = RAMP_SECONDS * sampleRateHz;
    for (const { startFrame, frames } of [program.places.get('tone')!, program.places.get('sweep')!]) {
      const edge = 0.3 * Math.SQRT2 * 0.01;
      for (let index = 0; index < ramp / 20; index++) {
        expect(Math.abs(program.samples[startFrame + index])).toBeLessThan(edge);
        expect(Math.abs(program.samples[startFrame + frames - 1 - index])).toBeLessThan(edge);
      }
    }
  });

  it('is silent in silence and exact between the ramps', () => {
    expect(program.samples.subarray(0, 4800).every((value) => value === 0)).toBe(true);
    expect(program.samples.subarray(28_800, 33_600).every((value) => value === 0)).toBe(true);
    const tone = sine(sampleRateHz, 24_000, 997, 0.3);
    expect(program.samples.subarray(4800 + 1000, 4800 + 23_000)).toEqual(tone.subarray(1000, 23_000));
  });
});
