import { describe, expect, it } from 'vitest';
import { alignByEnvelope } from '../../core/dsp/alignment.ts';
import { buildProgram, type Segment } from '../../core/signal/program.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48000;
const pause: Segment = { kind: 'silence', seconds: 0.08 };
const probe = buildProgram(sampleRateHz, [
  pause,
  { kind: 'tone', id: 'tone', frequencyHz: 1000, voltsRms: 0.4, seconds: 0.7 },
  pause,
  { kind: 'sweep', id: 'sweep', lowHz: 5, highHz: 20000, voltsRms: 0.4, seconds: 1.5 },
  { kind: 'silence', seconds: 0.3 },
]);
const staircase = buildProgram(
  sampleRateHz,
  Array.from({ length: 8 }, (_, index): Segment[] => [
    { kind: 'tone', id: `level-${index}`, frequencyHz: 1000, voltsRms: 0.01 * 1.5 ** index, seconds: 0.25 },
    pause,
  ]).flat(),
);

function delayed(samples: Float64Array, frames: number, gain: number): Float64Array {
  const out = new Float64Array(samples.length + 4800);
  out.set(
    samples.subarray(0, out.length - frames).map((value) => gain * value),
    frames,
  );
  return out;
}

const halfMillisecond = {
  within: 24,
  unit: 'frames',
  because: 'it is promised to half a millisecond, 24 frames at 48 kHz',
};

describe('alignByEnvelope', () => {
  it.each([
    ['a probe', probe.samples],
    ['a staircase', staircase.samples],
  ])('finds how late %s arrives, whatever the gain and the polarity', (_, samples) => {
    for (const latency of [0, 1, 947, 2311, 4000]) {
      for (const gain of [1, -3, 1e-4]) {
        const found = alignByEnvelope(samples, delayed(samples, latency, gain), sampleRateHz);
        expectClose(found.latencyFrames, latency, halfMillisecond);
        expect(found.correlation).toBeGreaterThan(0.85);
      }
    }
  });

  it('finds it in noise as loud as a tenth of the program', () => {
    const capture = delayed(probe.samples, 947, 1);
    const found = alignByEnvelope(probe.samples, sumOf(capture, whiteNoise(capture.length, 0.04, 3)), sampleRateHz);
    expectClose(found.latencyFrames, 947, halfMillisecond);
    expect(found.correlation).toBeGreaterThan(0.9);
  });

  it('says that the program is not there: noise alone, silence, DC', () => {
    const noise = whiteNoise(probe.samples.length + 4800, 0.4, 4);
    expect(alignByEnvelope(probe.samples, noise, sampleRateHz).correlation).toBeLessThan(0.5);
    expect(alignByEnvelope(probe.samples, new Float64Array(100_000), sampleRateHz).correlation).toBe(0);
    expect(alignByEnvelope(probe.samples, new Float64Array(100_000).fill(0.1), sampleRateHz).correlation).toBeLessThan(
      0.5,
    );
  });
});
