import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { phase } from '../../../core/measure/phase/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { expectClose } from '../../expectClose.ts';
import { over, playedOn, stimulusOf, through, times, type ClockCase, type Pair } from '../../sweepBench.ts';

const sampleRateHz = 96_000;
const stimulus = stimulusOf(phase, sampleRateHz, { seconds: 3 });
const CORNER_HZ = 40_000;
const onePole = (hertz: number): Pair => over([1, 0], [1, hertz / CORNER_HZ]);
const delayed = (hertz: number, seconds: number): Pair => [
  Math.cos(2 * Math.PI * hertz * seconds),
  -Math.sin(2 * Math.PI * hertz * seconds),
];
const CHANNEL_DELAY_SECONDS = 3.3e-6;

/** Channel 1 a one-pole, channel 2 the same inverted and 3.3 µs later, channel 3 a wire. */
function measured(clock: ClockCase, settings: MeasureSettings, channelCount = 3): Analysis {
  const played = playedOn(stimulus, sampleRateHz, clock);
  const channels = [
    through(played, sampleRateHz, onePole),
    through(played, sampleRateHz, (hertz) =>
      times([-1, 0], times(onePole(hertz), delayed(hertz, CHANNEL_DELAY_SECONDS))),
    ),
    played,
  ].slice(0, channelCount);
  return analyzeKind(
    phase,
    {
      captures: { main: { sampleRateHz, unit: 'V', channels } },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    settings,
  );
}

const CLOCKS: readonly ClockCase[] = [
  { ppm: 0, wanderPpm: 0, latencyFrames: 3000 },
  { ppm: 25, wanderPpm: 0, latencyFrames: 3000.25 },
  { ppm: -100, wanderPpm: 2, latencyFrames: 2000.5 },
];

describe('phase', () => {
  it.each(CLOCKS)('[PHASE-1] re the time reference is the device’s own, at $ppm ppm', (clock) => {
    const analysis = measured(clock, { timeReferenceChannel: 3 });
    const { frequenciesHz, phasesRadians, groupDelaysSeconds } = analysis.channels[0].curves.phase;
    for (const [index, hertz] of frequenciesHz.entries()) {
      if (hertz! < 12 || hertz! > 0.4 * sampleRateHz) continue;
      expectClose(phasesRadians[index]!, -Math.atan(hertz! / CORNER_HZ), {
        within: 1e-3,
        unit: `rad at ${hertz!.toFixed(0)} Hz`,
        because: 'the means over 1/24 octave, and the resampler of the simulated clock at the top',
      });
    }
    const at = frequenciesHz.indexOf(1000);
    expectClose(groupDelaysSeconds[at]! * 1e6, 1e6 / (2 * Math.PI * CORNER_HZ) / (1 + (1000 / CORNER_HZ) ** 2), {
      within: 0.02,
      unit: 'µs',
      because: '1e-6 rad between points 58 Hz apart are 3 ns',
    });
  });

  it.each(CLOCKS)('[PHASE-3] between channels needs no reference: 3.3 µs and an inversion, at $ppm ppm', (clock) => {
    const analysis = measured(clock, {}, 2);
    const curve = analysis.channels[1].curves['inter-channel-phase'];
    for (const [index, hertz] of curve.frequenciesHz.entries()) {
      if (hertz! < 12 || hertz! > 30_000) continue;
      const expected = Math.PI - 2 * Math.PI * hertz! * CHANNEL_DELAY_SECONDS;
      const turns = Math.round((curve.phasesRadians[index]! - expected) / (2 * Math.PI));
      expectClose(curve.phasesRadians[index]! - 2 * Math.PI * turns, expected, {
        within: 1e-3,
        unit: `rad at ${hertz!.toFixed(0)} Hz`,
        because: 'both channels are on one clock, so it cancels',
      });
    }
  });

  it('[PHASE-4] tells polarity', () => {
    const { channels } = measured(CLOCKS[0], { timeReferenceChannel: 3 });
    expect(channels.map(({ figures }) => figures.polarity.value)).toEqual([1, -1]);
    expect(channels[1].figures.polarity.text).toBe('inverted');
  });

  it('[PHASE-2] without a time reference has its mean delay taken out, the clock’s share too', () => {
    for (const clock of CLOCKS.slice(0, 2)) {
      const analysis = measured(clock, {}, 1);
      const { frequenciesHz, phasesRadians } = analysis.channels[0].curves.phase;
      // A one-pole less a delay: fitted here, since the delay is a matter of definition
      const top = frequenciesHz.findIndex((hertz) => hertz! > 20_000);
      const delay =
        (phasesRadians[top]! + Math.atan(frequenciesHz[top]! / CORNER_HZ)) / (2 * Math.PI * frequenciesHz[top]!);
      expect(Math.abs(delay)).toBeLessThan(5e-6);
      for (const [index, hertz] of frequenciesHz.entries()) {
        if (hertz! < 12 || hertz! > 30_000) continue;
        expectClose(phasesRadians[index]! - 2 * Math.PI * hertz! * delay, -Math.atan(hertz! / CORNER_HZ), {
          within: 2e-3,
          unit: `rad at ${hertz!.toFixed(0)} Hz`,
          because: 'pilot tones tell the rate to better than 0.001 ppm',
        });
      }
    }
  });

  it.each([
    [-40, 1],
    [23, -2],
    [60, 2],
    [-5, 0.5],
  ])(
    '[PHASE-5] covers what a clock %i ppm off that wanders by %d ppm between the pilots does to delays',
    (ppm, wanderPpm) => {
      const onePoleDelay = 1 / (2 * Math.PI * CORNER_HZ);
      const { figures, curves } = measured({ ppm, wanderPpm, latencyFrames: 2000.5 }, {}, 1).channels[0];
      const still = measured({ ppm, wanderPpm: 0, latencyFrames: 2000.5 }, {}, 1).channels[0];
      const off = figures['group-delay'].value! - still.figures['group-delay'].value!;
      expect(Math.abs(off)).toBeGreaterThan(3e-8);
      expect(Math.abs(off)).toBeLessThan(figures['group-delay'].uncertainty!);
      // Not without bounds: 2 ppm over 4 s are 8 µs
      expect(figures['group-delay'].uncertainty!).toBeLessThan(8e-6 * Math.abs(wanderPpm) + onePoleDelay / 100);
      const { frequenciesHz, phasesRadians, phaseUncertaintiesRadians } = curves.phase;
      for (const [index, hertz] of frequenciesHz.entries())
        if (hertz! > 100 && hertz! < 30_000)
          expect(Math.abs(phasesRadians[index]! - still.curves.phase.phasesRadians[index]!)).toBeLessThan(
            phaseUncertaintiesRadians[index]!,
          );
    },
  );

  it('[PHASE-2] of a wire at 384 kHz has neither phase nor delay, at any frequency', () => {
    const rateHz = 384_000;
    const played = stimulusOf(phase, rateHz, {});
    const capture = new Float64Array(played.length + 5000);
    capture.set(played, 3000);
    const volts = (samples: Float64Array) => ({ sampleRateHz: rateHz, unit: 'V', channels: [samples] }) as const;
    const input = { captures: { main: volts(capture) }, reference: volts(played) };
    const { frequenciesHz, phasesRadians, groupDelaysSeconds } = phase.analyze(input, { points: 100 }).channels[0]
      .curves.phase;
    for (const [index, hertz] of frequenciesHz.entries()) {
      expectClose(groupDelaysSeconds[index]! * 1e6, 0, {
        within: 1e-3,
        unit: `µs at ${hertz!.toFixed(0)} Hz`,
        because: 'samples only came later',
      });
      expectClose(phasesRadians[index]!, 0, { within: 1e-3, unit: 'rad', because: 'no more than 1 ns at 170 kHz' });
    }
  });
});
