import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { outputImpedance } from '../../core/measure/output-impedance/kind.ts';
import { expectClose } from '../expectClose.ts';
import { addNoise, over, playedOn, plus, stimulusOf, through, type ClockCase, type Pair } from '../sweepBench.ts';

const sampleRateHz = 96_000;
const interfaceOhms = 20_000;
const stimulus = stimulusOf(outputImpedance, sampleRateHz, { seconds: 3 });
/** 110 dB under the 1 V sweep, in the whole band up to half the rate. */
const NOISE_RMS = 10 ** (-110 / 20);

interface Source {
  readonly name: string;
  readonly ohms: number;
  readonly henry: number;
  readonly farad: number | null;
}

const SOURCES: readonly Source[] = [
  { name: '0.1 Ω + 2 µH', ohms: 0.1, henry: 2e-6, farad: null },
  { name: '2 Ω', ohms: 2, henry: 0, farad: null },
  { name: '10 Ω + 220 µF', ohms: 10, henry: 0, farad: 220e-6 },
  { name: '120 Ω', ohms: 120, henry: 0, farad: null },
];

function impedanceAt({ ohms, henry, farad }: Source, hertz: number): Pair {
  const omega = 2 * Math.PI * hertz;
  return [ohms, omega * henry - (farad === null ? 0 : 1 / (omega * farad))];
}

/** The source's voltage across what hangs on it. */
function divider(source: Source, hertz: number, acrossOhms: number): Pair {
  if (hertz === 0) return source.farad === null ? [acrossOhms / (acrossOhms + source.ohms), 0] : [0, 0];
  return over([acrossOhms, 0], plus([acrossOhms, 0], impedanceAt(source, hertz)));
}

const SHARED: readonly [ClockCase, ClockCase] = [
  { ppm: 0, wanderPpm: 0, latencyFrames: 4321 },
  { ppm: 0, wanderPpm: 0, latencyFrames: 2222.37 },
];

/** Channel 1 the DUT, channel 2 the time reference, open and loaded. */
function measured(source: Source, loadOhms: number, clocks: readonly [ClockCase, ClockCase]): Analysis {
  const capture = (acrossOhms: number, clock: ClockCase, seed: number) => {
    const played = playedOn(stimulus, sampleRateHz, clock);
    const dut = through(played, sampleRateHz, (hertz) => divider(source, hertz, acrossOhms));
    const channels = [addNoise(dut, NOISE_RMS, seed), addNoise(played, NOISE_RMS, seed + 1)];
    return { sampleRateHz, unit: 'V', channels } as const;
  };
  const parallelOhms = 1 / (1 / loadOhms + 1 / interfaceOhms);
  return analyzeKind(
    outputImpedance,
    {
      captures: { open: capture(interfaceOhms, clocks[0], 11), loaded: capture(parallelOhms, clocks[1], 21) },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    { loadOhms, interfaceOhms, timeReferenceChannel: 2 },
  );
}

function expectImpedance(analysis: Analysis, source: Source, floorOhms: number): void {
  const { frequenciesHz, impedancesOhms, phasesRadians, uncertaintiesOhms } = analysis.channels[0].curves.impedance;
  expect(frequenciesHz[0]).toBe(20);
  expect(frequenciesHz.at(-1)).toBe(20_000);
  for (const [index, frequencyHz] of frequenciesHz.entries()) {
    const [re, im] = impedanceAt(source, frequencyHz as number);
    const ohms = impedancesOhms[index] as number;
    const phase = phasesRadians[index] as number;
    const within = floorOhms + 0.005 * Math.hypot(re, im);
    const because = 'the required accuracy, as a distance in the complex plane';
    const distance = Math.hypot(ohms * Math.cos(phase) - re, ohms * Math.sin(phase) - im);
    expectClose(distance, 0, { within, unit: `Ω at ${frequencyHz} Hz`, because });
    expect(uncertaintiesOhms[index] as number).toBeLessThan(within);
  }
}

describe('output impedance, complex, with a time reference, 110 dB SNR, 20 Hz to 20 kHz', () => {
  it.each(SOURCES)('[ZOUT-2] of $name into 33 Ω within 0.01 Ω + 0.5 %', (source) => {
    const analysis = measured(source, 33, SHARED);
    expectImpedance(analysis, source, 0.01);
    const { figures } = analysis.channels[0];
    expectClose(figures['output-resistance'].value!, source.ohms, {
      within: 0.01 + 0.005 * source.ohms,
      unit: 'Ω',
      because: 'as required of every point',
    });
    expectClose(figures['output-inductance'].value! * 1e6, source.henry * 1e6, {
      within: 0.1 + 0.001 * source.ohms,
      unit: 'µH',
      because: '3 ns at 33 Ω are 0.1 µH; more for a larger source, whose voltage ratio is larger',
    });
    const farad = figures['output-capacitance'];
    if (source.farad === null) expect(farad).toMatchObject({ value: null, reasonCode: 'not-seen' });
    else
      expectClose(farad.value! / source.farad, 1, { within: 0.005, unit: '1', because: 'as required of every point' });
  });

  it.each(SOURCES)('[ZOUT-2] of $name into 300 Ω within 0.09 Ω + 0.5 %', (source) => {
    expectImpedance(measured(source, 300, SHARED), source, 0.09);
  });

  it.each([
    { ppm: 25, wanderPpm: 0 },
    { ppm: -25, wanderPpm: 2 },
  ])('[ZOUT-7] is the same on another clock, $ppm ppm off, wander $wanderPpm ppm', (clock) => {
    const clocks = [
      { ...clock, latencyFrames: 4321.6 },
      { ppm: clock.ppm + 0.7, wanderPpm: clock.wanderPpm, latencyFrames: 1800.2 },
    ] as const;
    const [coil, , coupling] = SOURCES;
    const analysis = measured(coil, 33, clocks);
    expectImpedance(analysis, coil, 0.01);
    expectClose(analysis.channels[0].figures['output-inductance'].value! * 1e6, 2, {
      within: 0.1,
      unit: 'µH',
      because: '3 ns at 33 Ω',
    });
    expectClose(analysis.clock!.ppm, clock.ppm, {
      within: 0.01 + clock.wanderPpm,
      unit: 'ppm',
      because: 'pilot tones 3.9 s apart, 110 dB over the noise; wander turns their phases',
    });
    expectImpedance(measured(coupling, 33, clocks), coupling, 0.01);
  });
});
