import { describe, expect, it } from 'vitest';
import { resampleInto } from '../../../core/dsp/resample.ts';
import type { AnalysisFinding } from '../../../core/measure/analysis.ts';
import { checkCapture } from '../../../core/measure/integrity/checkCapture.ts';
import type { IntegrityCode } from '../../../core/measure/integrity/finding.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { multitoneSignal } from '../../clock/cleanCaptures.ts';
import { noiseSignal, played, recorded, sweepSignal, throughDevice, toneSignal } from '../../clock/freeRunning.ts';
import { whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const seconds = 2;
const AT = Math.round(1.21 * sampleRateHz);
const STIMULI = ['tone', 'two-tone', 'sweep', 'multitone', 'noise'] as const;
type Stimulus = (typeof STIMULI)[number];

const signals = {
  tone: toneSignal(sampleRateHz, seconds, [{ frequencyHz: 997, amplitude: 0.6 }]),
  'two-tone': toneSignal(sampleRateHz, seconds, [
    { frequencyHz: 250, amplitude: 0.5 },
    { frequencyHz: 8000, amplitude: 0.125 },
  ]),
  sweep: sweepSignal(sampleRateHz, seconds, 20, 21_600),
  multitone: multitoneSignal(sampleRateHz, seconds, createRandom(3).uniform),
  noise: noiseSignal(sampleRateHz, seconds, 20, 23_900, 4),
} as const;
const references = Object.fromEntries(STIMULI.map((name) => [name, played(signals[name])])) as Record<
  Stimulus,
  Float64Array
>;
const noise = whiteNoise(seconds * sampleRateHz + 20_000, 1e-5, 6);
/** On another clock through a device of 2 Hz to 23 kHz; noise is added behind the fault. */
const captures = Object.fromEntries(
  STIMULI.map((name) => [
    name,
    throughDevice(recorded(signals[name], { ppm: 25, wanderPpm: 2, latencyFrames: 900.3 }), sampleRateHz, 2, 23_000),
  ]),
) as Record<Stimulus, Float64Array>;

const peakOf = (samples: Float64Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const rmsOf = (samples: Float64Array): number =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

function spliced(samples: Float64Array, at: number, continueAt: number): Float64Array {
  const out = new Float64Array(samples.length + at - continueAt);
  out.set(samples.subarray(0, at));
  out.set(samples.subarray(continueAt), at);
  return out;
}

type Fault = (samples: Float64Array) => Float64Array;
const gainAt = (decibelsAt: (seconds: number) => number): Fault => {
  return (samples) => samples.map((value, index) => value * 10 ** (decibelsAt(index / sampleRateHz) / 20));
};
const atSeconds = AT / sampleRateHz;

const tanh =
  (drive: number): Fault =>
  (samples) => {
    const peak = peakOf(samples) / drive;
    return samples.map((value) => peak * Math.tanh(value / peak));
  };
const withHum: Fault = (samples) => {
  const level = 1e-2 * rmsOf(samples) * Math.SQRT2;
  return samples.map((value, index) => value + level * Math.sin((2 * Math.PI * 50.02 * index) / sampleRateHz));
};
const atOtherRate: Fault = (samples) => {
  const ratio = 44_100 / 48_000;
  const out = new Float64Array(Math.floor(samples.length / ratio) - 64);
  resampleInto(samples, 0, ratio, out, 0, out.length);
  return out;
};
/** Down to 44.1 kHz and up again. */
const throughLowerRate: Fault = (samples) => {
  const low = new Float64Array(Math.floor((samples.length * 44.1) / 48));
  resampleInto(belowHalfOf44(samples), 0, 48 / 44.1, low, 0, low.length);
  const out = new Float64Array(samples.length);
  resampleInto(low, 0, 44.1 / 48, out, 0, out.length);
  return out;
};
function belowHalfOf44(samples: Float64Array): Float64Array {
  const taps = Float64Array.from({ length: 257 }, (_, tap) => {
    const x = tap - 128;
    const share = (2 * 19_300) / 48_000;
    const sinc = x === 0 ? share : Math.sin(Math.PI * share * x) / (Math.PI * x);
    return sinc * (0.42 + 0.5 * Math.cos((Math.PI * x) / 128) + 0.08 * Math.cos((2 * Math.PI * x) / 128));
  });
  return samples.map((_, index) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += taps[tap] * (samples[index - tap] ?? 0);
    return sum;
  });
}

interface Row {
  readonly fault: string;
  readonly apply: Fault;
  /** Done by a driver behind the converter, so that the converter's noise is gone, too. */
  readonly isDigital?: boolean;
  /** The name it must have with what was played, for each stimulus in the order of STIMULI; null: it cannot be told, docs/integrity.md says why. */
  readonly known: readonly (IntegrityCode | null)[];
  readonly unknown: readonly (IntegrityCode | null)[];
  /** How near its place must be; Infinity where it has none. */
  readonly withinSeconds: number;
}

const all = (code: IntegrityCode): IntegrityCode[] => STIMULI.map(() => code);
const none = STIMULI.map(() => null);
const HALF_MS = 5e-4;
const ROWS: readonly Row[] = [
  {
    fault: 'one sample lost',
    apply: (samples) => spliced(samples, AT, AT + 1),
    known: all('dropped-samples'),
    unknown: ['dropped-samples', 'dropped-samples', 'dropped-samples', 'missing-block', null],
    withinSeconds: HALF_MS,
  },
  {
    fault: 'one sample repeated',
    apply: (samples) => spliced(samples, AT, AT - 1),
    known: all('repeated-samples'),
    unknown: ['repeated-samples', 'repeated-samples', 'repeated-samples', 'missing-block', null],
    withinSeconds: HALF_MS,
  },
  {
    fault: 'a block of 512 lost',
    apply: (samples) => spliced(samples, AT, AT + 512),
    // Of what repeats itself the count is known to whole cycles: the fewest
    known: ['repeated-samples', 'repeated-samples', 'dropped-samples', 'dropped-samples', 'dropped-samples'],
    unknown: ['repeated-samples', 'repeated-samples', 'missing-block', 'missing-block', null],
    withinSeconds: HALF_MS,
  },
  {
    fault: 'a block of 256 blanked',
    apply: (samples) => samples.slice().fill(0, AT, AT + 256),
    isDigital: true,
    known: all('missing-block'),
    unknown: all('missing-block'),
    withinSeconds: HALF_MS,
  },
  {
    fault: 'muted for 50 ms',
    apply: (samples) => samples.slice().fill(0, AT, AT + 2400),
    known: all('muted'),
    unknown: all('muted'),
    withinSeconds: HALF_MS,
  },
  {
    fault: 'a click of 0.3 of the peak',
    apply: (samples) => samples.map((value, index) => (index === AT ? value + 0.3 * peakOf(samples) : value)),
    known: ['pop', 'pop', 'pop', 'missing-block', null],
    unknown: ['pop', 'pop', 'pop', 'missing-block', null],
    withinSeconds: HALF_MS,
  },
  {
    fault: 'clipped hard in the device',
    apply: (samples) => {
      const level = 0.7 * peakOf(samples);
      return throughDevice(
        samples.map((value) => Math.max(-level, Math.min(value, level))),
        sampleRateHz,
        5,
        23_500,
      );
    },
    known: all('clipped'),
    unknown: ['clipped', null, null, 'clipped', null],
    withinSeconds: 2,
  },
  {
    fault: 'clipped softly',
    apply: tanh(1),
    known: all('clipped'),
    unknown: ['clipped', null, null, null, null],
    withinSeconds: 2,
  },
  {
    fault: 'a little rounded, 1 % of distortion',
    apply: tanh(0.33),
    known: none,
    unknown: none,
    withinSeconds: Infinity,
  },
  {
    fault: 'the volume goes down by 1 dB within 30 ms',
    apply: gainAt((second) => -Math.min(1, Math.max(0, (second - atSeconds) / 0.03))),
    known: all('level-drift'),
    unknown: ['level-drift', null, null, null, null],
    withinSeconds: Infinity,
  },
  {
    fault: 'an automatic gain control recovers by 3 dB',
    apply: gainAt((second) => -3 * Math.exp(-second / 0.6)),
    known: ['level-drift', 'level-drift', null, 'level-drift', 'level-drift'],
    unknown: ['level-drift', null, null, null, null],
    withinSeconds: Infinity,
  },
  {
    fault: 'the header gives 44.1 kHz as 48 kHz',
    apply: atOtherRate,
    known: all('wrong-rate'),
    unknown: none,
    withinSeconds: Infinity,
  },
  {
    fault: 'resampled to 44.1 kHz on the way',
    apply: throughLowerRate,
    known: [null, null, null, null, 'resampled'],
    unknown: none,
    withinSeconds: Infinity,
  },
  {
    fault: 'inverted',
    apply: (samples) => samples.map((value) => -value),
    known: [null, null, 'inverted', 'inverted', 'inverted'],
    unknown: none,
    withinSeconds: Infinity,
  },
  {
    fault: 'mains hum 40 dB down',
    apply: withHum,
    // The multitone has a line at 49.7 Hz
    known: ['hum', 'hum', 'hum', null, 'hum'],
    unknown: ['hum', null, null, null, null],
    withinSeconds: Infinity,
  },
];

function check(samples: Float64Array, reference: Float64Array | null): readonly AnalysisFinding[] {
  const captured = (channel: Float64Array) => ({ sampleRateHz, unit: 'FS', channels: [channel] }) as const;
  return checkCapture({
    capture: captured(samples),
    reference: reference === null ? null : captured(reference),
  }).findings;
}

const converted: Fault = (samples) =>
  samples.map((value, index) => Math.round((value + noise[index]) * 2 ** 23) / 2 ** 23);

describe('every fault of every stimulus', () => {
  it.each(ROWS)(
    '[INT-24] $fault: named and placed, with and without what was played, or not told',
    ({ apply, isDigital = false, known, unknown, withinSeconds }) => {
      for (const [index, name] of STIMULI.entries()) {
        const damaged = isDigital ? apply(converted(captures[name])) : converted(apply(captures[name]));
        for (const [expected, reference] of [
          [known[index], references[name]],
          [unknown[index], null],
        ] as const) {
          const place = `${name}, ${reference === null ? 'unknown' : 'known'}`;
          const [first, ...others] = check(damaged, reference);
          if (expected === null) {
            expect(first, place).toBeUndefined();
            continue;
          }
          expect(first, place).toMatchObject({ code: expected });
          expect(others, place).toEqual([]);
          if (withinSeconds < Infinity)
            expect(Math.abs((first.atSeconds ?? Infinity) - atSeconds), place).toBeLessThan(withinSeconds);
        }
      }
    },
    30_000,
  );
});
