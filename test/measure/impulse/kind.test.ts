import { describe, expect, it } from 'vitest';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { impulse } from '../../../core/measure/impulse/kind.ts';
import { expectClose } from '../../expectClose.ts';
import { over, playedOn, stimulusOf, through, times, type ClockCase, type Pair } from '../../sweepBench.ts';

const sampleRateHz = 96_000;
const stimulus = stimulusOf(impulse, sampleRateHz, { seconds: 3 });
const CORNER_HZ = 2000;
const onePole = (hertz: number): Pair => over([1, 0], [1, hertz / CORNER_HZ]);

function measured(clock: ClockCase, transfer: (hertz: number) => Pair, withReference: boolean) {
  const played = playedOn(stimulus, sampleRateHz, clock);
  const dut = through(played, sampleRateHz, transfer);
  return analyzeKind(
    impulse,
    {
      captures: { main: { sampleRateHz, unit: 'V', channels: withReference ? [dut, played] : [dut] } },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    withReference ? { timeReferenceChannel: 2 } : {},
  ).channels[0];
}

const SHARED: ClockCase = { ppm: 0, wanderPpm: 0, latencyFrames: 3000 };

describe('impulse and step response', () => {
  it('[IMPULSE-1] of a one-pole steps as 1 − e^(−t/τ)', () => {
    for (const clock of [SHARED, { ppm: 50, wanderPpm: 0, latencyFrames: 3000 }]) {
      const { curves } = measured(clock, onePole, false);
      const { timesSeconds, values } = curves.step;
      // Time 0 is the mean delay; the step itself begins where half of the first sample's worth has come
      const tau = 1 / (2 * Math.PI * CORNER_HZ);
      const half = timesSeconds[values.findIndex((value) => value! > 1 - Math.exp(-1))]! - tau;
      for (const [index, seconds] of timesSeconds.entries()) {
        const after = seconds! - half;
        if (after < 2e-4 || after > 2e-3) continue;
        expectClose(values[index]!, 1 - Math.exp(-after / tau), {
          within: 0.03,
          unit: '1',
          because: 'the band ends at 0.49 of the rate, the start is read to half a sample, and 3 Hz below is missing',
        });
      }
    }
  });

  it('[IMPULSE-2] states the latency as the mean group delay, and its sign', () => {
    const delay = (hertz: number): Pair => [
      -Math.cos(2 * Math.PI * hertz * 12.34e-6),
      Math.sin(2 * Math.PI * hertz * 12.34e-6),
    ];
    const { figures: alone, curves } = measured(SHARED, delay, false);
    expectClose(alone.latency.value! * 1e6, (3000 / sampleRateHz) * 1e6 + 12.34, {
      within: 0.005,
      unit: 'µs',
      because: 'a pure delay has one group delay at all frequencies',
    });
    expect(alone.polarity.value).toBe(-1);
    const { timesSeconds, values } = curves.impulse;
    const zero = timesSeconds.findIndex((seconds) => Math.abs(seconds!) < 1e-9);
    for (const frames of [1, 2, 7]) {
      expectClose(values[zero + frames]!, values[zero - frames]!, {
        within: 1e-3,
        unit: '1',
        because: 'time 0 is the delay itself, between two samples of the capture, so the pulse is symmetric',
      });
    }
    const related = measured({ ppm: -40, wanderPpm: 0, latencyFrames: 2000.7 }, delay, true).figures;
    expectClose(related.latency.value! * 1e6, 12.34, {
      within: 0.005,
      unit: 'µs',
      because: 're the time reference on the same clock',
    });
  });

  it('[IMPULSE-1] of a wire is a pulse of height 1', () => {
    const { curves } = measured(SHARED, (hertz) => times([1, 0], [hertz < 0 ? 0 : 1, 0]), false);
    const peak = Math.max(...curves.impulse.values.map(Number));
    expectClose(peak, 1, { within: 0.05, unit: '1', because: 'the band ends at 0.47 to 0.495 of the rate' });
  });
});
