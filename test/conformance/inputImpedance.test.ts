import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { inputImpedance } from '../../core/measure/input-impedance/kind.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { expectClose } from '../expectClose.ts';
import { addNoise, over, playedOn, plus, stimulusOf, through, type Pair } from '../sweepBench.ts';

const sampleRateHz = 96_000;
const stimulus = stimulusOf(inputImpedance, sampleRateHz, { seconds: 3 });
const NOISE_RMS = 10 ** (-110 / 20);
const OHMS = 46_000;
const FARAD = 98e-12;
const SOURCE_OHMS = 300;

const inputAt = (hertz: number): Pair => over([OHMS, 0], [1, 2 * Math.PI * hertz * OHMS * FARAD]);

function measured(seriesOhms: number, settings: MeasureSettings, ppm = 0): Analysis {
  const capture = (ohms: number, latencyFrames: number, seed: number) => {
    const played = playedOn(stimulus, sampleRateHz, { ppm, wanderPpm: 0, latencyFrames });
    const dut = through(played, sampleRateHz, (hertz) =>
      over(inputAt(hertz), plus(inputAt(hertz), [SOURCE_OHMS + ohms, 0])),
    );
    const channels = [addNoise(dut, NOISE_RMS, seed), addNoise(played, NOISE_RMS, seed + 1)];
    return { sampleRateHz, unit: 'V', channels } as const;
  };
  return analyzeKind(
    inputImpedance,
    {
      captures: { without: capture(0, 4000, 31), with: capture(seriesOhms, 2500.4, 41) },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    { seriesOhms: 47_000, sourceOhms: SOURCE_OHMS, ...settings },
  );
}

describe('input impedance of 46 kΩ parallel to 98 pF, 47 kΩ in series, 110 dB SNR', () => {
  it.each([0, -25])('[ZIN-1] is complex with a time reference, at %i ppm, within 0.3 % from 20 Hz to 20 kHz', (ppm) => {
    const analysis = measured(47_000, { timeReferenceChannel: 2 }, ppm);
    const { frequenciesHz, impedancesOhms, phasesRadians } = analysis.channels[0].curves.impedance;
    expect(frequenciesHz.at(-1)).toBe(20_000);
    for (const [index, hertz] of frequenciesHz.entries()) {
      const [re, im] = inputAt(hertz!);
      const found = [
        impedancesOhms[index]! * Math.cos(phasesRadians[index]!),
        impedancesOhms[index]! * Math.sin(phasesRadians[index]!),
      ];
      expectClose(Math.hypot(found[0] - re, found[1] - im) / Math.hypot(re, im), 0, {
        within: 0.003,
        unit: `of |Z| at ${hertz} Hz`,
        because: 'U is 0.05 % of the ratio, twice that of Z; noise adds to it at the ends',
      });
    }
    const { figures } = analysis.channels[0];
    expectClose(figures['input-impedance'].value! / Math.hypot(...inputAt(1000)), 1, {
      within: 5e-4,
      unit: '1',
      because: '110 dB SNR over a sweep',
    });
    expectClose(figures['input-resistance'].value! / OHMS, 1, { within: 5e-4, unit: '1', because: 'as at 1 kHz' });
    expectClose(figures['input-capacitance'].value! * 1e12, 98, {
      within: 0.2,
      unit: 'pF',
      because: '1 ns between the captures are 0.02 pF at 47 kΩ',
    });
  });

  it('[ZIN-1] is |Z| at 1 kHz without a time reference; R and C are null', () => {
    const { figures, curves, flags } = measured(47_000, {}).channels[0];
    expectClose(figures['input-impedance'].value! / OHMS, 1, {
      within: 0.005,
      unit: '1',
      because: 'the input’s capacitance turns the ratio by 0.8° at 1 kHz',
    });
    expect(figures['input-capacitance']).toMatchObject({ value: null, reasonCode: 'no-time-reference' });
    expect(Math.max(...curves.impedance.frequenciesHz.map(Number))).toBeLessThanOrEqual(2000);
    expect(flags).toContain('magnitude-only');
  });

  it('[ZIN-5] is null where the resistor was not put in', () => {
    const { figures, flags } = measured(0, { timeReferenceChannel: 2 }).channels[0];
    expect(figures['input-impedance']).toMatchObject({ value: null, reasonCode: 'series-resistor-not-seen' });
    expect(flags).toContain('series-resistor-not-seen');
  });
});
