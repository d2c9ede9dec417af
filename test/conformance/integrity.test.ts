import { describe, expect, it } from 'vitest';
import { checkCapture } from '../../core/measure/integrity/checkCapture.ts';
import type { AnalysisFinding } from '../../core/measure/analysis.ts';
import { createRandom } from '../../core/signal/random.ts';
import { cleanCapture, multitoneSignal } from '../clock/cleanCaptures.ts';
import { noiseSignal, played, recorded, sweepSignal, toneSignal, type ClosedForm } from '../clock/freeRunning.ts';
import { expectClose } from '../expectClose.ts';

const sampleRateHz = 48_000;
const seconds = 10;
const random = createRandom(11);
const signals: Readonly<Record<string, ClosedForm>> = {
  tone: toneSignal(sampleRateHz, seconds, [{ frequencyHz: 997, amplitude: 0.7 }]),
  sweep: sweepSignal(sampleRateHz, seconds, 20, 20_000),
  multitone: multitoneSignal(sampleRateHz, seconds, random.uniform),
  noise: noiseSignal(sampleRateHz, seconds, 20, 20_000, 5),
};

const check = (rate: number, samples: Float64Array, reference: Float64Array | null): readonly AnalysisFinding[] => {
  const captured = (channel: Float64Array) => ({ sampleRateHz: rate, unit: 'FS', channels: [channel] }) as const;
  return checkCapture({
    capture: captured(samples),
    reference: reference === null ? null : captured(reference),
  }).findings.filter(({ code }) => code !== 'inverted');
};

describe('one dropped sample in 10 s at 80 dB', () => {
  it.each(Object.keys(signals))(
    '[INT-1] of %s, on a clock that is off and wanders, is found and placed within 0.5 ms',
    (name) => {
      const signal = signals[name];
      const reference = played(signal);
      const rms = Math.sqrt(reference.reduce((sum, value) => sum + value * value, 0) / reference.length);
      const clean = recorded(signal, { ppm: 25, wanderPpm: 2, latencyFrames: 900.3 }, { noiseRms: 1e-4 * rms });
      // Noise shows a missing sample only against what was played
      const known = name === 'noise' ? reference : null;
      expect(check(sampleRateHz, clean, known)).toEqual([]);
      for (const share of [0.23, 0.5 + 0.4 * random.uniform()]) {
        const at = Math.round(share * clean.length);
        const damaged = new Float64Array(clean.length - 1);
        damaged.set(clean.subarray(0, at));
        damaged.set(clean.subarray(at + 1), at);
        const findings = check(sampleRateHz, damaged, known);
        expect(findings, `${name} at ${at}`).toHaveLength(1);
        expect(findings[0].damaging).toBe(true);
        if (name !== 'multitone') expect(findings[0]).toMatchObject({ code: 'dropped-samples', count: 1 });
        expectClose(findings[0].atSeconds ?? Number.NaN, at / sampleRateHz, {
          within: 5e-4,
          unit: 's',
          because: 'the accuracy table asks for half a millisecond',
        });
      }
    },
    60_000,
  );
});

describe('captures with nothing wrong', () => {
  it('[INT-4] give no alarm, with and without what was played: clocks off and wandering, any device, 70 to 120 dB', () => {
    for (let index = 0; index < 20; index++) {
      const { what, sampleRateHz: rate, reference, capture } = cleanCapture(index, 1.2);
      expect(check(rate, capture, null), what).toEqual([]);
      expect(check(rate, capture, reference), what).toEqual([]);
    }
  }, 60_000);
});
