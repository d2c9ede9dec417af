import { describe, expect, it } from 'vitest';
import type { AnalysisFinding, MeasurementKind } from '../../../core/measure/analysis.ts';
import { checkCapture } from '../../../core/measure/integrity/checkCapture.ts';
import { kinds } from '../../../core/measure/kinds.ts';
import { resampleInto } from '../../../core/dsp/resample.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { playedFrameAt, throughDevice, type FreeClock } from '../../clock/freeRunning.ts';
import { whiteNoise } from '../../synthetic.ts';

const NEEDED = { loadOhms: 33, seriesOhms: 10_000 } as const;
const random = createRandom(41);

function stimulusOf(kind: MeasurementKind, sampleRateHz: number): Float64Array {
  const definition = kinds.get(kind);
  if (definition === undefined) throw new Error(`no ${kind}`);
  const settings = Object.fromEntries(
    Object.entries(NEEDED).filter(([key]) => definition.options.some((option) => option === key)),
  );
  const bench = {
    sampleRateHz,
    channelCount: 2,
    levelVoltsRms: 0.5,
    fullScaleVoltsPeak: 1,
    random: createRandom(5),
  };
  return definition.stimulus(settings, bench)[0].channels[0];
}

/** Recorded on another clock through a device of 2 Hz to 80 kHz with distortion and noise 100 dB down. */
function recordedOf(played: Float64Array, sampleRateHz: number, clock: FreeClock, seed: number): Float64Array {
  const heard = new Float64Array(played.length + Math.round(0.1 * sampleRateHz));
  const step = 64;
  for (let frame = 0; frame < heard.length; frame += step) {
    const from = playedFrameAt(clock, frame, sampleRateHz);
    const to = playedFrameAt(clock, frame + step, sampleRateHz);
    resampleInto(played, from, (to - from) / step, heard, frame, Math.min(step, heard.length - frame));
  }
  const bent = heard.map((value) => value + 1e-5 * (value * value + value * value * value));
  const noise = whiteNoise(bent.length, 1e-5, seed);
  const high = Math.min(80_000, 0.4 * sampleRateHz);
  return throughDevice(bent, sampleRateHz, 2, high).map((value, index) => value + noise[index]);
}

const captured = (sampleRateHz: number, samples: Float64Array) =>
  ({ sampleRateHz, unit: 'FS', channels: [samples] }) as const;

function damage(sampleRateHz: number, samples: Float64Array, reference: Float64Array | null): AnalysisFinding[] {
  return checkCapture({
    capture: captured(sampleRateHz, samples),
    reference: reference === null ? null : captured(sampleRateHz, reference),
  }).findings.filter(({ damaging }) => damaging);
}

describe("every kind's own stimulus", () => {
  it.each([...kinds.keys()])(
    '[INT-20] %s raises no alarm through a device on another clock, whether or not it is known what was played',
    (kind) => {
      const sampleRateHz = random.uniform() < 0.75 ? 48_000 : 96_000;
      const clock = { ppm: 200 * random.uniform() - 100, wanderPpm: 2 * random.uniform(), latencyFrames: 900.3 };
      const played = stimulusOf(kind, sampleRateHz);
      if (played.every((value) => value === 0)) return;
      const samples = recordedOf(played, sampleRateHz, clock, 7);
      expect(damage(sampleRateHz, samples, null), `${clock.ppm} ppm, unknown`).toEqual([]);
      expect(damage(sampleRateHz, samples, played), `${clock.ppm} ppm, known`).toEqual([]);
    },
    20_000,
  );

  it.each([
    'level',
    'frequency-response',
    'multitone',
    'jitter',
    'imd-ccif',
    'thdn-vs-frequency',
    'thdn-vs-level',
  ] as const)(
    '[INT-20] %s still shows one lost sample in its middle',
    (kind) => {
      const played = stimulusOf(kind, 48_000);
      const samples = recordedOf(played, 48_000, { ppm: 25, wanderPpm: 2, latencyFrames: 900.3 }, 8);
      const at = Math.round(played.length / 2) + 901;
      const damaged = new Float64Array(samples.length - 1);
      damaged.set(samples.subarray(0, at));
      damaged.set(samples.subarray(at + 1), at);
      for (const reference of [null, played]) {
        const places = damage(48_000, damaged, reference).map(({ atSeconds }) => atSeconds ?? Infinity);
        expect(places.filter((seconds) => Math.abs(seconds - at / 48_000) < 5e-4)).toHaveLength(1);
      }
    },
    20_000,
  );
});

describe('what a path does that is no damage to single samples', () => {
  it('[INT-16] a band cut at half of 44.1 kHz is named, at 48 kHz too', () => {
    const played = whiteNoise(96_000, 0.1, 5);
    const cut = new Float64Array(played.length + 512);
    // 48 to 44.1 kHz and back: a sinc that passes up to 22 kHz
    const taps = Float64Array.from({ length: 513 }, (_, tap) => {
      const x = tap - 256;
      const share = (2 * 22_050) / 48_000;
      const sinc = x === 0 ? share : Math.sin(Math.PI * share * x) / (Math.PI * x);
      return sinc * (0.42 + 0.5 * Math.cos((Math.PI * x) / 256) + 0.08 * Math.cos((2 * Math.PI * x) / 256));
    });
    for (let index = 512; index < cut.length; index++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) sum += taps[tap] * (played[index - tap] ?? 0);
      cut[index] = sum;
    }
    expect(damage(48_000, cut, played)).toMatchObject([{ code: 'resampled' }]);
    expect(damage(48_000, played, played)).toEqual([]);
  });

  it('[INT-21] a tone that sinks slowly by 0.3 dB is drift, and is judged; by 3 dB it is not', () => {
    const played = stimulusOf('level', 48_000);
    const sinking = (decibels: number): readonly AnalysisFinding[] =>
      checkCapture({
        capture: captured(
          48_000,
          played.map((value, index) => value * 10 ** ((-decibels * index) / played.length / 20)),
        ),
        reference: null,
      }).findings;
    expect(sinking(0.05)).toEqual([]);
    expect(sinking(0.3)).toMatchObject([{ code: 'level-drift', damaging: false }]);
    expect(sinking(3)).toMatchObject([{ code: 'level-drift', damaging: true }]);
  });
});
