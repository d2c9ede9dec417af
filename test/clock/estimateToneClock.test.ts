import { describe, expect, it } from 'vitest';
import { estimateToneClock } from '../../core/clock/estimateToneClock.ts';
import { expectClose } from '../expectClose.ts';
import { recorded, toneSignal, type FreeClock } from './freeRunning.ts';

const sampleRateHz = 48_000;

describe('the clock from one tone', () => {
  it.each([0, 1, -25, 100])('[CLOCK-7] reads %d ppm within its uncertainty at 20 Hz, 997 Hz and 15 kHz', (ppm) => {
    for (const frequencyHz of [20, 997, 15_000]) {
      const signal = toneSignal(sampleRateHz, 5, [{ frequencyHz, amplitude: 0.7 }]);
      const capture = recorded(signal, { ppm, latencyFrames: 100.3 }, { noiseRms: 5e-5, seed: 4 });
      const found = estimateToneClock(capture, 3000, 4.8 * sampleRateHz, sampleRateHz, frequencyHz);
      expectClose(found.ppm, ppm, {
        within: 1.5 * found.uncertaintyPpm + 1e-5,
        unit: 'ppm',
        because: 'U covers 95 % of seeds; half as much more covers these',
      });
      expect(found.uncertaintyPpm).toBeLessThan(frequencyHz < 100 ? 0.05 : 0.001);
    }
  });

  it('[CLOCK-7] reads the wander: the peak of the rate’s deviation from its mean', () => {
    const signal = toneSignal(sampleRateHz, 10.4, [{ frequencyHz: 997, amplitude: 0.7 }]);
    const clock: FreeClock = { ppm: 23, wanderPpm: 2, latencyFrames: 10 };
    const capture = recorded(signal, clock, { noiseRms: 5e-5 });
    const found = estimateToneClock(capture, 4800, 10 * sampleRateHz, sampleRateHz, 997);
    expectClose(found.ppm, 23, { within: 0.02, unit: 'ppm', because: 'over one period the wander is nearly nil' });
    expectClose(found.wanderPpm, 2, {
      within: 0.05,
      unit: 'ppm',
      because: 'straight lines of 0.43 s flatten it by 1 %',
    });
  });

  it('[CLOCK-7] knows a shared clock the better the cleaner the tone is', () => {
    for (const noiseRms of [1e-5, 1e-7, 1e-9, 0]) {
      const signal = toneSignal(sampleRateHz, 4.2, [{ frequencyHz: 20_000, amplitude: 0.7 }]);
      const capture = recorded(signal, { ppm: 0, latencyFrames: 0 }, { noiseRms, seed: 4 });
      const found = estimateToneClock(capture, 0.1 * sampleRateHz, 4 * sampleRateHz, sampleRateHz, 20_000);
      expect(found.uncertaintyPpm, `${noiseRms}`).toBeLessThan(1e-5);
      expectClose(found.ppm, 0, { within: 1e-5, unit: 'ppm', because: 'noise of 1e-5 turns the phase by 1e-8 in 4 s' });
    }
  });

  it('[CLOCK-7] refuses a tone of a few cycles', () => {
    expect(() => estimateToneClock(new Float64Array(4800), 0, 2000, sampleRateHz, 997)).toThrow(/must last/);
  });
});
