import { describe, it } from 'vitest';
import { estimateTimeBase } from '../../core/clock/estimateTimeBase.ts';
import { resampleToReference } from '../../core/clock/resampleToReference.ts';
import { expectClose } from '../expectClose.ts';
import { played, recorded, toneSignal, type FreeClock } from '../clock/freeRunning.ts';

const sampleRateHz = 48_000;
const seconds = 10;
const tones = Array.from({ length: 20 }, (_, index) => ({
  frequencyHz: 40 * 2 ** (index / 2.15),
  amplitude: 0.045,
  phaseRadians: index * index,
}));
const signal = toneSignal(sampleRateHz, seconds, tones);
const reference = played(signal);

/** Level of a tone in the middle 8 s, dB, against exactly its own frequency: what the clock has not been freed of is lost. */
function levelDb(samples: Float64Array, frequencyHz: number): number {
  let re = 0;
  let im = 0;
  const start = sampleRateHz;
  const length = 8 * sampleRateHz;
  for (let index = 0; index < length; index++) {
    const angle = (2 * Math.PI * frequencyHz * (start + index)) / sampleRateHz;
    const weight = Math.sin((Math.PI * (index + 0.5)) / length) ** 2;
    re += weight * samples[start + index] * Math.cos(angle);
    im += weight * samples[start + index] * Math.sin(angle);
  }
  return 20 * Math.log10((4 * Math.hypot(re, im)) / length);
}

describe('a multitone of 10 s on a free-running clock', () => {
  it.each([
    { ppm: 0 },
    { ppm: 1 },
    { ppm: -1 },
    { ppm: 25 },
    { ppm: -25 },
    { ppm: 100 },
    { ppm: -100 },
    { ppm: 0, wanderPpm: 2 },
  ] satisfies FreeClock[])('[CLOCK-9] gives the same levels at every frequency: %o', (clock) => {
    const capture = recorded(signal, { ...clock, latencyFrames: 1234.5 }, { noiseRms: 2e-5 });
    const timeBase = estimateTimeBase(reference, capture, sampleRateHz);
    const freed = resampleToReference(capture, timeBase, reference.length);
    for (const { frequencyHz, amplitude } of tones)
      expectClose(levelDb(freed, frequencyHz), 20 * Math.log10(amplitude), {
        within: 0.02,
        unit: 'dB',
        because: 'the accuracy table allows 0.02 dB for a clock of ±100 ppm or 2 ppm of wander',
      });
  });
});
