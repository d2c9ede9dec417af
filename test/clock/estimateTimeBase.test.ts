import { describe, expect, it } from 'vitest';
import { estimateTimeBase } from '../../core/clock/estimateTimeBase.ts';
import { captureFrameAt } from '../../core/clock/timeBase.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { whiteNoise } from '../synthetic.ts';
import { multitoneSignal } from './cleanCaptures.ts';
import {
  noiseSignal,
  played,
  playedFrameAt,
  recorded,
  sweepSignal,
  throughDevice,
  toneSignal,
  type ClosedForm,
  type FreeClock,
} from './freeRunning.ts';

const sampleRateHz = 48_000;
const seconds = 5;
const noiseRms = 5e-5;

/** One signal after another, each at its frame. */
function sequence(parts: readonly (readonly [startSeconds: number, signal: ClosedForm])[]): ClosedForm {
  const placed = parts.map(([start, signal]) => ({ start: Math.round(start * sampleRateHz), signal }));
  return {
    sampleRateHz,
    frames: Math.round(seconds * sampleRateHz),
    at: (frame) => {
      const part = placed.find(({ start, signal }) => frame >= start && frame < start + signal.frames);
      return part === undefined ? 0 : part.signal.at(frame - part.start);
    },
  };
}

const pilot = toneSignal(sampleRateHz, 0.3, [{ frequencyHz: 1000, amplitude: 0.5 }]);
const halfSweep = sweepSignal(sampleRateHz, seconds / 2, 20, 20_000);
const signals = {
  tone: toneSignal(sampleRateHz, seconds, [{ frequencyHz: 997, amplitude: 0.7 }]),
  multitone: multitoneSignal(sampleRateHz, seconds, createRandom(3).uniform),
  noise: noiseSignal(sampleRateHz, seconds, 20, 20_000, 4),
  'two sweeps': sequence([
    [0, halfSweep],
    [seconds / 2, halfSweep],
  ]),
  'pilot, sweep, pilot': sequence([
    [0, pilot],
    [0.4, sweepSignal(sampleRateHz, seconds - 0.8, 20, 20_000)],
    [seconds - 0.3, pilot],
  ]),
} as const;
type Name = keyof typeof signals;
const references = new Map<Name, Float64Array>();
function referenceOf(name: Name): Float64Array {
  const known = references.get(name) ?? played(signals[name]);
  references.set(name, known);
  return known;
}
const clocks: readonly FreeClock[] = [
  { ppm: 0, latencyFrames: 947.3 },
  { ppm: 1, latencyFrames: 12.6 },
  { ppm: 25, latencyFrames: 2311.7 },
  { ppm: -100, latencyFrames: 4000.25 },
];

describe('a time base from a known stimulus', () => {
  it.each(Object.keys(signals) as Name[])('[CLOCK-1] has the rate of a player on another clock: %s', (name) => {
    for (const clock of clocks) {
      const capture = recorded(signals[name], clock, { noiseRms });
      const found = estimateTimeBase(referenceOf(name), capture, sampleRateHz);
      expectClose(found.clock.ppm, clock.ppm, {
        within: Math.max(found.clock.uncertaintyPpm, 0.001),
        unit: 'ppm',
        because: 'its own uncertainty covers it',
      });
      expect(found.clock.uncertaintyPpm).toBeLessThan(name === 'two sweeps' ? 1.5 : 0.3);
      expect(found.correlation).toBeGreaterThan(0.9);
    }
  });

  it.each(['tone', 'multitone', 'noise'] as const)('[CLOCK-2] follows 2 ppm of wander: %s', (name) => {
    const clock = { ppm: 23, wanderPpm: 2, wanderPeriodSeconds: 5, latencyFrames: 1000.5 };
    const capture = recorded(signals[name], clock, { noiseRms });
    const found = estimateTimeBase(referenceOf(name), capture, sampleRateHz);
    expectClose(found.clock.wanderPpm, 2, {
      within: 0.1,
      unit: 'ppm',
      because: 'straight lines of 0.4 s flatten the peak of a 5 s wander by 2 %, noise adds as much',
    });
    const errors = Array.from({ length: 40 }, (_, index) => {
      const frame = (0.1 + 0.02 * index) * capture.length;
      return playedFrameAt(clock, captureFrameAt(found, frame), sampleRateHz) - frame;
    });
    const spread = Math.max(...errors) - Math.min(...errors);
    expectClose(spread, 0, { within: 0.02, unit: 'frames', because: '0.4 µs, the bow of a wander between two knots' });
  });

  it('[CLOCK-3] says of one sweep that its rate is known from group delays only, and its uncertainty covers the truth', () => {
    const sweep = sweepSignal(sampleRateHz, seconds, 20, 20_000);
    for (const clock of clocks) {
      const capture = throughDevice(recorded(sweep, clock, { noiseRms }), sampleRateHz, 2, 20_000);
      const found = estimateTimeBase(played(sweep), capture, sampleRateHz);
      expect(found.rateSource).toBe('group-delay');
      const { ppm, uncertaintyPpm } = found.clock;
      expectClose(ppm, clock.ppm, { within: uncertaintyPpm, unit: 'ppm', because: 'its own uncertainty covers it' });
      expect(uncertaintyPpm).toBeLessThan(8);
    }
  });

  it('[CLOCK-4] does not take a device’s phase for delay or wander, and tells its polarity', () => {
    for (const name of ['multitone', 'noise', 'pilot, sweep, pilot'] as const) {
      const line = recorded(signals[name], { ppm: 25, latencyFrames: 500.5 }, { noiseRms });
      const inverted = throughDevice(line, sampleRateHz, 5, 15_000).map((value) => -value);
      const found = estimateTimeBase(referenceOf(name), inverted, sampleRateHz);
      const within = Math.max(0.1, found.clock.uncertaintyPpm);
      expectClose(found.clock.ppm, 25, { within, unit: 'ppm', because: '0.5 µs over 5 s, or what it says itself' });
      expectClose(found.clock.wanderPpm, 0, { within: 0.3, unit: 'ppm', because: 'nothing wanders' });
      expect(found.polarity).toBe(-1);
    }
  });

  it('[CLOCK-5] gives the latency to a small part of a frame, of either sign', () => {
    for (const latencyFrames of [-300.25, 0, 0.5, 3141.59]) {
      const capture = recorded(signals.noise, { ppm: 0, latencyFrames }, { noiseRms });
      const found = estimateTimeBase(referenceOf('noise'), capture, sampleRateHz);
      expectClose(found.latencyFrames, latencyFrames, {
        within: 0.01,
        unit: 'frames',
        because: 'noise of −70 dB in 250,000 frames leaves less',
      });
    }
  });

  it('[CLOCK-6] refuses silence and scraps, and knows a stimulus that is not there', () => {
    const reference = referenceOf('noise');
    const silent = new Float64Array(reference.length);
    expect(() => estimateTimeBase(reference, silent, sampleRateHz)).toThrow(/silent/);
    expect(() => estimateTimeBase(reference.subarray(0, 100), reference, sampleRateHz)).toThrow(/must have/);
    const other = estimateTimeBase(reference, whiteNoise(reference.length, 0.1, 8), sampleRateHz);
    expect(other.correlation).toBeLessThan(0.5);
  });
});
